import type { Decimal } from '../../model/decimal'
import { ZERO } from '../../model/decimal'
import type { ActionKind, AdjustmentEvent } from '../../model/facts'
import { type Instrument, isOption, type Sign } from '../../model/instrument'
import type { Holdings } from '../../timeline/holdings'
import type { ActionRows } from './rows-of-actions'

/** Quantity that a row brings. */
export interface Addition {
  readonly id: string
  readonly instrument: Instrument
  /** Unsigned. */
  readonly quantity: Decimal
  /** Its quantity times its price: what shares the basis among several. */
  readonly value: Decimal
}

/** A position on one side, and the row whose id the effect carries. */
interface On {
  readonly id: string
  readonly instrument: Instrument
  readonly sign: Sign
}

/**
 * Lots become lots of the additions: the first keeps their trades, each other opens trades of its
 * own. Cash first reduces their basis, beyond it is profit.
 */
export interface CarryEffect extends On {
  readonly type: 'carry'
  readonly taken: Decimal
  readonly additions: readonly [Addition, ...Addition[]]
  readonly cash: Decimal
}

/** Lots close at a sum of cash, as the account received it. */
export interface CloseEffect extends On {
  readonly type: 'close'
  readonly taken: Decimal
  readonly cash: Decimal
}

/** New lots beside those of a parent, which gives them the basis that the row names. */
export interface OpenEffect extends On {
  readonly type: 'open'
  readonly quantity: Decimal
  readonly value: Decimal
  /** Symbol of the position that they come from; null if it is not known. */
  readonly parent: string | null
}

/** Cash of lots that stay open: it reduces their basis first, or all of it is profit. */
export interface PayoutEffect extends On {
  readonly type: 'cash'
  readonly cash: Decimal
  readonly reducesBasis: boolean
}

/** A name between two others of one day: it came and went, and nothing is held of it. */
export interface PassEffect extends On {
  readonly type: 'pass'
}

export type ActionEffect = CarryEffect | CloseEffect | OpenEffect | PayoutEffect | PassEffect

/** An action that cannot be booked. */
export interface RefusedAction {
  readonly type: 'refused'
  /** In words, for the user. */
  readonly reason: string
}

const refused = (reason: string): RefusedAction => ({ type: 'refused', reason })

const MISSING = 'its counterpart is missing'

/** Kinds that may concern a part of a position: what the holder chose to offer. */
export const IN_PART: readonly ActionKind[] = ['voluntary', 'maturity']

/** Kinds that pay shares and cash. */
const MIXED: readonly ActionKind[] = ['mixed_merger', 'mixed_reorganization']

/** Kinds whose cash alone is no action: it pays for shares that go. */
const PAYS_FOR_SHARES: readonly ActionKind[] = ['merger', 'reorganization', 'maturity', ...MIXED]

const sum = (values: readonly Decimal[]): Decimal =>
  values.reduce((all, value) => all.plus(value), ZERO)

const quantityOf = (rows: readonly AdjustmentEvent[]): Decimal =>
  sum(rows.map(({ quantity }) => quantity))

/** What the rows of an action take out of a position. */
interface Removal {
  readonly row: AdjustmentEvent
  readonly symbol: string
  readonly held: Decimal
  /** Signed as the rows are: against what is held. */
  readonly taken: Decimal
}

/**
 * The positions that rows are against, those first whose removal explains all rows, and of them
 * those of which the rows take all.
 */
function removalsOf(rows: ActionRows, held: Holdings): Removal[] {
  const removals: Removal[] = []
  for (const [symbol, own] of Map.groupBy(rows, ({ instrument }) => instrument.symbol)) {
    const net = held.net(symbol)
    const against = own.filter(({ quantity }) => !quantity.isZero && quantity.s !== net.s)
    const [row] = against
    if (row && !net.isZero) removals.push({ row, symbol, held: net, taken: quantityOf(against) })
  }
  const isWhole = ({ held, taken }: Removal) => held.plus(taken).isZero
  const rank = (one: Removal) => Number(!isEachExplained(rows, one)) * 2 + Number(!isWhole(one))
  return removals.sort((a, b) => rank(a) - rank(b))
}

/** Whether a row is of the symbol that is removed, or brings quantity on the same side. */
const isExplained = ({ instrument, quantity }: AdjustmentEvent, { symbol, held }: Removal) =>
  instrument.symbol === symbol || quantity.s === held.s

