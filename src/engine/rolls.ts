import { type Opening, Trade } from './book'
import { older } from './closing-search'
import { type Decimal, ZERO } from './decimal'
import type { Micros } from './facts'
import type { FillPart } from './fills'
import { isOption } from './instrument'
import type { PastWindow } from './windows'

interface Closing {
  createdAt: Micros
  opening: Opening
  quantity: Decimal
}

/** Closings of known openings by orders, found by parent or by when their order was created. */
class Closings {
  private readonly byParent = new Map<string, Closing[]>()
  private readonly simple: Closing[] = []

  constructor(parts: readonly FillPart[]) {
    for (const { effect, source, holder, quantity } of parts) {
      if (effect !== 'close' || !source.order || holder instanceof Trade) continue
      const closing = { createdAt: source.order.createdAt, opening: holder, quantity }
      const { parentId } = source.order
      const known = parentId === null ? this.simple : this.byParent.get(parentId)
      if (known) known.push(closing)
      else if (parentId !== null) this.byParent.set(parentId, [closing])
    }
    this.simple.sort((a, b) => a.createdAt - b.createdAt)
  }

  ofParent(parentId: string): Closing[] {
    return this.byParent.get(parentId) ?? []
  }

  /** Closings by simple orders created between two moments, both included. */
  between(from: Micros, to: Micros): Closing[] {
    let [low, high] = [0, this.simple.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.simple[middle]?.createdAt ?? 0) < from) low = middle + 1
      else high = middle
    }
    const found: Closing[] = []
    for (let i = low; i < this.simple.length; i++) {
      const closing = this.simple[i]
      if (!closing || closing.createdAt > to) break
      found.push(closing)
    }
    return found
  }
}

type ClosedByTrade = Map<Trade, Decimal>

const note = (closed: ClosedByTrade, trade: Trade, quantity: Decimal) =>
  closed.set(trade, (closed.get(trade) ?? ZERO).plus(quantity))

/** Old trades that closing legs of the new trade's own parents closed. */
function rolledByParent(trade: Trade, closings: Closings): ClosedByTrade {
  const closed: ClosedByTrade = new Map()
  for (const parentId of new Set(trade.openings.map((opening) => opening.parentId))) {
    if (parentId === null) continue
    for (const { opening, quantity } of closings.ofParent(parentId)) {
      if (opening.trade && opening.trade !== trade) note(closed, opening.trade, quantity)
    }
  }
  return closed
}

/** Old trades of whose legs the window closed as much as the new trade opened of the same type and sign elsewhere. */
function rolledByLegs(trade: Trade, nearby: readonly Closing[], startedAt: Micros): ClosedByTrade {
  const closed: ClosedByTrade = new Map()
  const byLeg = Map.groupBy(nearby, ({ opening }) => opening.trade)
  for (const [old, closings] of byLeg) {
    if (!old || old === trade || old.openedAt >= startedAt) continue
    for (const ofLeg of Map.groupBy(closings, ({ opening }) => opening.key).values()) {
      const quantity = ofLeg.reduce((sum, closing) => sum.plus(closing.quantity), ZERO)
      const from = ofLeg[0]?.opening
      if (from && hasCounterpart(trade, from, quantity)) note(closed, old, quantity)
    }
  }
  return closed
}

function hasCounterpart(trade: Trade, from: Opening, quantity: Decimal): boolean {
  return [...trade.legs.values()].some(
    (leg) =>
      leg.instrument.kind === from.instrument.kind &&
      isOption(leg.instrument) &&
      leg.sign === from.sign &&
      leg.instrument.symbol !== from.instrument.symbol &&
      leg.tally.opened.eq(quantity),
  )
}

/** The trade that gave most, then the oldest. */
function largest(closed: ClosedByTrade): Trade | undefined {
  const [first] = [...closed].sort(([a, qa], [b, qb]) => qb.cmp(qa) || older(a, b))
  return first?.[0]
}

/**
 * Links each new trade to the one that it was rolled from (design 5.6): by the closing legs of its own parent, or without one
 * by what simple orders of its window closed of the same type, sign and quantity.
 *
 * @param windows in the order of time, their trades not linked yet.
 * @param reach how far from a window's orders a closing order still belongs to it.
 */
export function linkRolls(
  windows: readonly PastWindow[],
  parts: readonly FillPart[],
  reach: Micros,
): void {
  const closings = new Closings(parts)
  for (const { startedAt, lastAt, trades } of windows) {
    const nearby = closings.between(startedAt - reach, lastAt + reach)
    for (const trade of trades.length > 1 ? [...trades].sort(older) : trades) {
      const old =
        largest(rolledByParent(trade, closings)) ?? largest(rolledByLegs(trade, nearby, startedAt))
      if (!old) continue
      trade.rolledFrom = old.id
      trade.chain = old.chainId
      trade.rollCount = old.rollCount + 1
    }
  }
}
