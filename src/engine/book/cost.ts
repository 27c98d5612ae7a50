import { type Decimal, ZERO } from '../model/decimal'
import type { Lot, TradeLeg } from './view'

/** Parts of a total have at most so many decimal places; the last part takes the rest. */
export const VALUE_PLACES = 9

/** What a lot cost in all, without multiplier. */
export const costOf = ({ price, cost, quantity }: Lot): Decimal => cost ?? price.times(quantity)

/** What a quantity of a lot cost, without multiplier. */
export const costOfPart = (lot: Lot, quantity: Decimal): Decimal =>
  lot.cost === null
    ? lot.price.times(quantity)
    : quantity.eq(lot.quantity)
      ? lot.cost
      : lot.cost.times(quantity).divTo(lot.quantity, VALUE_PLACES)

/** What a leg's open lots cost, with multiplier; negative where they brought cash. */
export function openCostOf({ lots, sign, instrument }: TradeLeg): Decimal {
  const value = lots.reduce((all, lot) => all.plus(costOf(lot)), ZERO)
  return value.times(instrument.multiplier).times(sign)
}

/** The part of `openCostOf` that a part of the open quantity bears, at the average cost. */
export const openCostOfPart = (leg: TradeLeg, quantity: Decimal): Decimal =>
  openCostOf(leg).times(quantity).divTo(leg.open, VALUE_PLACES)
