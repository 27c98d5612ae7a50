import { ClosingSearch } from './closing-search'
import { type ClosingOrder, type ClosingSet, closedSign } from './closing-sets'
import { type Decimal, least, ZERO } from './decimal'
import type { FillSource } from './fills'
import type { Ledger } from './ledger'

/** Closes what orders close, each with the set of orders that it belongs to (design 5.5). */
export class OrderCloses {
  constructor(private readonly ledger: Ledger) {}

  execute(member: ClosingOrder, source: FillSource, quantity: Decimal): void {
    const { order, set } = member
    const rest = this.closeKnown(set, member, quantity, source)
    if (rest.eq(0)) return
    member.rest = member.rest.minus(rest)
    const sign = closedSign(order)
    const { incomplete } = set
    const { instrument } = order
    set.incomplete = this.ledger.closeUnknown(instrument, sign, rest, source, 'order', incomplete)
  }

  /** Closes by the set's plan, and plans once more for what it leaves; returns what no trade holds. */
  private closeKnown(
    set: ClosingSet,
    member: ClosingOrder,
    quantity: Decimal,
    source: FillSource,
  ): Decimal {
    let rest = quantity
    for (let planned = false; rest.gt(0); ) {
      if (member.plan.length > 0) {
        const taken = this.closeAllocated(member, rest, source)
        rest = rest.minus(taken)
        member.rest = member.rest.minus(taken)
      } else if (planned) break
      else {
        this.plan(set, member)
        planned = true
      }
    }
    return rest
  }

  private closeAllocated(member: ClosingOrder, rest: Decimal, source: FillSource): Decimal {
    const [allocation] = member.plan
    const trade = allocation?.anchor.trade
    const open = trade?.leg(member.key)?.open ?? ZERO
    const taken = allocation ? least(least(rest, allocation.quantity), open) : ZERO
    if (!allocation || !trade || taken.lte(0)) {
      member.plan.shift()
      return ZERO
    }
    this.ledger.closeLots(trade, member.key, taken, source, 'order')
    allocation.quantity = allocation.quantity.minus(taken)
    if (allocation.quantity.eq(0)) member.plan.shift()
    return taken
  }

  /** Plans an order that is its whole set where but one trade holds what it closes; otherwise plans nothing. */
  private planAlone(order: ClosingOrder): boolean {
    const [trade, another] = this.ledger.book.holders(order.key)
    const leg = trade?.leg(order.key)
    const anchor = leg?.lots[0]?.opening
    if (!leg || !anchor || another) return false
    order.plan = [{ anchor, quantity: least(order.rest, leg.open) }]
    return true
  }

  /** Decides what the rest of a set closes: for the order that executes now first, then as they were created. */
  private plan(set: ClosingSet, executing: ClosingOrder): void {
    if (set.orders.length === 1 && this.planAlone(executing)) return
    const others = set.orders.filter((member) => member !== executing)
    const members = [executing, ...others.filter((member) => member.rest.gt(0))]
    const wanted = new Map<string, Decimal>()
    for (const member of members) {
      member.plan = []
      wanted.set(member.key, (wanted.get(member.key) ?? ZERO).plus(member.rest))
    }
    const unplanned = new Map(members.map((member) => [member, member.rest]))
    for (const { key, trade, quantity } of new ClosingSearch(this.ledger.book, wanted).run()) {
      const anchor = trade.leg(key)?.lots[0]?.opening
      let rest = quantity
      for (const member of members) {
        const part = least(rest, unplanned.get(member) ?? ZERO)
        if (member.key !== key || part.lte(0) || !anchor) continue
        member.plan.push({ anchor, quantity: part })
        unplanned.set(member, (unplanned.get(member) ?? ZERO).minus(part))
        rest = rest.minus(part)
      }
    }
  }
}
