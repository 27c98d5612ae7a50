import type { Micros } from '../../time/micros'
import type { Book } from '../book/book'
import type { Booked } from '../book/posting'
import type { Opening, Position, Trade } from '../book/view'
import { append, NONE } from '../model/arrays'
import { type Decimal, ZERO } from '../model/decimal'
import type { OrderFact } from '../model/facts'
import type { OrderState, ParentOrder } from '../timeline/orders'
import { ClosedOptions } from './closed-options'

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
  /** What it closes, together with other orders of its set. */
  readonly target: ClosingTarget
  /** Still to be executed. */
  rest: Decimal
  plan: readonly Allocation[]
  /** What it has closed of known openings. */
  closed: readonly Booked[]
}

/** The orders of a set that close one position. */
export class ClosingTarget {
  /** In the order of their creation. */
  orders: ClosingOrder[] = NONE
  /** Still to be executed by all of several orders. */
  private sum: Decimal = ZERO
  /** Orders whose plan is not empty, or may not be. */
  planned: ClosingOrder[] = NONE
  /** The version of the position that the plans were made for; -1 when they must be made again. */
  version = -1
  /** The first order that is not executed in full. */
  private first = 0

  constructor(readonly position: Position) {}

  add(order: ClosingOrder): void {
    this.orders = append(this.orders, order)
    this.sum = this.sum.plus(order.rest)
  }

  /** Still to be executed by all of its orders. */
  get rest(): Decimal {
    const only = this.orders[0]
    return this.orders.length === 1 && only ? only.rest : this.sum
  }

  /** Notes that a quantity of an order was executed. */
  execute(order: ClosingOrder, quantity: Decimal): void {
    order.rest = order.rest.minus(quantity)
    if (this.orders.length > 1) this.sum = this.sum.minus(quantity)
    this.version = -1
    if (this.rest.isZero && !quantity.isZero) order.set.done++
  }

  /** The orders that are not executed in full, one of them before the others. */
  *waiting(executing: ClosingOrder): Generator<ClosingOrder> {
    if (executing.target === this) yield executing
    const { orders } = this
    while (orders[this.first]?.rest.isZero) this.first++
    for (let i = this.first; i < orders.length; i++) {
      const order = orders[i]
      if (order && order !== executing && order.rest.gt(0)) yield order
    }
  }
}

/** Whether a leg is of a parent that both closes and opens: that parent alone decides its roll. */
export const isOfRollingParent = ({ parent }: { readonly parent: ParentOrder | null }): boolean =>
  parent?.closes === true && parent.opens

/** Targets of a set beyond which an index finds them faster. */
const FEW = 8

/** Closing orders that are matched together: of one parent, or the simple ones of one window. */
export class ClosingSet {
  /** In the order of their creation. */
  orders: ClosingOrder[] = NONE
  /** Those of which something is still to be executed, and perhaps others. */
  targets: ClosingTarget[] = NONE
  /** How many of the targets have nothing left to execute. */
  done = 0
  /** The trade of what the set closes of the unknown. */
  incomplete: Trade | null = null
  private byPosition: Map<Position, ClosingTarget> | null = null

  /** @param closedOptions notes what its orders close of options, but for rolling parents. */
  constructor(private readonly closedOptions: ClosedOptions) {}

  add({ fact, parent, closes }: OrderState, position: Position): ClosingOrder {
    const target = this.targetOf(position)
    const rest = closes
    const closing = { fact, parent, set: this, target, rest, plan: NONE, closed: NONE }
    target.add(closing)
    this.orders = append(this.orders, closing)
    return closing
  }

  /** Notes what one of its orders closed of known openings. */
  noteClosed(order: ClosingOrder, parts: readonly Booked[]): void {
    order.closed = order.closed.length === 0 ? parts : [...order.closed, ...parts]
    if (!isOfRollingParent(order)) this.closedOptions.add(parts)
  }

  /** Drops the targets with nothing left to execute once they are the most. */
  dropDone(): void {
    if (this.done <= this.targets.length / 2) return
    this.targets = this.targets.filter(({ rest }) => rest.gt(0))
    this.done = 0
  }

  /** The target of a position, if there is one of which something is still to be executed. */
  find(position: Position): ClosingTarget | undefined {
    if (this.byPosition) return this.byPosition.get(position)
    for (const target of this.targets) if (target.position === position) return target
    return undefined
  }

  private targetOf(position: Position): ClosingTarget {
    const known = this.find(position)
    if (known) return known
    const target = new ClosingTarget(position)
    this.targets = append(this.targets, target)
    if (this.byPosition) this.byPosition.set(position, target)
    else if (this.targets.length > FEW)
      this.byPosition = new Map(this.targets.map((one) => [one.position, one]))
    return target
  }
}

/** The position that an order closes: a sale closes a long one. */
export const closedBy = (book: Book, { instrument, side }: OrderFact): Position =>
  book.position(instrument, side === 'sell' ? 1 : -1)

/** Simple closing orders of one underlying, each created within a window's length of the last. */
interface Chain {
  readonly underlying: string
  set: ClosingSet
  last: Micros
}

/** The closing orders of a segment, in sets. */
export class ClosingOrders {
  /** In the order of their creation. */
  readonly all: ClosingOrder[] = []
  /** When each was created. */
  readonly moments: Micros[] = []
  /** What was closed of options, but for legs of parents that open others. */
  readonly closedOptions = new ClosedOptions()
  private readonly byIndex: (ClosingOrder | undefined)[]
  private readonly byParent: (ClosingSet | undefined)[] = []
  private readonly chains = new Map<string, Chain>()
  private lastChain: Chain | null = null

  /**
   * @param orders in the order of their creation.
   * @param window how far apart the simple orders of one set may be created.
   */
  constructor(
    book: Book,
    orders: readonly OrderState[],
    private readonly window: Micros,
  ) {
    this.byIndex = new Array(orders.length)
    for (const order of orders) {
      if (order.parent && order.opens.gt(0)) order.parent.opens = true
      if (order.closes.isZero) continue
      const set = order.parent ? this.setOfParent(order.parent) : this.setOfChain(order)
      const closing = set.add(order, closedBy(book, order.fact))
      this.all.push(closing)
      this.moments.push(order.at)
      this.byIndex[order.index] = closing
    }
  }

  of(order: OrderState): ClosingOrder | undefined {
    return this.byIndex[order.index]
  }

  /** The closing legs of a parent. */
  ofParent(parent: ParentOrder): readonly ClosingOrder[] {
    return this.byParent[parent.index]?.orders ?? NONE
  }

  private setOfParent(parent: ParentOrder): ClosingSet {
    const set = this.byParent[parent.index] ?? new ClosingSet(this.closedOptions)
    this.byParent[parent.index] = set
    parent.closes = true
    return set
  }

  private setOfChain({ at, fact }: OrderState): ClosingSet {
    const chain = this.chainOf(fact.instrument.underlying)
    if (at - chain.last > this.window) chain.set = new ClosingSet(this.closedOptions)
    chain.last = at
    return chain.set
  }

  /** The chain of an underlying: mostly there is one. */
  private chainOf(underlying: string): Chain {
    if (this.lastChain?.underlying === underlying) return this.lastChain
    const chain = this.chains.get(underlying) ?? {
      underlying,
      set: new ClosingSet(this.closedOptions),
      last: Number.NEGATIVE_INFINITY,
    }
    this.chains.set(underlying, chain)
    this.lastChain = chain
    return chain
  }
}
