import type { Micros } from '../../time/micros'
import type { Book } from '../book/book'
import type { Booked } from '../book/posting'
import type { Opening, Position, Trade } from '../book/view'
import { append, NONE } from '../model/arrays'
import type { Decimal } from '../model/decimal'
import type { OrderFact } from '../model/facts'
import type { OrderState, ParentOrder } from '../timeline/orders'

/** A quantity that a closing order shall take from the trade that an opening is in. */
export interface Allocation {
  anchor: Opening
  quantity: Decimal
}

/** A closing order, and what it is planned to close. */
export interface ClosingOrder {
  readonly fact: OrderFact
  readonly parent: ParentOrder | null
  readonly set: ClosingSet
  /** What it closes. */
  readonly position: Position
  /** Still to be executed. */
  rest: Decimal
  plan: readonly Allocation[]
  /** What it has closed of known openings. */
  closed: readonly Booked[]
}

/** Closing orders that are matched together: those of one parent, or the simple ones of one window. */
export class ClosingSet {
  /** In the order of their creation. */
  orders: ClosingOrder[] = []
  /** The trade of what the set closes of the unknown. */
  incomplete: Trade | null = null

  add({ fact, parent, closes }: OrderState, position: Position): ClosingOrder {
    const closing = { fact, parent, set: this, position, rest: closes, plan: NONE, closed: NONE }
    this.orders = append(this.orders, closing)
    return closing
  }
}

/** The position that an order closes: a sale closes a long one. */
export const closedBy = (book: Book, { instrument, side }: OrderFact): Position =>
  book.position(instrument, side === 'sell' ? 1 : -1)

/** Simple closing orders of one underlying, each created within a window's length of the last. */
interface Chain {
  set: ClosingSet
  last: Micros
}

/** The closing orders of a segment, in sets. */
export class ClosingOrders {
  /** In the order of their creation. */
  readonly all: ClosingOrder[] = []
  private readonly byIndex: (ClosingOrder | undefined)[] = []
  private readonly byParent = new Map<ParentOrder, ClosingSet>()
  private readonly chains = new Map<string, Chain>()

  /**
   * @param orders in the order of their creation.
   * @param window how far apart the simple orders of one set may be created.
   */
  constructor(
    book: Book,
    orders: readonly OrderState[],
    private readonly window: Micros,
  ) {
    for (const order of orders) {
      if (order.parent && order.opens.gt(0)) order.parent.opens = true
      if (order.closes.isZero) continue
      const set = order.parent ? this.setOfParent(order.parent) : this.setOfChain(order)
      const closing = set.add(order, closedBy(book, order.fact))
      this.all.push(closing)
      this.byIndex[order.index] = closing
    }
  }

  of(order: OrderState): ClosingOrder | undefined {
    return this.byIndex[order.index]
  }

  /** The closing legs of a parent. */
  ofParent(parent: ParentOrder): readonly ClosingOrder[] {
    return this.byParent.get(parent)?.orders ?? NONE
  }

  private setOfParent(parent: ParentOrder): ClosingSet {
    const set = this.byParent.get(parent) ?? new ClosingSet()
    this.byParent.set(parent, set)
    parent.closes = true
    return set
  }

  private setOfChain({ at, fact }: OrderState): ClosingSet {
    const { underlying } = fact.instrument
    const before = this.chains.get(underlying)
    const set = before && at - before.last <= this.window ? before.set : new ClosingSet()
    this.chains.set(underlying, { set, last: at })
    return set
  }
}
