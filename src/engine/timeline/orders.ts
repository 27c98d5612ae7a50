import type { Micros } from '../../time/micros'
import type { Opening } from '../book/opening'
import type { FillSource } from '../book/posting'
import type { Trade } from '../book/trade-state'
import type { ClosingOrder, ClosingSet } from '../closing/closing-sets'
import { type Decimal, ZERO } from '../model/decimal'
import type { FillFact, OrderFact } from '../model/facts'
import type { Sign } from '../model/instrument'

/** What the legs of one multi-leg order share. */
export class ParentOrder {
  /** The set of its closing legs, if it has any. */
  closing: ClosingSet | null = null
  /** Whether legs of it open: then what others close is rolled into those. */
  opens = false

  constructor(readonly id: string) {}
}

/** What an order that never filled goes with: an opening's trade, a trade, or another order's. */
export type Anchor = Opening | Trade | Placed

/** An order as it came to be, with what it will have opened and closed in the end. */
export class Placed {
  opens: Decimal = ZERO
  closes: Decimal = ZERO
  /** What it opens, and what it closes with which set, as far as it does. */
  opening: Opening | null = null
  closing: ClosingOrder | null = null
  /** The trade that most of what was executed went to, once that is known. */
  trade: Trade | null = null
  /** Where it never filled: what it goes with. */
  anchor: Anchor | null = null

  constructor(
    readonly order: OrderFact,
    readonly parent: ParentOrder | null,
  ) {}

  get at(): Micros {
    return this.order.createdAt
  }

  /** Of what it opens: what it closes is of the other. */
  get sign(): Sign {
    return this.order.side === 'buy' ? 1 : -1
  }

  /** Forgets how it was executed, once all of it has been. */
  letGo(): void {
    this.opening = null
    this.closing = null
  }
}

/** What an order was filled with: as the broker tells, or what its fills leave unexplained, of which no activity tells. */
export interface Filled extends Pick<FillFact, 'id' | 'at' | 'price' | 'quantity'> {
  activityId: string | null
}

/** A quantity of an order that was executed at one price and moment (design 5.1). */
export class Execution implements FillSource {
  readonly at: Micros
  /** How much of it opened, and how much closed: as the order says, else decided by the running position. */
  opened: Decimal = ZERO
  closed: Decimal = ZERO

  constructor(
    readonly placed: Placed,
    private readonly filled: Filled,
    /** Its place among the executions of its order. */
    readonly nth: number,
  ) {
    this.at = Math.max(filled.at, placed.at)
    const { intent } = placed.order
    if (intent !== null) this.split(intent === 'close' ? filled.quantity : ZERO)
  }

  get kind(): 'fill' {
    return 'fill'
  }

  get executionId(): string {
    return this.filled.id
  }

  get activityId(): string | null {
    return this.filled.activityId
  }

  get price(): Decimal {
    return this.filled.price
  }

  get quantity(): Decimal {
    return this.filled.quantity
  }

  /** Says how much of it closes; the rest opens. */
  split(closed: Decimal): void {
    const { placed, quantity } = this
    this.closed = closed
    this.opened = quantity.minus(closed)
    placed.closes = placed.closes.plus(closed)
    placed.opens = placed.opens.plus(this.opened)
  }
}

/** The orders of one underlying. */
export class PlacedOrders {
  /** In the order in which they were placed. */
  readonly all: readonly Placed[]
  /** Made once an order is asked for: most are never spoken of by another. */
  private byId: Map<string, Placed> | null = null
  private readonly parents = new Map<string, ParentOrder>()
  private lastParent: ParentOrder | null = null

  /** @param orders in the order in which they were created. */
  constructor(orders: readonly OrderFact[]) {
    this.all = orders.map((order) => new Placed(order, this.parentOf(order.parentId)))
  }

  get(orderId: string): Placed | undefined {
    this.byId ??= new Map(this.all.map((placed) => [placed.order.id, placed]))
    return this.byId.get(orderId)
  }

  /** Legs of one parent mostly follow one another. */
  private parentOf(id: string | null): ParentOrder | null {
    if (id === null) return null
    if (this.lastParent?.id === id) return this.lastParent
    this.lastParent = this.parents.get(id) ?? null
    if (this.lastParent) return this.lastParent
    const parent = new ParentOrder(id)
    this.parents.set(id, parent)
    this.lastParent = parent
    return parent
  }
}
