import type { Decimal } from '../model/decimal'
import type { Lot } from './view'

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
      : lot.cost.times(quantity).div(lot.quantity).round(VALUE_PLACES)
