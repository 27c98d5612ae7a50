import { type Decimal, ZERO } from './decimal'
import type { FillFact, Micros, OrderFact } from './facts'
import { sortFew } from './few'

/** A quantity of an order that was executed at one price and moment (design 5.1). */
export interface Execution {
  id: string
  activityId: string | null
  order: OrderFact
  at: Micros
  price: Decimal
  quantity: Decimal
  /** Rank among the executions of its order at one moment. */
  rank: number
  /** How much of it opened, and how much closed; decided against the running position where the order does not say. */
  opened: Decimal
  closed: Decimal
}

function compareFills(a: FillFact, b: FillFact): number {
  if (a.at !== b.at) return a.at - b.at
  const byCount = a.cumulative && b.cumulative ? a.cumulative.cmp(b.cumulative) : 0
  return byCount || (a.id < b.id ? -1 : 1)
}

/** The one price that makes known fills and the rest come to the order's average: the broker rounded the average. */
function impliedPrice(order: OrderFact, fills: readonly FillFact[], rest: Decimal): Decimal {
  const average = order.filledPrice ?? ZERO
  if (fills.length === 0) return average
  const known = fills.reduce((sum, fill) => sum.plus(fill.price.times(fill.quantity)), ZERO)
  return average.times(order.filledQuantity).minus(known).div(rest).round(12)
}

function execution(
  id: string,
  activityId: string | null,
  order: OrderFact,
  at: Micros,
  price: Decimal,
  quantity: Decimal,
  rank: number,
): Execution {
  return {
    id,
    activityId,
    order,
    at: Math.max(at, order.createdAt),
    price,
    quantity,
    rank,
    opened: ZERO,
    closed: ZERO,
  }
}

/** An order's executions in the order they happened; what its fills leave unexplained is one more, at the implied price. */
export function executionsOf(order: OrderFact, known: readonly FillFact[]): Execution[] {
  const [only] = known
  if (known.length === 1 && only?.quantity.eq(order.filledQuantity)) {
    return [execution(only.id, only.activityId, order, only.at, only.price, only.quantity, 0)]
  }
  const fills = sortFew([...known], compareFills)
  const executions = fills.map(({ id, activityId, at, price, quantity }, rank) =>
    execution(id, activityId, order, at, price, quantity, rank),
  )
  const filled = fills.reduce((sum, fill) => sum.plus(fill.quantity), ZERO)
  const rest = order.filledQuantity.minus(filled)
  if (rest.gt(0)) {
    const price = impliedPrice(order, fills, rest)
    const last = executions.at(-1)?.at ?? 0
    const at = Math.max(order.filledAt, last)
    executions.push(execution(`${order.id}:rest`, null, order, at, price, rest, fills.length))
  }
  return executions
}
