import { type Decimal, ZERO } from '../../model/decimal'
import type { ActionKind, AdjustmentEvent } from '../../model/facts'
import { isOption } from '../../model/instrument'
import { pairContracts } from './contract-pairs'

/** All rows of one corporate action, in the order of their ids. */
export type ActionRows = readonly AdjustmentEvent[]

/** Kinds of which each row without a group is an action of its own. */
const ALONE: readonly ActionKind[] = [
  'worthless',
  'stock_dividend',
  'cash_in_lieu',
  'return_of_capital',
]

const byId = (a: AdjustmentEvent, b: AdjustmentEvent) => (a.id < b.id ? -1 : 1)

const rowValue = ({ quantity, price }: AdjustmentEvent): Decimal => quantity.times(price ?? ZERO)

/** Rows of one symbol, or of several that are known to be one action. */
class Part {
  constructor(readonly rows: AdjustmentEvent[]) {}

  get removes(): boolean {
    return this.rows.some(({ quantity }) => quantity.lt(0))
  }

  get adds(): boolean {
    return this.rows.some(({ quantity }) => quantity.gt(0))
  }

  /** The sum of its quantities: zero once a position that went came back as large. */
  get quantity(): Decimal {
    return this.rows.reduce((sum, row) => sum.plus(row.quantity), ZERO)
  }

  /** The sum of quantity times price: zero once all that was removed has its successor. */
  get value(): Decimal {
    return this.rows.reduce((sum, row) => sum.plus(rowValue(row)), ZERO)
  }

  names(other: Part): boolean {
    return this.rows.some(({ names }) =>
      other.rows.some(({ instrument }) => names.includes(instrument.symbol)),
    )
  }
}

/** How badly two parts fit: by the symbols that texts name, by value, by quantity. */
function misfit(added: Part, removed: Part): Decimal[] {
  const value = removed.value.plus(added.value).abs()
  const isNamed = added.names(removed) || removed.names(added)
  const flags = [
    isNamed,
    !added.value.isZero && value.round(2).isZero,
    removed.quantity.plus(added.quantity).isZero,
  ]
  return [...flags.map((fits) => (fits ? ZERO : ONE)), value]
}

const ONE = ZERO.plus(1)

function compare(a: readonly Decimal[], b: readonly Decimal[]): number {
  for (const [i, value] of a.entries()) {
    const by = value.cmp(b[i] ?? ZERO)
    if (by !== 0) return by
  }
  return 0
}

/** The part that fits best; undefined where several fit as well. */
function bestOf(parts: readonly Part[], misfitOf: (part: Part) => Decimal[]): Part | undefined {
  const scored = parts.map((part) => ({ part, score: misfitOf(part) }))
  scored.sort((a, b) => compare(a.score, b.score))
  const [first, second] = scored
  return first && second && compare(first.score, second.score) === 0 ? undefined : first?.part
}

/** Whether what is removed is worth what is added, and no cash comes with it. */
function isEven(parts: readonly Part[]): boolean {
  const value = parts.reduce((sum, part) => sum.plus(part.value), ZERO)
  return value.round(2).isZero && parts.every(({ rows }) => rows.every(({ cash }) => cash.isZero))
}

/**
 * The parts that remove a position, and those that only add one. The rows of a short position are
 * mirrored: what is removed are quantities above zero. So they are read where all parts that add
 * also remove, and where one that adds is worth all that remove.
 */
function sidesOf(parts: readonly Part[]): { removing: Part[]; adding: Part[] } {
  const removing = parts.filter((part) => part.removes)
  const adding = parts.filter((part) => !part.removes)
  const back = removing.filter((part) => part.adds)
  const isOfOne = adding.length === 1 && back.length === 0 && removing.length > 1
  const isMirrored = (adding.length === 0 && back.length > 0) || (isOfOne && isEven(parts))
  if (!isMirrored) return { removing, adding }
  return {
    removing: parts.filter((part) => part.adds),
    adding: parts.filter((part) => !part.adds),
  }
}

/**
 * Joins parts that only add to the ones that remove. The only one that removes takes all. Of
 * several, each takes what fits it best; one that fits several alike stays alone.
 */
function joinParts(parts: readonly Part[]): Part[] {
  const { removing, adding } = sidesOf(parts)
  const [only, another] = removing
  if (!only) return [...parts]
  if (!another) return [new Part(parts.flatMap(({ rows }) => rows))]
  const free = new Set(adding)
  const isDone = (part: Part) => part.adds && part.removes && part.value.isZero
  for (let found = true; found; ) {
    found = false
    for (const added of free) {
      const open = removing.filter((part) => !isDone(part))
      const best = bestOf(open, (removed) => misfit(added, removed))
      if (!best) continue
      const mutual = bestOf([...free], (other) => misfit(other, best))
      if (mutual !== added) continue
      best.rows.push(added.rows[0] as AdjustmentEvent, ...added.rows.slice(1))
      free.delete(added)
      found = true
    }
  }
  return [...removing, ...free]
}

/** Rows of one kind and date that have no group. */
function actionsOf(rows: readonly AdjustmentEvent[]): ActionRows[] {
  const moving = rows.filter(({ quantity }) => !quantity.isZero)
  const bySymbol = Map.groupBy(moving, ({ instrument }) => instrument.symbol)
  const parts = joinParts([...bySymbol.values()].map((own) => new Part([...own])))
  const alone: ActionRows[] = []
  for (const row of rows) {
    if (!row.quantity.isZero) continue
    const { symbol } = row.instrument
    const [only, another] = parts
    const own =
      parts.find((part) => part.rows.some(({ instrument }) => instrument.symbol === symbol)) ??
      (another ? undefined : only)
    if (own) own.rows.push(row)
    else alone.push([row])
  }
  return [...parts.map((part) => part.rows.sort(byId)), ...alone]
}

/**
 * Finds the rows of each corporate action (README, Corporate actions). A group is one action. Rows
 * without a group are one of their kind and date, or several that are told apart by the symbols
 * that their texts name, by value and by quantity. Contracts are paired apart from shares.
 *
 * @param events in the order of their ids.
 */
export function actionRows(events: readonly AdjustmentEvent[]): ActionRows[] {
  const contracts = events.filter(({ instrument }) => isOption(instrument))
  const shares = events.filter(({ instrument }) => !isOption(instrument))
  const keyOf = ({ groupId, kind, date, id }: AdjustmentEvent) =>
    groupId !== null
      ? `group ${groupId}`
      : ALONE.includes(kind)
        ? `row ${id}`
        : `${kind.replace('old_', '')} ${date}`
  const groups = [...Map.groupBy(shares, keyOf).values()]
  return [
    ...pairContracts(contracts),
    ...groups.flatMap((rows) => (rows[0]?.groupId === null ? actionsOf(rows) : [rows])),
  ]
}
