import { type Book, type Lot, legKey, type Trade, TradeLeg } from './book'
import { type Decimal, least, ZERO } from './decimal'
import type { CoinFeeEvent } from './facts'
import type { Instrument } from './instrument'
import type { CorporateAction } from './settlements'

/** What a corporate action makes of each unit held. */
interface Change {
  from: Instrument
  to: Instrument
  ratio: Decimal
}

/** The row against the position takes it away, the other brings what it becomes; a row alone is a change in quantity. */
function changeOf({ rows: [first, second], held }: CorporateAction): Change | null {
  if (!second) {
    if (held.eq(0)) return null
    return {
      from: first.instrument,
      to: first.instrument,
      ratio: held.plus(first.quantity).div(held),
    }
  }
  const firstRemoves = held.s !== first.quantity.s && !held.eq(0)
  const [removed, added] = firstRemoves ? [first, second] : [second, first]
  if (removed.quantity.eq(0)) return null
  return {
    from: removed.instrument,
    to: added.instrument,
    ratio: added.quantity.abs().div(removed.quantity.abs()),
  }
}

function changeLot(lot: Lot, { from, to, ratio }: Change): void {
  lot.quantity = lot.quantity.times(ratio)
  lot.price = lot.price.times(from.multiplier).div(ratio.times(to.multiplier))
}

/** Takes the open part of a leg out of its sums, as if it had never been of the old symbol, and puts it into the new leg's. */
function moveLots(trade: Trade, leg: TradeLeg, change: Change): TradeLeg {
  const moved = new TradeLeg(change.to, leg.sign, leg.delivered)
  for (const lot of leg.lots) {
    leg.tally.opened = leg.tally.opened.minus(lot.quantity)
    leg.tally.openedValue = leg.tally.openedValue.minus(lot.price.times(lot.quantity))
    changeLot(lot, change)
    moved.tally.opened = moved.tally.opened.plus(lot.quantity)
    moved.tally.openedValue = moved.tally.openedValue.plus(lot.price.times(lot.quantity))
    moved.open = moved.open.plus(lot.quantity)
    moved.lots.push(lot)
  }
  leg.lots = []
  leg.open = ZERO
  trade.shape = trade.shape.replaceAll(leg.instrument.symbol, change.to.symbol)
  return moved
}

/** Carries lots and their basis over a contract adjustment, a split or a new symbol; no profit is booked (design 5.1). */
export function applyCorporateAction(book: Book, action: CorporateAction): void {
  const change = changeOf(action)
  if (!change) return
  for (const sign of [1, -1] as const) {
    const key = legKey(change.from.symbol, sign)
    for (const trade of book.holders(key)) {
      const leg = trade.legs.get(key)
      if (leg) book.replaceLeg(trade, key, moveLots(trade, leg, change))
    }
  }
}

/**
 * Takes a fee that the broker kept in coins from the newest lots: what is left of a lot keeps its whole cost, because those
 * are the coins that the money bought.
 *
 * @returns the coins that could not be taken so, because no lot holds more.
 */
export function takeCoinFee(book: Book, fee: CoinFeeEvent): Decimal {
  const key = legKey(fee.instrument.symbol, 1)
  let rest = fee.quantity.abs()
  const lots = book
    .holders(key)
    .flatMap((trade) => trade.legs.get(key)?.lots.map((lot) => ({ trade, lot })) ?? [])
    .sort((a, b) => b.lot.at - a.lot.at)
  for (const { trade, lot } of lots) {
    const taken = least(rest, lot.quantity)
    if (rest.eq(0) || taken.eq(lot.quantity)) continue
    const left = lot.quantity.minus(taken)
    lot.price = lot.price.times(lot.quantity).div(left)
    lot.quantity = left
    book.lose(trade, key, lot.opening, taken)
    rest = rest.minus(taken)
  }
  return rest
}
