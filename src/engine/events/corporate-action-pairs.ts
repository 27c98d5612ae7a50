import type { AdjustmentEvent } from '../model/facts'
import { isOption } from '../model/instrument'

/** A row that takes away and the one that adds, or a row alone. */
type Action = [AdjustmentEvent] | [AdjustmentEvent, AdjustmentEvent]

type Fits = (one: AdjustmentEvent, other: AdjustmentEvent) => boolean

const sameKind: Fits = ({ instrument: a }, { instrument: b }) => a.kind === b.kind

const sameTerms: Fits = (one, other) => {
  const [a, b] = [one.instrument, other.instrument]
  if (!sameKind(one, other) || a.expiry !== b.expiry) return false
  return !isOption(a) || (a.strike !== null && b.strike !== null && a.strike.eq(b.strike))
}

const isOpposite: Fits = ({ quantity: a }, { quantity: b }) => a.gt(0) !== b.gt(0)

/** The same contract under another name fits best, then the same kind, then any other row. */
const NEAREST_FIRST: readonly Fits[] = [sameTerms, sameKind, () => true]

/** Pairs rows of opposite signs, the nearest first; one without its opposite stands alone. */
function pairOpposites(rows: readonly AdjustmentEvent[]): Action[] {
  const pairs: Action[] = []
  const free = new Set(rows)
  for (const fits of NEAREST_FIRST) {
    for (const row of free) {
      const other = rows.find((r) => r !== row && free.has(r) && isOpposite(row, r) && fits(row, r))
      if (!other) continue
      pairs.push([row, other])
      free.delete(row)
      free.delete(other)
    }
  }
  return [...pairs, ...[...free].map((row): Action => [row])]
}

/** Whether rows without a group rename a position: equal terms and quantity, other underlying. */
const isNewName: Fits = (one, other) =>
  one.date === other.date &&
  one.quantity.eq(other.quantity.neg()) &&
  sameTerms(one, other) &&
  one.instrument.underlying !== other.instrument.underlying

/** The only one of some rows that a row fits, if it is the only one that fits that. */
function onlyMatch(row: AdjustmentEvent, rows: readonly AdjustmentEvent[]) {
  const [match, another] = rows.filter((other) => isNewName(row, other))
  if (!match || another) return undefined
  return rows.every((other) => other === row || !isNewName(match, other)) ? match : undefined
}

/**
 * Pairs rows that have no group and no opposite of their own underlying. An ambiguous row is not
 * paired.
 */
function pairNewNames(alone: readonly AdjustmentEvent[]): Action[] {
  const paired = new Set<AdjustmentEvent>()
  return alone.flatMap((row): Action[] => {
    if (paired.has(row)) return []
    const match = onlyMatch(row, alone)
    if (!match) return [[row]]
    paired.add(match)
    return [[row, match]]
  })
}

const groupOf = ({ groupId, date, instrument }: AdjustmentEvent): string =>
  groupId ?? `${date} ${instrument.underlying} ungrouped`

/**
 * Rows of one action come as pairs of opposite signs (README, Events).
 *
 * @param events in the order of their ids.
 */
export function pairActions(events: readonly AdjustmentEvent[]): Action[] {
  const actions: Action[] = []
  const alone: AdjustmentEvent[] = []
  for (const rows of Map.groupBy(events, groupOf).values()) {
    for (const action of pairOpposites(rows)) {
      const [row, other] = action
      if (!other && row.groupId === null) alone.push(row)
      else actions.push(action)
    }
  }
  return [...actions, ...pairNewNames(alone)]
}
