import type { Micros } from '../../time/micros'
import type { Held } from '../book/position'
import type { FillPart } from '../book/posting'
import type { Trade } from '../book/trade-state'
import { older } from '../closing/closing-search'
import type { ClosingOrder } from '../closing/closing-sets'
import type { Entry } from '../entries/entries'
import type { OpenedTrade, Window } from '../entries/window'
import { NONE } from '../model/arrays'
import { type Decimal, ZERO } from '../model/decimal'
import { isOption } from '../model/instrument'
import { holderTrade } from '../output/fill-rows'
import type { ParentOrder } from '../timeline/orders'

/**
 * What orders closed, found by when they were created. Legs of a parent that opens as well roll what they close into what it
 * opens, and into nothing else.
 */
class Closings {
  private from = 0

  /** @param orders as they were created. */
  constructor(private readonly orders: readonly ClosingOrder[]) {}

  /**
   * What was closed by orders created between two moments, both included.
   *
   * @param from no earlier than at the last call.
   */
  between(from: Micros, to: Micros): readonly FillPart[] {
    while (createdAt(this.orders[this.from]) < from) this.from++
    const parts: FillPart[] = []
    for (let i = this.from; createdAt(this.orders[i]) <= to; i++) {
      const closing = this.orders[i]
      if (!closing || closing.parent?.opens) continue
      parts.push(...closing.closed)
    }
    return parts
  }
}

/** Infinite behind the last. */
const createdAt = (closing: ClosingOrder | undefined): Micros =>
  closing ? closing.order.createdAt : Number.POSITIVE_INFINITY

type ClosedByTrade = Map<Trade, Decimal>

const note = (closed: ClosedByTrade, trade: Trade, quantity: Decimal) =>
  closed.set(trade, (closed.get(trade) ?? ZERO).plus(quantity))

/** What the closing legs of a parent closed. */
const rolledOut = (parent: ParentOrder | null): readonly FillPart[] =>
  parent?.closing?.orders.flatMap(({ closed }) => closed) ?? NONE

/** Old trades that closing legs of the new trade's own parents closed. */
function rolledByParent({ trade, entry }: OpenedTrade): ClosedByTrade | null {
  if (!entry.openings.some(({ parent }) => parent?.closing)) return null
  const closed: ClosedByTrade = new Map()
  for (const parent of new Set(entry.openings.map((opening) => opening.parent))) {
    for (const { holder, quantity } of rolledOut(parent)) {
      const old = holderTrade(holder)
      if (old && old !== trade) note(closed, old, quantity)
    }
  }
  return closed
}

/** How much of a leg of an older trade orders near a window closed. */
interface ClosedLeg {
  trade: Trade
  held: Held
  quantity: Decimal
}

/** What orders near a window closed of trades that were there before it, leg by leg. */
function closedBefore(startedAt: Micros, nearby: readonly FillPart[]): readonly ClosedLeg[] {
  const legs: ClosedLeg[] = []
  for (const { holder, held, quantity } of nearby) {
    const trade = holderTrade(holder)
    if (!trade || trade.openedAt >= startedAt) continue
    const known = legs.find((leg) => leg.trade === trade && leg.held === held)
    if (known) known.quantity = known.quantity.plus(quantity)
    else legs.push({ trade, held, quantity })
  }
  return legs
}

/** Old trades of whose legs the window closed as much as the new trade opened of the same type and sign elsewhere. */
function rolledByLegs(
  { trade, entry }: OpenedTrade,
  closedLegs: readonly ClosedLeg[],
): ClosedByTrade | null {
  if (closedLegs.length === 0) return null
  const closed: ClosedByTrade = new Map()
  for (const { trade: old, held, quantity } of closedLegs)
    if (old !== trade && hasCounterpart(entry, held, quantity)) note(closed, old, quantity)
  return closed
}

function hasCounterpart(entry: Entry, { instrument: from, sign }: Held, quantity: Decimal) {
  return entry.legs.some(({ opening: { instrument, sign: opened }, entered }) => {
    const alike = isOption(instrument) && instrument.kind === from.kind && opened === sign
    const near = instrument.underlying === from.underlying && instrument.symbol !== from.symbol
    return alike && near && entered.eq(quantity)
  })
}

/** The trade that gave most, then the oldest. */
function largest(closed: ClosedByTrade | null): Trade | undefined {
  if (closed === null || closed.size === 0) return undefined
  const [first] = [...closed].sort(([a, qa], [b, qb]) => qb.cmp(qa) || older(a, b))
  return first?.[0]
}

/**
 * Links each new trade to the one that it was rolled from (design 5.6): by the closing legs of its own parent, or without one
 * by what orders of its window closed of the same type, sign and quantity.
 *
 * @param windows in the order of time, their trades not linked yet.
 * @param closing the closing orders of the same stretch, as they were created.
 * @param reach how far from a window's orders a closing order still belongs to it.
 */
export function linkRolls(
  windows: readonly Window[],
  closing: readonly ClosingOrder[],
  reach: Micros,
): void {
  const closings = new Closings(closing)
  for (const { startedAt, lastAt, allOpened: opened, rolls } of windows) {
    if (opened.length === 0) continue
    const nearby = closedBefore(startedAt, closings.between(startedAt - reach, lastAt + reach))
    if (!rolls && nearby.length === 0) continue
    const inOrder = opened.length > 1 ? [...opened].sort((a, b) => older(a.trade, b.trade)) : opened
    for (const one of inOrder) {
      const old = largest(rolledByParent(one)) ?? largest(rolledByLegs(one, nearby))
      if (!old) continue
      one.trade.rolledFrom = old.id
      one.trade.chain = old.chainId
      one.trade.rollCount = old.rollCount + 1
    }
  }
}
