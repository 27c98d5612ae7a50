import type { Decimal } from './decimal'
import type { Micros, OrderFact } from './facts'
import { append } from './few'
import type { Sign } from './instrument'
import type { Opening } from './opening'
import type { Placed } from './placed'
import type { Trade } from './trade-state'

/** A quantity that a closing order is to take from the trade that holds an opening. */
export interface Allocation {
  anchor: Opening
  quantity: Decimal
}

/** An order of a set, and what it is to close in which trades. */
export interface ClosingOrder {
  order: OrderFact
  set: ClosingSet
  key: string
  /** Still to be executed. */
  rest: Decimal
  plan: readonly Allocation[]
}

/** No plan at all. */
export const NOTHING: readonly Allocation[] = []

/** Closing orders that are matched together: those of one parent, or the simple ones of one window (design 5.5). */
export class ClosingSet {
  /** As they were created. */
  orders: ClosingOrder[] = []
  incomplete: Trade | null = null

  add(placed: Placed): void {
    const { order, closes } = placed
    placed.closing = { order, set: this, key: closedKey(order), rest: closes, plan: NOTHING }
    this.orders = append(this.orders, placed.closing)
  }
}

/** The leg that an order closes: a sale closes what is long. */
export const closedKey = (order: OrderFact): string => order.instrument.keyOn(closedSign(order))

export const closedSign = (order: OrderFact): Sign => (order.side === 'sell' ? 1 : -1)

/** Puts closing orders into sets, by parent, else by chains of creation no more than a window apart. */
export function expectCloses(placed: Iterable<Placed>, window: Micros): void {
  let chain: ClosingSet | null = null
  let last = Number.NEGATIVE_INFINITY
  for (const moment of placed) {
    const { parent } = moment
    if (parent && moment.opens.gt(0)) parent.opens = true
    if (moment.closes.isZero) continue
    if (parent) {
      parent.closing ??= new ClosingSet()
      parent.closing.add(moment)
    } else {
      if (chain === null || moment.at - last > window) chain = new ClosingSet()
      last = moment.at
      chain.add(moment)
    }
  }
}
