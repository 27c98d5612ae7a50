import type { Micros } from '../../time/micros'
import type { Book } from '../book/book'
import type { Booked } from '../book/posting'
import { older } from '../book/trades'
import type { Position, Trade } from '../book/view'
import type { ClosingOrder, ClosingOrders } from '../closing/closing-orders'
import type { EnteredTrade, Entry } from '../entries/entry'
import type { Window } from '../entries/window'
import { NONE } from '../model/arrays'
import { type Decimal, ZERO } from '../model/decimal'
import { isOption } from '../model/instrument'
import type { ParentOrder } from '../timeline/orders'

/**
 * The parts that orders closed, by the creation of the order. What legs of a parent with opening
 * legs close is rolled into those, and into nothing else.
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
  between(from: Micros, to: Micros): readonly Booked[] {
    while (createdAt(this.orders[this.from]) < from) this.from++
    const parts: Booked[] = []
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
  closing ? closing.fact.createdAt : Number.POSITIVE_INFINITY

type ClosedByTrade = Map<Trade, Decimal>

const note = (closed: ClosedByTrade, trade: Trade, quantity: Decimal) =>
  closed.set(trade, (closed.get(trade) ?? ZERO).plus(quantity))

/** What the closing legs of a parent closed. */
const rolledOut = (closing: ClosingOrders, parent: ParentOrder | null): readonly Booked[] =>
  parent === null ? NONE : closing.ofParent(parent).flatMap(({ closed }) => closed)

/** Old trades that closing legs of the new trade's own parents closed. */
function rolledByParent(
  closing: ClosingOrders,
  { trade, entry }: EnteredTrade,
): ClosedByTrade | null {
  if (!entry.openings.some(({ parent }) => parent?.closes)) return null
  const closed: ClosedByTrade = new Map()
  for (const parent of new Set(entry.openings.map((opening) => opening.parent))) {
    for (const { trade: old, quantity } of rolledOut(closing, parent)) {
      if (old && old !== trade) note(closed, old, quantity)
    }
  }
  return closed
}

/** How much of a leg of an older trade orders near a window closed. */
interface ClosedLeg {
  trade: Trade
  position: Position
  quantity: Decimal
}

/** What orders near a window closed of trades that were there before it, leg by leg. */
function closedBefore(startedAt: Micros, nearby: readonly Booked[]): readonly ClosedLeg[] {
  const legs: ClosedLeg[] = []
  for (const { trade, position, quantity } of nearby) {
    if (!trade || trade.openedAt >= startedAt) continue
    const known = legs.find((leg) => leg.trade === trade && leg.position === position)
    if (known) known.quantity = known.quantity.plus(quantity)
    else legs.push({ trade, position, quantity })
  }
  return legs
}

/** Old trades that lost as much of a leg as the new trade opened of the same type and sign. */
function rolledByLegs(
  { trade, entry }: EnteredTrade,
  closedLegs: readonly ClosedLeg[],
): ClosedByTrade | null {
  if (closedLegs.length === 0) return null
  const closed: ClosedByTrade = new Map()
  for (const { trade: old, position, quantity } of closedLegs)
    if (old !== trade && hasCounterpart(entry, position, quantity)) note(closed, old, quantity)
  return closed
}

function hasCounterpart(entry: Entry, { instrument: from, sign }: Position, quantity: Decimal) {
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
 * Links each new trade to the one that it was rolled from (README, Rolls and cover): by the closing
 * legs of its own parent, else by what orders near its window closed of the same type, sign and
 * quantity.
 *
 * @param windows in the order of time, their trades not linked yet.
 * @param closing the closing orders of the same segment.
 * @param reach how far from a window's orders a closing order still belongs to it.
 */
export function linkRolls(
  book: Book,
  windows: readonly Window[],
  closing: ClosingOrders,
  reach: Micros,
): void {
  const closings = new Closings(closing.all)
  for (const { startedAt, lastAt, sealed: opened, rolls } of windows) {
    if (opened.length === 0) continue
    const nearby = closedBefore(startedAt, closings.between(startedAt - reach, lastAt + reach))
    if (!rolls && nearby.length === 0) continue
    const inOrder = opened.length > 1 ? [...opened].sort((a, b) => older(a.trade, b.trade)) : opened
    for (const one of inOrder) {
      const old = largest(rolledByParent(closing, one)) ?? largest(rolledByLegs(one, nearby))
      if (old) book.linkRoll(one.trade, old)
    }
  }
}
