import type { Book } from '../book/book'
import type { Lot } from '../book/opening'
import type { Held } from '../book/position'
import { TradeLeg } from '../book/trade-state'
import { ofOlder } from '../closing/closing-search'
import { type Decimal, least, ZERO } from '../model/decimal'
import type { AdjustmentEvent, CoinFeeEvent } from '../model/facts'
import type { Instrument } from '../model/instrument'
import { numberedSymbols } from '../output/order-trades'
import type { Holdings } from '../timeline/holdings'
import type { CorporateAction } from './pair-events'

/** What a corporate action makes of what is held: each `before` of one thing becomes `after` of another. */
interface Change {
  from: Instrument
  to: Instrument
  before: Decimal
  after: Decimal
}

/** Shares and coins are counted in no more places. */
const PLACES = 9

/**
 * The row against the position takes it away, the other brings what it becomes; a row alone is a change in quantity. Null when
 * nothing was held or nothing would be left: what became of it is not to be guessed.
 */
function changeOf(action: CorporateAction): Change | null {
  const [first, second] = action.rows
  if (!second) return changeAlone(first, action.held[0] ?? ZERO)
  const removed = removedOf(action)
  if (!removed) return null
  const added = removed === first ? second : first
  const [before, after] = [removed.quantity.abs(), added.quantity.abs()]
  return { from: removed.instrument, to: added.instrument, before, after }
}

function changeAlone({ instrument, quantity }: AdjustmentEvent, held: Decimal): Change | null {
  const after = held.plus(quantity)
  return !held.isZero && after.s === held.s && !after.isZero
    ? { from: instrument, to: instrument, before: held, after }
    : null
}

/** The row that is against what is held of its symbol; where both are, the one that takes all of it. */
function removedOf({ rows, held }: CorporateAction): AdjustmentEvent | undefined {
  const heldOf = (row: AdjustmentEvent) => held[rows.indexOf(row)] ?? ZERO
  const against = rows.filter((row) => !heldOf(row).isZero && heldOf(row).s !== row.quantity.s)
  return against.find((row) => heldOf(row).plus(row.quantity).isZero) ?? against[0]
}

const changed = (quantity: Decimal, { before, after }: Change): Decimal =>
  quantity.times(after).div(before).round(PLACES)

/** Changes lots one after the other so that their sum is changed exactly: what rounding takes from one, the next has. */
class LotChange {
  private sum = ZERO
  private result = ZERO

  constructor(private readonly change: Change) {}

  apply(lot: Lot): void {
    const { from, to } = this.change
    this.sum = this.sum.plus(lot.quantity)
    const result = changed(this.sum, this.change)
    const quantity = result.minus(this.result)
    this.result = result
    const value = lot.price.times(lot.quantity).times(from.multiplier)
    lot.price = quantity.eq(0) ? lot.price : value.div(quantity.times(to.multiplier))
    lot.quantity = quantity
  }
}

/** Takes the open part of a leg out of its sums, as if it had never been of the old symbol, and puts it into the new leg's. */
function moveLots(leg: TradeLeg, to: Held, change: LotChange): TradeLeg {
  const { trade } = leg
  const moved = new TradeLeg(trade, to, leg.delivered)
  for (const lot of leg.lots) {
    leg.opened = leg.opened.minus(lot.quantity)
    leg.openedValue = leg.openedValue.minus(lot.price.times(lot.quantity))
    change.apply(lot)
    moved.opened = moved.opened.plus(lot.quantity)
    moved.openedValue = moved.openedValue.plus(lot.price.times(lot.quantity))
    moved.open = moved.open.plus(lot.quantity)
    moved.lots = [...moved.lots, lot]
  }
  leg.lots = []
  leg.open = ZERO
  trade.shape = renamedIn(trade.shape, leg.held.key, to.key)
  return moved
}

/** A shape in which a leg has another name: F is no part of FB. */
const renamedIn = (shape: string, from: string, to: string): string =>
  shape
    .split(' ')
    .map((word) => (word.split('*')[0] === from ? to + word.slice(from.length) : word))
    .join(' ')

/** Carries lots and their basis over a contract adjustment, a split or a new symbol; no profit is booked (design 5.1). */
export function applyCorporateAction(book: Book, action: CorporateAction): void {
  const change = changeOf(action)
  if (!change) return
  for (const sign of [1, -1] as const) {
    const from = book.held(change.from, sign)
    const to = book.held(change.to, sign)
    const lots = new LotChange(change)
    for (const leg of from.holders.toSorted(ofOlder)) {
      leg.trade.numbered ??= numberedSymbols(leg.trade)
      book.replaceLeg(leg, moveLots(leg, to, lots))
    }
  }
}

/** Says what a corporate action makes of what is held of each side. */
export function applyToHoldings(holdings: Holdings, action: CorporateAction): void {
  const change = changeOf(action)
  if (!change) return
  for (const sign of [1, -1] as const) {
    const quantity = changed(holdings.on(change.from.symbol, sign), change)
    holdings.set(change.from.symbol, sign, ZERO)
    holdings.set(change.to.symbol, sign, holdings.on(change.to.symbol, sign).plus(quantity))
  }
}

/**
 * Takes a fee that the broker kept in coins from the newest lots: what is left of a lot keeps its whole cost, because those
 * are the coins that the money bought.
 *
 * @returns the coins that could not be taken so, because no lot holds more.
 */
export function takeCoinFee(book: Book, fee: CoinFeeEvent): Decimal {
  const held = book.held(fee.instrument, 1)
  let rest = fee.quantity.abs()
  const lots = held.holders
    .toSorted(ofOlder)
    .flatMap((leg) => leg.lots.map((lot) => ({ leg, lot })))
    .sort((a, b) => b.lot.at - a.lot.at)
  for (const { leg, lot } of lots) {
    const taken = least(rest, lot.quantity)
    if (rest.eq(0) || taken.eq(lot.quantity)) continue
    const left = lot.quantity.minus(taken)
    lot.price = lot.price.times(lot.quantity).div(left)
    lot.quantity = left
    book.lose(leg, lot.opening, taken)
    rest = rest.minus(taken)
  }
  return rest
}
