import { sortFew } from '../model/arrays'
import { type Decimal, decimal, ZERO } from '../model/decimal'
import type { FillFact, OrderFact } from '../model/facts'

/** Of how many fills at most every choice is compared with the order's average. */
const MOST_COMPARED = 12

/** Half a cent for each unit: the broker rounds an average by less. */
const ROUNDING = decimal(5, 3)

function compareFills(a: FillFact, b: FillFact): number {
  if (a.at !== b.at) return a.at - b.at
  const byCount = a.cumulative && b.cumulative ? a.cumulative.cmp(b.cumulative) : 0
  return byCount || (a.id < b.id ? -1 : 1)
}

const compareIds = (a: FillFact, b: FillFact): number =>
  a.id < b.id ? -1 : a.id > b.id ? 1 : (a.activityId ?? '') < (b.activityId ?? '') ? -1 : 1

/** Fills up to which comparing every two is faster than sorting them by id. */
const FEW = 8

/** Whether several of some fills may be about one execution. */
function mayRepeat(fills: readonly FillFact[]): boolean {
  if (fills.length > FEW) return true
  for (let i = 1; i < fills.length; i++)
    for (let j = 0; j < i; j++) if (fills[i]?.id === fills[j]?.id) return true
  return false
}

/** Each execution once, in any order: of several activities about one, the last is right. */
export function eachExecutionOnce(fills: readonly FillFact[]): FillFact[] {
  if (!mayRepeat(fills)) return [...fills]
  const sorted = sortFew([...fills], compareIds)
  return sorted.filter((fill, i) => fill.id !== sorted[i + 1]?.id)
}

const quantityOf = (fills: readonly FillFact[]): Decimal =>
  fills.reduce((sum, { quantity }) => sum.plus(quantity), ZERO)

const worthOf = (fills: readonly FillFact[]): Decimal =>
  fills.reduce((sum, { price, quantity }) => sum.plus(price.times(quantity)), ZERO)

/** How far fills are from the value that an order's average gives. */
const offAverage = (order: OrderFact, average: Decimal, fills: readonly FillFact[]): Decimal =>
  average.times(order.filledQuantity).minus(worthOf(fills)).abs()

/** The latest fills that make up the filled quantity; of the earliest of them perhaps a part. */
function latest(order: OrderFact, fills: readonly FillFact[]): FillFact[] {
  const kept: FillFact[] = []
  let rest = order.filledQuantity
  for (const fill of fills.toReversed()) {
    if (rest.lte(0)) break
    const quantity = fill.quantity.gt(rest) ? rest : fill.quantity
    kept.unshift({ ...fill, quantity })
    rest = rest.minus(quantity)
  }
  return kept
}

/** Every choice of fills with the filled quantity, those with later fills first. */
function choices(order: OrderFact, fills: readonly FillFact[]): FillFact[][] {
  const found: FillFact[][] = []
  const choose = (i: number, chosen: readonly FillFact[], rest: Decimal): void => {
    if (rest.isZero) found.push([...chosen])
    const fill = fills[i]
    if (!fill || rest.lte(0)) return
    if (fill.quantity.lte(rest)) choose(i - 1, [fill, ...chosen], rest.minus(fill.quantity))
    choose(i - 1, chosen, rest)
  }
  choose(fills.length - 1, [], order.filledQuantity)
  return found
}

/**
 * Of more fills than the order says that it filled, those that still count. The broker busted or
 * corrected the others. The order's average tells which, else the latest count.
 */
function withoutBusted(order: OrderFact, fills: FillFact[]): FillFact[] {
  const average = order.filledPrice
  if (average === null || fills.length > MOST_COMPARED) return latest(order, fills)
  const within = ROUNDING.times(order.filledQuantity)
  const whole = choices(order, fills)
  const fitting = whole.find((some) => offAverage(order, average, some).lt(within))
  // The broker can leave the average as it was before.
  return fitting ?? whole[0] ?? latest(order, fills)
}

/**
 * The price at which the last fill makes the order's average, where the order was changed after
 * its fills: the broker corrected a price and did not report the execution again.
 */
function corrected(order: OrderFact, fills: FillFact[]): FillFact[] {
  const last = fills.at(-1)
  const average = order.filledPrice
  if (!last || average === null || order.filledAt <= last.at) return fills
  if (offAverage(order, average, fills).lt(ROUNDING.times(order.filledQuantity))) return fills
  const others = fills.slice(0, -1)
  const value = average.times(order.filledQuantity).minus(worthOf(others))
  return [...others, { ...last, price: value.divTo(last.quantity, 12) }]
}

/**
 * The fills of an order that count, in the order in which they happened: each execution once, no
 * more than the order says that it filled, and at its average. Of an order that still works the
 * fills may be newer than the order, so that all count.
 */
export function fillsInForce(order: OrderFact): FillFact[] {
  const fills = sortFew(eachExecutionOnce(order.fills), compareFills)
  if (order.working) return fills
  const excess = quantityOf(fills).cmp(order.filledQuantity)
  // After a bust the average can be the one from before it.
  if (excess === 0) return order.busted ? fills : corrected(order, fills)
  return excess > 0 ? withoutBusted(order, fills) : fills
}
