import { type Decimal, ZERO } from '../model/decimal'
import type { FillFact, OrderFact } from '../model/facts'
import { fillsInForce } from './fills'
import { Execution, type OrderState } from './orders'

/** The price at which the unexplained rest makes the order's average, which the broker rounded. */
export function impliedPrice(order: OrderFact, fills: readonly FillFact[], rest: Decimal): Decimal {
  // Alpaca may send a filled order without a price; its fills follow, and bring the price.
  const average = order.filledPrice ?? ZERO
  if (fills.length === 0) return average
  const explained = fills.reduce((sum, fill) => sum.plus(fill.price.times(fill.quantity)), ZERO)
  return average.times(order.filledQuantity).minus(explained).divTo(rest, 12)
}

/**
 * The filled quantity that no fill explains. What the broker took back needs no fill, whether the
 * order still counts it or not.
 */
export function unexplained(order: OrderFact, fills: readonly FillFact[]): Decimal {
  const rest = fills.reduce((left, fill) => left.minus(fill.quantity), order.filledQuantity)
  return order.busted && rest.gt(0) ? rest.minus(order.busted) : rest
}

/** Whether the only fill of an order is all that it filled, and no later price corrects it. */
function isAsOrdered({ filledQuantity, filledPrice, filledAt }: OrderFact, only: FillFact) {
  if (!only.quantity.eq(filledQuantity)) return false
  return filledAt <= only.at || (filledPrice !== null && only.price.eq(filledPrice))
}

/**
 * Adds an order's executions to a list, in the order in which they happened. The quantity that its
 * fills leave unexplained is one more, at the implied price.
 */
export function addExecutions(order: OrderState, to: Execution[]): void {
  const { fact } = order
  if (fact.filledQuantity.isZero) return
  const only = fact.fills[0]
  if (only && fact.fills.length === 1 && isAsOrdered(fact, only)) {
    to.push(new Execution(order, only, 0))
    return
  }
  const fills = fillsInForce(fact)
  let nth = 0
  for (const one of fills) to.push(new Execution(order, one, nth++))
  const rest = unexplained(fact, fills)
  if (rest.lte(0)) return
  const price = impliedPrice(fact, fills, rest)
  const last = fills.at(-1)
  const at = last ? Math.max(fact.filledAt, last.at) : fact.filledAt
  const implied = { id: `${fact.id}:rest`, activityId: null, at, price, quantity: rest }
  to.push(new Execution(order, implied, fills.length))
}