const isEachExplained = (rows: ActionRows, removal: Removal): boolean =>
  rows.every((row) => isExplained(row, removal))

/** Both sides of a symbol open at once: which of them an action concerns is not known. */
const hasBothSides = (held: Holdings, { instrument: { symbol } }: AdjustmentEvent): boolean =>
  held.on(symbol, 1).gt(0) && held.on(symbol, -1).gt(0)

/**
 * What the rows bring, one addition for each symbol. The first takes the basis where rows name no
 * values: the same symbol, the largest value, the id.
 */
function additionsOf(rows: ActionRows, sign: Sign, from: string): Addition[] {
  const brought = rows.filter(({ quantity }) => quantity.s === sign && !quantity.isZero)
  return [...Map.groupBy(brought, ({ instrument }) => instrument.symbol).values()]
    .flatMap((own): Addition[] => {
      const [row] = own
      if (!row) return []
      const value = sum(own.map(({ quantity, price }) => quantity.abs().times(price ?? ZERO)))
      return [{ id: row.id, instrument: row.instrument, quantity: quantityOf(own).abs(), value }]
    })
    .sort(
      (a, b) =>
        Number(b.instrument.symbol === from) - Number(a.instrument.symbol === from) ||
        b.value.cmp(a.value) ||
        (a.id < b.id ? -1 : 1),
    )
}

/**
 * What comes instead of lots that go, where it must be as many and is not: a new name, and the
 * parent of a spin-off.
 */
function unequal(
  { kind }: AdjustmentEvent,
  { symbol, taken }: Removal,
  additions: readonly Addition[],
): Addition | undefined {
  if (kind !== 'name' && kind !== 'spin_off') return undefined
  const [first] = additions
  const isSame = first && (kind === 'name' || first.instrument.symbol === symbol)
  return isSame && !first.quantity.eq(taken.abs()) ? first : undefined
}

function removing(rows: ActionRows, removal: Removal, cash: Decimal): ActionEffect | RefusedAction {
  const { row, symbol, held, taken } = removal
  const sign = held.s > 0 ? 1 : -1
  const { id, instrument, kind } = row
  const over = held.abs().minus(taken.abs())
  if (!over.isZero && !(over.gt(0) && IN_PART.includes(kind)))
    return refused(
      `it removes ${taken.abs().toFixed()} ${symbol}, but ${held.abs().toFixed()} are held`,
    )
  const another = rows.find((one) => !isExplained(one, removal))
  if (another) return refused(`it removes ${symbol} and ${another.instrument.symbol}`)
  const additions = additionsOf(rows, sign, symbol)
  const [first, ...others] = additions
  const other = unequal(row, removal, additions)
  if (other)
    return refused(
      `it replaces ${taken.abs().toFixed()} ${symbol} by ${other.quantity.toFixed()} ${other.instrument.symbol}`,
    )
  const on = { id, instrument, sign, taken: taken.abs() } as const
  if (MIXED.includes(kind) && (!first || cash.isZero)) return refused(MISSING)
  if (first) return { type: 'carry', ...on, additions: [first, ...others], cash }
  if (cash.isZero && kind !== 'worthless') return refused(MISSING)
  return { type: 'close', ...on, cash }
}

/** Rows that only bring quantity, or change it by a difference. */
function changing(row: AdjustmentEvent, held: Holdings): ActionEffect | RefusedAction {
  const { id, instrument, quantity, price, kind, names } = row
  const net = held.net(instrument.symbol)
  const sign = quantity.s > 0 ? 1 : -1
  const value = quantity.abs().times(price ?? ZERO)
  switch (kind) {
    case 'stock_dividend':
    case 'old_split': {
      const after = net.plus(quantity)
      if (net.isZero) return refused(`no ${instrument.symbol} is held`)
      if (after.isZero || after.s !== net.s) return refused(MISSING)
      const addition = { id, instrument, quantity: after.abs(), value: ZERO }
      const on = { id, instrument, sign: net.s > 0 ? 1 : -1, taken: net.abs() } as const
      return { type: 'carry', ...on, additions: [addition], cash: ZERO }
    }
    case 'spin_off':
    case 'voluntary': {
      const parent = names.find((name) => name !== instrument.symbol && held.on(name, sign).gt(0))
      // A basis that nobody gives: a row is still to come. Without one the row stands alone: it
      // brings shares at no cost, or what a short seller owes. An offer takes what is held.
      if (parent === undefined && !(value.isZero && (quantity.gt(0) || kind === 'spin_off')))
        return refused(MISSING)
      return {
        type: 'open',
        id,
        instrument,
        sign,
        quantity: quantity.abs(),
        value,
        parent: parent ?? null,
      }
    }
    default:
      return refused(MISSING)
  }
}

