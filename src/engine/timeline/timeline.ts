import type { Happening } from '../events/pair-events'
import { sortNearly } from '../model/arrays'
import { addExecutions } from './executions'
import type { HeldBefore } from './holdings'
import { type Execution, PlacedOrders } from './orders'
import { decide } from './running-position'
import type { Stretch } from './segments'

/**
 * A stretch of one underlying as it took effect, each list in the order of time. At one moment orders are placed first, then
 * executed, and then comes what happens without an order.
 */
export interface Timeline {
  placed: PlacedOrders
  executions: Execution[]
  happenings: readonly Happening[]
}

function compareExecutions(a: Execution, b: Execution): number {
  if (a.at !== b.at) return a.at - b.at
  const [left, right] = [a.placed.order.id, b.placed.order.id]
  return left === right ? a.nth - b.nth : left < right ? -1 : 1
}

/**
 * Puts the facts of a stretch in the order in which they took effect.
 *
 * @param held what was held before it.
 */
export function timelineOf(stretch: Stretch, held: HeldBefore): Timeline {
  const placed = new PlacedOrders(stretch.orders)
  const executions: Execution[] = []
  for (const one of placed.all) addExecutions(one, executions)
  sortNearly(executions, compareExecutions)
  const happenings = decide(stretch, executions, held)
  return { placed, executions, happenings }
}
