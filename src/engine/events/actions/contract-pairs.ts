import { ZERO } from '../../model/decimal'
import type { AdjustmentEvent } from '../../model/facts'
import { isOption } from '../../model/instrument'

/** A row that takes away and the one that adds, or a row alone. */
type Pair = [AdjustmentEvent] | [AdjustmentEvent, AdjustmentEvent]

type KeyOf = (row: AdjustmentEvent) => string

const strikeOf = ({ instrument }: AdjustmentEvent) =>
  isOption(instrument) ? instrument.strike : null

/** By strike, then by id: an adjustment keeps the order of strikes. */
function byStrike(a: AdjustmentEvent, b: AdjustmentEvent): number {
  const [left, right] = [strikeOf(a), strikeOf(b)]
  return (left && right ? left.cmp(right) : 0) || (a.id < b.id ? -1 : 1)
}

const termsOf: KeyOf = ({ instrument }) => `${instrument.kind} ${instrument.expiry}`
const withQuantity: KeyOf = (row) => `${termsOf(row)} ${row.quantity.abs().toFixed()}`
const withStrike: KeyOf = (row) => `${withQuantity(row)} ${strikeOf(row)?.toFixed()}`

/** Worth as much: what a row removes is what the one that belongs to it adds. */
const withValue: KeyOf = (row) => {
  const value = row.quantity
    .times(row.price ?? ZERO)
    .abs()
    .round(2)
  return value.isZero ? row.id : `${termsOf(row)} ${value.toFixed()}`
}

/** The nearest terms first. Only with the same strike are counts allowed to differ. */
const NEAREST_FIRST: readonly { keyOf: KeyOf; even: boolean }[] = [
  { keyOf: withValue, even: true },
  { keyOf: withQuantity, even: true },
  { keyOf: withStrike, even: false },
  { keyOf: termsOf, even: true },
  { keyOf: termsOf, even: false },
  { keyOf: ({ instrument }) => instrument.kind, even: false },
  { keyOf: () => '', even: false },
]

/** Pairs rows of opposite signs, the nearest first; one without its opposite stays alone. */
function pairOpposites(rows: readonly AdjustmentEvent[]): Pair[] {
  const pairs: Pair[] = []
  let free = rows
  for (const { keyOf, even } of NEAREST_FIRST) {
    const taken = new Set<AdjustmentEvent>()
    for (const alike of Map.groupBy(free, keyOf).values()) {
      const sorted = alike.toSorted(byStrike)
      const removed = sorted.filter(({ quantity }) => quantity.lt(0))
      const added = sorted.filter(({ quantity }) => quantity.gt(0))
      if (even && removed.length !== added.length) continue
      for (const [i, row] of removed.entries()) {
        const other = added[i]
        if (!other) break
        pairs.push(row.id < other.id ? [row, other] : [other, row])
        taken.add(row).add(other)
      }
    }
    free = free.filter((row) => !taken.has(row))
  }
  return [...pairs, ...free.map((row): Pair => [row])]
}

const isNewName = (one: AdjustmentEvent, other: AdjustmentEvent): boolean =>
  one.date === other.date &&
  one.quantity.eq(other.quantity.neg()) &&
  withStrike(one) === withStrike(other) &&
  one.instrument.underlying !== other.instrument.underlying

/** The only one of some rows that a row fits, if it is the only one that fits that. */
function onlyMatch(row: AdjustmentEvent, rows: readonly AdjustmentEvent[]) {
  const [match, another] = rows.filter((other) => isNewName(row, other))
  if (!match || another) return undefined
  return rows.every((other) => other === row || !isNewName(match, other)) ? match : undefined
}

/** Pairs rows without a group and without an opposite of their underlying. None is guessed. */
function pairNewNames(alone: readonly AdjustmentEvent[]): Pair[] {
  const paired = new Set<AdjustmentEvent>()
  return alone.flatMap((row): Pair[] => {
    if (paired.has(row)) return []
    const match = onlyMatch(row, alone)
    if (!match) return [[row]]
    paired.add(match)
    return [[row, match]]
  })
}

/**
 * Pairs the rows of option contracts: of one group, else of one date and underlying, else the only
 * two that fit by date, quantity and terms.
 */
export function pairContracts(rows: readonly AdjustmentEvent[]): Pair[] {
  const pairs: Pair[] = []
  const alone: AdjustmentEvent[] = []
  const keyOf = ({ groupId, date, instrument }: AdjustmentEvent) =>
    groupId === null ? `${date} ${instrument.underlying}` : `group ${groupId}`
  for (const own of Map.groupBy(rows, keyOf).values())
    for (const pair of pairOpposites(own)) {
      if (pair.length === 1 && pair[0].groupId === null) alone.push(pair[0])
      else pairs.push(pair)
    }
  return [...pairs, ...pairNewNames(alone)]
}