/** Whether rows of a new name take away what they bring, and nothing is held of it. */
const isPassed = (rows: ActionRows, held: Holdings): boolean =>
  rows.every(({ kind, instrument: { symbol } }) => {
    const own = rows.filter((row) => row.instrument.symbol === symbol)
    return kind === 'name' && quantityOf(own).isZero && held.net(symbol).isZero
  })

const onSymbol = ({ id, instrument, quantity }: AdjustmentEvent): On => ({
  id,
  instrument,
  sign: quantity.s > 0 ? 1 : -1,
})

/** Whether a row without cash is an action by itself: a difference, or shares at no cost. */
const isComplete = ({ kind, price }: AdjustmentEvent): boolean =>
  kind === 'old_split' || (kind === 'spin_off' && (price === null || price.isZero))

/** Cash without any quantity. */
function cashOnly(rows: ActionRows, held: Holdings, cash: Decimal): ActionEffect | RefusedAction {
  const row = rows.find((one) => !one.cash.isZero)
  if (!row) return refused('it moves neither a position nor cash')
  const { id, instrument, kind } = row
  const net = held.net(instrument.symbol)
  if (PAYS_FOR_SHARES.includes(kind)) return refused(MISSING)
  if (net.isZero) return refused(`no ${instrument.symbol} is held`)
  const sign = net.s > 0 ? 1 : -1
  const reducesBasis = kind === 'return_of_capital' || kind === 'voluntary'
  return { type: 'cash', id, instrument, sign, cash, reducesBasis }
}

/**
 * What a corporate action does to what is held (README, Corporate actions), or why it cannot be
 * booked.
 */
export function effectOf(rows: ActionRows, held: Holdings): ActionEffect | RefusedAction {
  if (rows.some((row) => hasBothSides(held, row)))
    return refused('both sides of its symbol are open')
  const cash = sum(rows.map((row) => (isOption(row.instrument) ? ZERO : row.cash)))
  const moving = rows.filter(({ quantity }) => !quantity.isZero)
  const [first] = moving
  if (!first) return cashOnly(rows, held, cash)
  if (isPassed(moving, held)) return { type: 'pass', ...onSymbol(first) }
  const isAlone = moving.length === 1 && cash.isZero && isComplete(first)
  const [removal] = isAlone ? [] : removalsOf(moving, held)
  if (removal) return removing(moving, removal, cash)
  if (moving.length > 1 || !cash.isZero || first.quantity.lt(0)) {
    const mirrored = moving.length === 1 && cash.isZero && first.quantity.lt(0)
    if (!mirrored || first.kind === 'worthless') {
      const gone = moving.find((row) => row.quantity.lt(0))
      return refused(gone ? `no ${gone.instrument.symbol} is held` : MISSING)
    }
  }
  return changing(first, held)
}

/**
 * The symbol of which an effect leaves nothing: nobody trades it afterwards. Null where there is
 * none.
 */
export function endedSymbol(effect: ActionEffect, held: Holdings): string | null {
  if (effect.type !== 'carry' && effect.type !== 'close') return null
  const { instrument, sign, taken } = effect
  const { symbol } = instrument
  const comesBack =
    effect.type === 'carry' && effect.additions.some((one) => one.instrument.symbol === symbol)
  return comesBack || taken.lt(held.on(symbol, sign)) ? null : symbol
}

/** Applies an effect to the running position. What comes closes the other side first. */
export function changeHoldings(held: Holdings, effect: ActionEffect): void {
  const { instrument, sign } = effect
  switch (effect.type) {
    case 'carry':
      held.close(instrument.symbol, effect.taken.times(-sign))
      for (const addition of effect.additions)
        held.change(addition.instrument.symbol, addition.quantity.times(sign))
      return
    case 'close':
      held.close(instrument.symbol, effect.taken.times(-sign))
      return
    case 'open':
      held.change(instrument.symbol, effect.quantity.times(sign))
      return
    case 'cash':
    case 'pass':
      return
  }
}
