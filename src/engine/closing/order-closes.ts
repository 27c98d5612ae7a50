import type { Book } from '../book/book'
import type { Source } from '../book/posting'
import { enteredLeg } from '../book/trades'
import { append, NONE } from '../model/arrays'
import { type Decimal, least, ZERO } from '../model/decimal'
import type { Allocation, ClosingOrder, ClosingSet } from './closing-orders'
import { ClosingSearch, type Taken, wantedOf } from './closing-search'

/** Orders of one parent are no more. */
const MOST_LEGS = 4

/** Closes what orders close, each with the set of orders that it belongs to (design 5.5). */
export class OrderCloses {
  constructor(private readonly book: Book) {}

  execute(member: ClosingOrder, source: Source, quantity: Decimal): void {
    const { position, set } = member
    const rest = this.closeKnown(set, member, quantity, source)
    if (rest.isZero) return
    member.rest = member.rest.minus(rest)
    set.incomplete = this.book.closeUnknown(position, rest, source, 'order', set.incomplete).trade
  }

  /** Closes by the set's plan, and plans once more for what it leaves; returns what no trade holds. */
  private closeKnown(
    set: ClosingSet,
    member: ClosingOrder,
    quantity: Decimal,
    source: Source,
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

  private closeAllocated(member: ClosingOrder, rest: Decimal, source: Source): Decimal {
    const allocation = member.plan[0]
    const leg = allocation?.anchor.trade && enteredLeg(allocation.anchor.trade, member.position)
    const taken = allocation && leg ? least(least(rest, allocation.quantity), leg.open) : ZERO
    if (!allocation || !leg || taken.lte(0)) {
      member.plan = withoutFirst(member.plan)
      return ZERO
    }
    const closed = this.book.close(leg, taken, source, 'order')
    member.closed = member.closed.length === 0 ? closed : [...member.closed, ...closed]
    allocation.quantity = allocation.quantity.minus(taken)
    if (allocation.quantity.isZero) member.plan = withoutFirst(member.plan)
    return taken
  }

  /** Decides what the rest of a set closes: for the order that executes now first, then as they were created. */
  private plan(set: ClosingSet, executing: ClosingOrder): void {
    const members = set.orders.length === 1 ? set.orders : waitingOf(set, executing)
    if (this.isWithoutChoice(members)) for (const member of members) this.planSole(member)
    else this.search(members)
  }

  /** Whether each order closes a leg of its own, which one trade holds at most. */
  private isWithoutChoice(members: readonly ClosingOrder[]): boolean {
    if (members.length > MOST_LEGS) return false
    for (const { position } of members) {
      if (position.holders.length > 1) return false
      let orders = 0
      for (const other of members) if (other.position === position) orders++
      if (orders > 1) return false
    }
    return true
  }

  private planSole(member: ClosingOrder): void {
    const leg = member.position.holders[0]
    const anchor = leg?.lots[0]?.opening
    member.plan = leg && anchor ? [{ anchor, quantity: least(member.rest, leg.open) }] : NONE
  }

  private search(members: readonly ClosingOrder[]): void {
    for (const member of members) member.plan = NONE
    const wanted = wantedOf(members)
    for (const taken of new ClosingSearch(wanted).run()) allocate(taken, members)
  }
}

/** What is left of a set, the order that executes now first. */
function waitingOf(set: ClosingSet, executing: ClosingOrder): ClosingOrder[] {
  let members = [executing]
  for (const member of set.orders)
    if (member !== executing && member.rest.gt(0)) members = append(members, member)
  return members
}

/** Gives what a trade can close to the orders that close it, one after the other. */
function allocate({ leg, quantity }: Taken, members: readonly ClosingOrder[]): void {
  const anchor = leg.lots[0]?.opening
  let rest = quantity
  for (const member of members) {
    if (member.position !== leg.position || !anchor) continue
    const part = least(rest, unplanned(member))
    if (part.lte(0)) continue
    const allocation = { anchor, quantity: part }
    member.plan = member.plan.length === 0 ? [allocation] : [...member.plan, allocation]
    rest = rest.minus(part)
  }
}

const withoutFirst = (plan: readonly Allocation[]): readonly Allocation[] =>
  plan.length === 1 ? NONE : plan.slice(1)

function unplanned({ rest: ordered, plan }: ClosingOrder): Decimal {
  let rest = ordered
  for (const { quantity } of plan) rest = rest.minus(quantity)
  return rest
}
