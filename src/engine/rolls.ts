import { older } from './closing-search'
import { type Decimal, ZERO } from './decimal'
import type { Entry } from './entries'
import type { Micros } from './facts'
import { holderTrade } from './fill-rows'
import type { FillPart } from './fills'
import type { Held } from './held'
import { type Instrument, isOption, type Sign } from './instrument'
import type { Opening } from './opening'
import type { ParentOrder } from './placed'
import { Trade } from './trade-state'
import type { OpenedTrade, PastWindow } from './windows'

/**
 * What orders closed of known openings, found by when the order was created. Legs of a parent that opens as well roll what they
 * close into what it opens, and into nothing else.
 */
class Closings {
  private readonly parts: FillPart[] = []
  /** The parents that roll. */
  private readonly rolling = new Set<ParentOrder>()

  constructor(parts: readonly FillPart[]) {
    let isInOrder = true
    let last = Number.NEGATIVE_INFINITY
    for (const part of parts) {
      const { placed } = part.source
      if (part.effect !== 'close' || !placed || part.holder instanceof Trade) continue
      if (placed.parent?.opens) this.roll(placed.parent, part)
      else {
        this.parts.push(part)
        isInOrder &&= last <= placed.at
        last = placed.at
      }
    }
    if (!isInOrder) this.parts.sort((a, b) => createdAt(a) - createdAt(b))
  }

  private roll(parent: ParentOrder, part: FillPart): void {
    parent.rolled.push(part)
    this.rolling.add(parent)
  }

  /** Forgets what parents rolled. */
  end(): void {
    for (const parent of this.rolling) parent.rolled = []
  }

  /** Those by orders created between two moments, both included, as their orders were created. */
  between(from: Micros, to: Micros): readonly FillPart[] {
    let [low, high] = [0, this.parts.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (createdAt(this.parts[middle]) < from) low = middle + 1
      else high = middle
    }
    let end = low
    while (end < this.parts.length && createdAt(this.parts[end]) <= to) end++
    return end === low ? NOTHING : this.parts.slice(low, end)
  }
}

const NOTHING: readonly FillPart[] = []

const createdAt = (part: FillPart | undefined): Micros => part?.source.placed?.at ?? 0

type ClosedByTrade = Map<Trade, Decimal>

const note = (closed: ClosedByTrade, trade: Trade, quantity: Decimal) =>
  closed.set(trade, (closed.get(trade) ?? ZERO).plus(quantity))

/** Old trades that closing legs of the new trade's own parents closed. */
function rolledByParent({ trade, entry }: OpenedTrade): ClosedByTrade | null {
  const isRoll = ({ parent }: Opening) => parent !== null && parent.rolled.length > 0
  if (!entry.openings.some(isRoll)) return null
  const closed: ClosedByTrade = new Map()
  for (const parent of new Set(entry.openings.map((opening) => opening.parent))) {
    for (const { holder, quantity } of parent?.rolled ?? NOTHING) {
      const old = holderTrade(holder)
      if (old && old !== trade) note(closed, old, quantity)
    }
  }
  return closed
}

/** Old trades of whose legs the window closed as much as the new trade opened of the same type and sign elsewhere. */
function rolledByLegs(
  { trade, entry }: OpenedTrade,
  nearby: readonly FillPart[],
  startedAt: Micros,
): ClosedByTrade | null {
  if (nearby.length === 0) return null
  const closed: ClosedByTrade = new Map()
  const byTrade = Map.groupBy(nearby, ({ holder }) => holderTrade(holder))
  for (const [old, parts] of byTrade) {
    if (!old || old === trade || old.openedAt >= startedAt) continue
    for (const ofLeg of Map.groupBy(parts, legOf).values()) {
      const quantity = ofLeg.reduce((sum, part) => sum.plus(part.quantity), ZERO)
      const [from] = ofLeg
      if (from && hasCounterpart(entry, from.instrument, from.sign, quantity))
        note(closed, old, quantity)
    }
  }
  return closed
}

const legOf = ({ held }: FillPart): Held => held

function hasCounterpart(entry: Entry, from: Instrument, sign: Sign, quantity: Decimal): boolean {
  return entry.legs.some(({ opening: { instrument, sign: opened }, entered }) => {
    const alike = isOption(instrument) && instrument.kind === from.kind && opened === sign
    return alike && instrument.symbol !== from.symbol && entered.eq(quantity)
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
 * @param parts what was executed since the windows before them.
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
      const old = largest(rolledByParent(one)) ?? largest(rolledByLegs(one, nearby, startedAt))
      if (!old) continue
      one.trade.rolledFrom = old.id
      one.trade.chain = old.chainId
      one.trade.rollCount = old.rollCount + 1
    }
  }
  closings.end()
}
