import type { Micros } from '../../time/micros'
import { type Decimal, ZERO } from '../model/decimal'
import type { FillFact, OrderFact } from '../model/facts'
import type { Sign } from '../model/instrument'

/** A multi-leg order, shared by its legs. */
export class ParentOrder {
  /** Whether legs of it open, and whether legs of it close: both means a roll. */
  opens = false
  closes = false

  constructor(
    readonly id: string,
    /** Its place among the parents of its segment. */
    readonly index: number,
  ) {}
}

/** An order with what its executions open and close in all. */
export class OrderState {
  opens: Decimal = ZERO
  closes: Decimal = ZERO

  constructor(
    readonly fact: OrderFact,
    readonly parent: ParentOrder | null,
    /** Its place among the orders of its segment, by creation. */
    readonly index: number,
  ) {}

  get at(): Micros {
    return this.fact.createdAt
  }

  /** The side of what it opens; what it closes is on the other side. */
  get sign(): Sign {
    return this.fact.side === 'buy' ? 1 : -1
  }
}

/** An execution as the broker reports it; or the filled quantity that no reported fill explains. */
export type Fill = Pick<
  FillFact,
  'id' | 'activityId' | 'at' | 'price' | 'quantity' | 'paid' | 'opensShort'
>

/** A quantity of an order that was executed at one price and moment. */
export class Execution {
  readonly at: Micros
  /** The parts that open and close: by `intent`, else by the running position. */
  opened: Decimal = ZERO
  closed: Decimal = ZERO

  constructor(
    readonly order: OrderState,
    private fill: Fill,
    /** Its place among the executions of its order. */
    readonly nth: number,
  ) {
    this.at = Math.max(fill.at, order.at)
    const { intent } = this
    if (intent !== null) this.split(intent === 'close' ? fill.quantity : ZERO)
  }

  /**
   * Whether it opens or closes, by the best evidence there is: what the broker says of this
   * execution, else what the order was meant for. Null where neither tells.
   */
  get intent(): OrderFact['intent'] {
    return this.fill.opensShort ? 'open' : this.order.fact.intent
  }

  /** Coins bought with coins are no fill in dollars. */
  get kind(): 'fill' | 'conversion' {
    return this.fill.paid === undefined ? 'fill' : 'conversion'
  }

  /** How much of another coin paid for it; undefined where dollars did. */
  get paid(): Decimal | undefined {
    return this.fill.paid
  }

  /** Sets the price from the cost of the coins that paid for it. */
  payFor(price: Decimal): void {
    this.fill = { ...this.fill, price }
  }

  get executionId(): string {
    return this.fill.id
  }

  get activityId(): string | null {
    return this.fill.activityId
  }

  get price(): Decimal {
    return this.fill.price
  }

  get quantity(): Decimal {
    return this.fill.quantity
  }

  /** Sets how much of it closes; the rest opens. */
  split(closed: Decimal): void {
    const { order, quantity } = this
    this.closed = closed
    this.opened = quantity.minus(closed)
    order.closes = order.closes.plus(closed)
    order.opens = order.opens.plus(this.opened)
  }
}

/** The orders of a segment, in the order of their creation. */
export class Orders {
  readonly all: readonly OrderState[]
  /** Made on the first look-up: most segments need none. */
  private byId: Map<string, OrderState> | null = null
  private readonly parents = new Map<string, ParentOrder>()
  private lastParent: ParentOrder | null = null

  /** @param facts in the order of their creation. */
  constructor(facts: readonly OrderFact[]) {
    this.all = facts.map((fact, i) => new OrderState(fact, this.parentOf(fact.parentId), i))
  }

  get(orderId: string): OrderState | undefined {
    this.byId ??= new Map(this.all.map((order) => [order.fact.id, order]))
    return this.byId.get(orderId)
  }

  /** The legs of one parent mostly follow one another. */
  private parentOf(id: string | null): ParentOrder | null {
    if (id === null) return null
    if (this.lastParent?.id === id) return this.lastParent
    this.lastParent = this.parents.get(id) ?? null
    if (this.lastParent) return this.lastParent
    const parent = new ParentOrder(id, this.parents.size)
    this.parents.set(id, parent)
    this.lastParent = parent
    return parent
  }
}
