import { sortFew } from '../model/arrays'
import { type Decimal, ZERO } from '../model/decimal'
import type { FillFact, OrderFact } from '../model/facts'
import { Execution, type OrderState } from './orders'

function compareFills(a: FillFact, b: FillFact): number {
  if (a.at !== b.at) return a.at - b.at
  const byCount = a.cumulative && b.cumulative ? a.cumulative.cmp(b.cumulative) : 0
  return byCount || (a.id < b.id ? -1 : 1)
}

const compareIds = (a: FillFact, b: FillFact): number =>
  a.id < b.id ? -1 : a.id > b.id ? 1 : a.activityId < b.activityId ? -1 : 1

/** Each execution once: of several activities about one, the last is right. */
function eachOnce(fills: readonly FillFact[]): FillFact[] {
  const sorted = sortFew([...fills], compareIds)
  return sorted.filter((fill, i) => fill.id !== sorted[i + 1]?.id)
}

/**
 * The fills that count: those beyond the filled quantity were busted or corrected, and the latest
 * count first. `fills` are in the order of time.
 */
function withinFilled(fills: readonly FillFact[], filledQuantity: Decimal): FillFact[] {
  let left = filledQuantity
  const counted: FillFact[] = []
  for (const fill of fills.toReversed()) {
    if (left.lte(0)) break
    counted.push(fill.quantity.gt(left) ? { ...fill, quantity: left } : fill)
    left = left.minus(fill.quantity)
  }
  return counted.reverse()
}

/** The price at which the unexplained rest makes the order's average, which the broker rounded. */
function impliedPrice(order: OrderFact, fills: readonly FillFact[], rest: Decimal): Decimal {
  // Alpaca may send a filled order without a price; its fills follow, and bring the price.
  const average = order.filledPrice ?? ZERO
  if (fills.length === 0) return average
  const explained = fills.reduce((sum, fill) => sum.plus(fill.price.times(fill.quantity)), ZERO)
  return average.times(order.filledQuantity).minus(explained).div(rest).round(12)
}

/**
 * Adds an order's executions to a list, in the order in which they happened. The quantity that its
 * fills leave unexplained is one more, at the implied price.
 */
export function addExecutions(order: OrderState, to: Execution[]): void {
  const { fact } = order
  if (fact.filledQuantity.isZero) return
  const only = fact.fills[0]
  if (only && fact.fills.length === 1 && only.quantity.eq(fact.filledQuantity)) {
    to.push(new Execution(order, only, 0))
    return
  }
  const fills = withinFilled(sortFew(eachOnce(fact.fills), compareFills), fact.filledQuantity)
  let filled = ZERO
  let nth = 0
  for (const one of fills) {
    to.push(new Execution(order, one, nth++))
    filled = filled.plus(one.quantity)
  }
  const rest = fact.filledQuantity.minus(filled)
  if (rest.lte(0)) return
  const price = impliedPrice(fact, fills, rest)
  const last = fills.at(-1)
  const at = last ? Math.max(fact.filledAt, last.at) : fact.filledAt
  const implied = { id: `${fact.id}:rest`, activityId: null, at, price, quantity: rest }
  to.push(new Execution(order, implied, fills.length))
}
