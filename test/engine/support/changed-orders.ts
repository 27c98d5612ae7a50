import { ZERO } from '../../../src/engine/model/decimal'
import type { LedgerFacts, OrderFact } from '../../../src/engine/model/facts'
import type { Random } from '../../../src/local/alpaca/random'
import type { Micros } from '../../../src/time/micros'
import { type Increment, incrementsOf, sinceOf } from './increments'

/** The place of each order that replaces another, by id, as far as its chain is known. */
function chainStarts(orders: readonly OrderFact[]): Map<string, Micros> {
  const starts = new Map<string, Micros>()
  const byId = new Map(orders.map((order) => [order.id, order]))
  const follow = (order: OrderFact, start: Micros) => {
    const next = order.replacedBy === null ? undefined : byId.get(order.replacedBy)
    if (!next) return
    starts.set(next.id, Math.min(start, next.createdAt))
    follow(next, start)
  }
  const replacing = new Set(orders.flatMap(({ replacedBy }) => replacedBy ?? []))
  for (const order of orders) if (!replacing.has(order.id)) follow(order, order.createdAt)
  return starts
}

/** Makes some orders the replacements of earlier ones on the same symbol and side. */
export function withReplacements(facts: LedgerFacts, random: Random): LedgerFacts {
  const orders = facts.orders.map((order) => ({ ...order }))
  const replacing = new Set(orders.flatMap(({ replacedBy }) => replacedBy ?? []))
  const isAlone = ({ parentId, exitOf }: OrderFact) => parentId === null && exitOf === null
  for (const [i, old] of orders.entries()) {
    if (!isAlone(old) || old.replacedBy !== null || !random.chance(0.4)) continue
    const next = orders.find(
      (one, at) =>
        at > i &&
        isAlone(one) &&
        !replacing.has(one.id) &&
        one.instrument.symbol === old.instrument.symbol &&
        one.side === old.side,
    )
    if (!next) continue
    old.replacedBy = next.id
    old.working = false
    replacing.add(next.id)
  }
  return { ...facts, orders }
}

/** Gives replacements the place of the first order of their chain, as the ledger's facts have it. */
export function withChains(facts: LedgerFacts): LedgerFacts {
  const starts = chainStarts(facts.orders)
  const orders = facts.orders.map((order) => ({
    ...order,
    createdAt: starts.get(order.id) ?? order.createdAt,
  }))
  return { ...facts, orders }
}

/** An order whose last fill is taken back, before or after the order itself shows it. */
function busted(order: OrderFact, isShown: boolean): OrderFact {
  const last = order.fills.at(-1)
  if (!last || order.working) return order
  const filled = order.filledQuantity.minus(last.quantity)
  return {
    ...order,
    fills: order.fills.slice(0, -1),
    busted: last.quantity,
    filledQuantity: isShown ? filled : order.filledQuantity,
    filledPrice: isShown && filled.eq(ZERO) ? null : order.filledPrice,
  }
}

/** The ids of orders of which a fill is taken back. */
export const bustedOrders = (facts: LedgerFacts, random: Random): Set<string> =>
  new Set(
    facts.orders.flatMap(({ id, fills }) => (fills.length > 0 && random.chance(0.1) ? id : [])),
  )

/** Takes back the last fill of some orders; of about half of them the order shows it. */
export function withBusts(facts: LedgerFacts, ids: ReadonlySet<string>): LedgerFacts {
  const isShown = (id: string) => id.length % 2 === 0 || id.endsWith('3')
  return {
    ...facts,
    orders: facts.orders.map((order) =>
      ids.has(order.id) ? busted(order, isShown(order.id)) : order,
    ),
  }
}

/**
 * Cuts facts into syncs. Chains are known as far as their orders are, and fills are taken back some
 * syncs after they were seen.
 */
export function changedIncrements(
  facts: LedgerFacts,
  ids: ReadonlySet<string>,
  random: Random,
): Increment[] {
  const steps = incrementsOf(facts, random)
  const bustAt = new Map([...ids].map((id) => [id, random.whole(0, steps.length - 1)]))
  const found = steps.map(({ facts: step }, sync) => {
    const known = [...ids].filter((id) => (bustAt.get(id) ?? 0) <= sync)
    return withBusts(withChains(step), new Set(known))
  })
  return found.map((step, i) => ({ facts: step, since: sinceOf(step, found[i - 1]) }))
}
