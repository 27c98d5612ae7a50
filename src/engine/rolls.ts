import { older } from './closing-search'
import { type Decimal, ZERO } from './decimal'
import type { Entry } from './entries'
import type { Micros } from './facts'
import type { FillPart } from './fills'
import { type Instrument, isOption } from './instrument'
import { legKey, type Opening, type Sign } from './opening'
import { Trade } from './trade-state'
import type { OpenedTrade, PastWindow } from './windows'

interface Closing {
  createdAt: Micros
  opening: Opening
  instrument: Instrument
  key: string
  quantity: Decimal
}

/**
 * Closings of known openings by orders, found by parent or by when their order was created. A parent that opens as well rolls
 * what it closes into what it opens, and into nothing else.
 */
class Closings {
  private readonly byParent = new Map<string, Closing[]>()
  private readonly loose: Closing[] = []

  constructor(parts: readonly FillPart[]) {
    const rolling = new Set<string>()
    for (const { effect, source } of parts) {
      const parentId = source.order?.parentId
      if (effect === 'open' && parentId) rolling.add(parentId)
    }
    for (const { effect, source, holder, quantity, instrument } of parts) {
      if (effect !== 'close' || !source.order || holder instanceof Trade) continue
      const { createdAt } = source.order
      const key = legKey(instrument.symbol, holder.sign)
      const closing = { createdAt, opening: holder, instrument, key, quantity }
      const { parentId } = source.order
      if (parentId === null || !rolling.has(parentId)) {
        this.loose.push(closing)
        continue
      }
      const known = this.byParent.get(parentId)
      if (known) known.push(closing)
      else this.byParent.set(parentId, [closing])
    }
    this.loose.sort((a, b) => a.createdAt - b.createdAt)
  }

  ofParent(parentId: string): Closing[] {
    return this.byParent.get(parentId) ?? []
  }

  /** Closings by orders created between two moments, both included. */
  between(from: Micros, to: Micros): Closing[] {
    let [low, high] = [0, this.loose.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.loose[middle]?.createdAt ?? 0) < from) low = middle + 1
      else high = middle
    }
    const found: Closing[] = []
    for (let i = low; i < this.loose.length; i++) {
      const closing = this.loose[i]
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
function rolledByParent({ trade, entry }: OpenedTrade, closings: Closings): ClosedByTrade {
  const closed: ClosedByTrade = new Map()
  for (const parentId of new Set(entry.openings.map((opening) => opening.parentId))) {
    if (parentId === null) continue
    for (const { opening, quantity } of closings.ofParent(parentId)) {
      if (opening.trade && opening.trade !== trade) note(closed, opening.trade, quantity)
    }
  }
  return closed
}

/** Old trades of whose legs the window closed as much as the new trade opened of the same type and sign elsewhere. */
function rolledByLegs(
  { trade, entry }: OpenedTrade,
  nearby: readonly Closing[],
  startedAt: Micros,
): ClosedByTrade {
  const closed: ClosedByTrade = new Map()
  if (nearby.length === 0) return closed
  const byLeg = Map.groupBy(nearby, ({ opening }) => opening.trade)
  for (const [old, closings] of byLeg) {
    if (!old || old === trade || old.openedAt >= startedAt) continue
    for (const ofLeg of Map.groupBy(closings, ({ key }) => key).values()) {
      const quantity = ofLeg.reduce((sum, closing) => sum.plus(closing.quantity), ZERO)
      const [from] = ofLeg
      if (from && hasCounterpart(entry, from.instrument, from.opening.sign, quantity))
        note(closed, old, quantity)
    }
  }
  return closed
}

function hasCounterpart(entry: Entry, from: Instrument, sign: Sign, quantity: Decimal): boolean {
  return entry.legs.some(({ opening: { instrument, sign: opened }, quantity: entered }) => {
    const alike = isOption(instrument) && instrument.kind === from.kind && opened === sign
    return alike && instrument.symbol !== from.symbol && entered.eq(quantity)
  })
}

/** The trade that gave most, then the oldest. */
function largest(closed: ClosedByTrade): Trade | undefined {
  if (closed.size === 0) return undefined
  const [first] = [...closed].sort(([a, qa], [b, qb]) => qb.cmp(qa) || older(a, b))
  return first?.[0]
}

/**
 * Links each new trade to the one that it was rolled from (design 5.6): by the closing legs of its own parent, or without one
 * by what orders of its window closed of the same type, sign and quantity.
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
  for (const { startedAt, lastAt, opened } of windows) {
    if (opened.length === 0) continue
    const nearby = closings.between(startedAt - reach, lastAt + reach)
    const inOrder = opened.length > 1 ? [...opened].sort((a, b) => older(a.trade, b.trade)) : opened
    for (const one of inOrder) {
      const old =
        largest(rolledByParent(one, closings)) ?? largest(rolledByLegs(one, nearby, startedAt))
      if (!old) continue
      one.trade.rolledFrom = old.id
      one.trade.chain = old.chainId
      one.trade.rollCount = old.rollCount + 1
    }
  }
}
