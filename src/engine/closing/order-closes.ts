import type { Book } from '../book/book'
import type { Source } from '../book/posting'
import { enteredLeg, firstLot } from '../book/trades'
import type { Position, TradeLeg } from '../book/view'
import { append, NONE } from '../model/arrays'
import { type Decimal, least, ZERO } from '../model/decimal'
import { FewMap } from '../model/few-map'
import type { Allocation, ClosingOrder, ClosingSet, ClosingTarget } from './closing-orders'
import { searchClosings } from './closing-search'

/** Closes what orders close, each with the set of orders that it belongs to. */
export class OrderCloses {
  constructor(private readonly book: Book) {}

  /** Books the closing quantity of an execution; what no trade holds makes an incomplete trade. */
  execute(order: ClosingOrder, source: Source, quantity: Decimal): void {
    const { set, target } = order
    const rest = this.closeKnown(order, quantity, source)
    if (rest.isZero) return
    target.execute(order, rest)
    const part = this.book.closeUnknown(target.position, rest, source, 'order', set.incomplete)
    set.incomplete = part.trade
  }

  /** Closes by the set's plan, and plans once more if that leaves anything. */
  private closeKnown(order: ClosingOrder, quantity: Decimal, source: Source): Decimal {
    let rest = quantity
    for (let planned = false; rest.gt(0); ) {
      if (order.plan.length > 0) {
        const taken = this.closeAllocated(order, rest, source)
        rest = rest.minus(taken)
        order.target.execute(order, taken)
      } else if (planned) break
      else {
        this.plan(order.set, order)
        planned = true
      }
    }
    return rest
  }

  private closeAllocated(order: ClosingOrder, rest: Decimal, source: Source): Decimal {
    const allocation = order.plan[0]
    const trade = allocation?.anchor.trade
    const leg = trade ? enteredLeg(trade, order.target.position) : undefined
    const taken = allocation && leg ? least(least(rest, allocation.quantity), leg.open) : ZERO
    if (!allocation || !leg || taken.lte(0)) {
      order.plan = withoutFirst(order.plan)
      return ZERO
    }
    const closed = this.book.close(leg, taken, source, 'order')
    order.set.noteClosed(order, closed)
    allocation.quantity = allocation.quantity.minus(taken)
    if (allocation.quantity.isZero) order.plan = withoutFirst(order.plan)
    return taken
  }

  /**
   * Plans what the rest of a set closes, as the book is now: first for the order that executes,
   * then in the order of creation. Where no position is held by two trades there is no choice; then
   * only the plans of positions that changed are made again.
   */
  private plan(set: ClosingSet, executing: ClosingOrder): void {
    let hasChoice = false
    let stale: ClosingTarget[] = NONE
    set.dropDone()
    for (const target of set.targets) {
      // Its plan was made for this version: one trade holds it, or none, or nothing of it is left.
      if (target.version === target.position.version && target !== executing.target) continue
      stale = append(stale, target)
      if (target.position.holders.length > 1 && !target.rest.isZero) hasChoice = true
    }
    if (hasChoice) this.search(set, executing)
    else for (const target of stale) planSole(target, executing)
  }

  private search(set: ClosingSet, executing: ClosingOrder): void {
    const { targets } = set
    const taken = searchClosings(targets)
    for (const target of targets) beginPlan(target)
    const allocating = new FewMap<Position, Allocating>()
    for (const { leg, quantity } of taken) {
      const { position } = leg
      const known = allocating.get(position)
      const target = set.find(position)
      if (known) known.allocate(leg, quantity)
      else if (target?.orders.length === 1) allocateAlone(target, leg, quantity)
      else if (target) {
        const begun = new Allocating(target, executing)
        allocating.set(position, begun)
        begun.allocate(leg, quantity)
      }
    }
  }
}

/** Shares out what trades give to the waiting orders of a target, one after the other. */
class Allocating {
  private current: ClosingOrder | undefined
  /** What the current order has not been given yet. */
  private unplanned: Decimal = ZERO
  private readonly waiting: Generator<ClosingOrder>

  constructor(
    private readonly target: ClosingTarget,
    executing: ClosingOrder,
  ) {
    this.waiting = target.waiting(executing)
    this.advance()
  }

  allocate(leg: TradeLeg, quantity: Decimal): void {
    const anchor = firstLot(leg).opening
    let rest = quantity
    while (this.current && rest.gt(0)) {
      const part = least(rest, this.unplanned)
      const { current } = this
      const allocation = { anchor, quantity: part }
      if (current.plan.length === 0) this.target.planned = append(this.target.planned, current)
      current.plan = current.plan.length === 0 ? [allocation] : [...current.plan, allocation]
      rest = rest.minus(part)
      this.unplanned = this.unplanned.minus(part)
      if (this.unplanned.isZero) this.advance()
    }
  }

  private advance(): void {
    const { value } = this.waiting.next()
    this.current = value
    this.unplanned = this.current?.rest ?? ZERO
  }
}

/** Drops the plans of a target. */
function beginPlan(target: ClosingTarget): void {
  for (const order of target.planned) order.plan = NONE
  target.planned = NONE
  target.version = -1
}

/** Plans a target whose position one trade holds, or none. */
function planSole(target: ClosingTarget, executing: ClosingOrder): void {
  if (target.orders.length === 1) {
    planAlone(target)
    return
  }
  beginPlan(target)
  const leg = target.position.holders[0]
  if (leg) new Allocating(target, executing).allocate(leg, leg.open)
  // The executing order came first, which it would not in the plan of another.
  target.version = executing.target === target ? -1 : target.position.version
}

/** Gives a quantity to the only order of a target. */
function allocateAlone(target: ClosingTarget, leg: TradeLeg, quantity: Decimal): void {
  const order = target.orders[0]
  if (!order) return
  const anchor = firstLot(leg).opening
  const allocation = { anchor, quantity }
  order.plan = order.plan.length === 0 ? [allocation] : [...order.plan, allocation]
  target.planned = target.orders
}

/** The same where one order closes the position: most are such. */
function planAlone(target: ClosingTarget): void {
  const order = target.orders[0]
  const leg = target.position.holders[0]
  if (!order) return
  order.plan = leg
    ? [{ anchor: firstLot(leg).opening, quantity: least(order.rest, leg.open) }]
    : NONE
  target.planned = target.orders
  target.version = target.position.version
}

const withoutFirst = (plan: readonly Allocation[]): readonly Allocation[] =>
  plan.length === 1 ? NONE : plan.slice(1)
