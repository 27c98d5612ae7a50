import type { Micros } from '../../time/micros'
import type { Book } from '../book/book'
import type { Opening } from '../book/opening'
import type { Held } from '../book/position'
import type { FillPart } from '../book/posting'
import type { Trade } from '../book/trade-state'
import { append, NONE } from '../model/arrays'
import type { Decimal } from '../model/decimal'
import type { OrderFact } from '../model/facts'
import type { ParentOrder, Placed } from '../timeline/orders'

/** A quantity that a closing order is to take from the trade that holds an opening. */
export interface Allocation {
  anchor: Opening
  quantity: Decimal
}

/** An order of a set, and what it is to close in which trades. */
export interface ClosingOrder {
  order: OrderFact
  parent: ParentOrder | null
  set: ClosingSet
  /** What it closes. */
  held: Held
  /** Still to be executed. */
  rest: Decimal
  plan: readonly Allocation[]
  /** What it has closed of known openings. */
  closed: readonly FillPart[]
}

/** Closing orders that are matched together: those of one parent, or the simple ones of one window (design 5.5). */
export class ClosingSet {
  /** As they were created. */
  orders: ClosingOrder[] = []
  incomplete: Trade | null = null

  add(placed: Placed, held: Held): ClosingOrder {
    const { order, parent, closes } = placed
    const closing = { order, parent, set: this, held, rest: closes, plan: NONE, closed: NONE }
    placed.closing = closing
    this.orders = append(this.orders, closing)
    return closing
  }
}

/** What an order closes: a sale what is long. */
export const closedBy = (book: Book, { instrument, side }: OrderFact): Held =>
  book.held(instrument, side === 'sell' ? 1 : -1)

/** Closing orders of one underlying, each created soon after the one before. */
interface Chain {
  set: ClosingSet
  last: Micros
}

/**
 * Puts closing orders into sets, by parent, else by chains of creation no more than a window apart.
 *
 * @returns them as they were created.
 */
export function expectCloses(
  book: Book,
  placed: readonly Placed[],
  window: Micros,
): readonly ClosingOrder[] {
  const all: ClosingOrder[] = []
  const chains = new Map<string, Chain>()
  for (const moment of placed) {
    const { parent } = moment
    if (parent && moment.opens.gt(0)) parent.opens = true
    if (moment.closes.isZero) continue
    if (parent) {
      parent.closing ??= new ClosingSet()
      all.push(parent.closing.add(moment, closedBy(book, moment.order)))
    } else {
      const { underlying } = moment.order.instrument
      const before = chains.get(underlying)
      const set = before && moment.at - before.last <= window ? before.set : new ClosingSet()
      chains.set(underlying, { set, last: moment.at })
      all.push(set.add(moment, closedBy(book, moment.order)))
    }
  }
  return all
}
