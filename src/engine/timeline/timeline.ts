import type { PositionEvent } from '../events/position-events'
import { sortNearly } from '../model/arrays'
import { addExecutions } from './executions'
import type { HeldBefore } from './holdings'
import { type Execution, Orders } from './orders'
import { decide } from './running-position'
import type { Segment } from './segments'

/**
 * A segment in the order in which it took effect. At one moment orders are placed first, then
 * executed, and then events happen.
 */
export interface Timeline {
  orders: Orders
  executions: Execution[]
  events: readonly PositionEvent[]
}

function compareExecutions(a: Execution, b: Execution): number {
  if (a.at !== b.at) return a.at - b.at
  const left = a.order.fact.id
  const right = b.order.fact.id
  return left === right ? a.nth - b.nth : left < right ? -1 : 1
}

/**
 * Puts the facts of a segment in the order in which they took effect.
 *
 * @param held what was held before it.
 */
export function timelineOf(segment: Segment, held: HeldBefore): Timeline {
  const orders = new Orders(segment.orders)
  const executions: Execution[] = []
  for (const one of orders.all) addExecutions(one, executions)
  sortNearly(executions, compareExecutions)
  const events = decide(segment, executions, held)
  return { orders, executions, events }
}
