import { legKey, type Opening, type Sign, type Trade } from './book'
import type { Decimal } from './decimal'
import type { Micros, OrderFact } from './facts'
import type { Placed } from './timeline'

/** A quantity that a closing order is to take from the trade that holds an opening. */
interface Allocation {
  anchor: Opening
  quantity: Decimal
}

/** An order of a set, and what it is to close in which trades. */
export interface ClosingOrder {
  order: OrderFact
  key: string
  /** Still to be executed. */
  rest: Decimal
  plan: Allocation[]
}

/** Closing orders that are matched together: those of one parent, or the simple ones of one window (design 5.5). */
export class ClosingSet {
  readonly orders = new Map<string, ClosingOrder>()
  incomplete: Trade | null = null

  constructor(readonly parentId: string | null) {}

  add({ order, closes }: Placed): void {
    this.orders.set(order.id, { order, key: closedKey(order), rest: closes, plan: [] })
  }
}

/** The leg that an order closes: a sale closes what is long. */
export const closedKey = (order: OrderFact): string =>
  legKey(order.instrument.symbol, closedSign(order))

export const closedSign = (order: OrderFact): Sign => (order.side === 'sell' ? 1 : -1)

/** Puts closing orders into sets, by parent, else by chains of creation no more than a window apart. */
export function closingSetsOf(placed: Iterable<Placed>, window: Micros): Map<string, ClosingSet> {
  const sets = new Map<string, ClosingSet>()
  const byParent = new Map<string, ClosingSet>()
  let chain: ClosingSet | null = null
  let last = Number.NEGATIVE_INFINITY
  for (const moment of placed) {
    if (moment.closes.eq(0)) continue
    const { parentId } = moment.order
    let set: ClosingSet
    if (parentId !== null) {
      set = byParent.get(parentId) ?? new ClosingSet(parentId)
      byParent.set(parentId, set)
    } else {
      if (chain === null || moment.at - last > window) chain = new ClosingSet(null)
      last = moment.at
      set = chain
    }
    set.add(moment)
    sets.set(moment.order.id, set)
  }
  return sets
}
