import { withCause } from './causes'
import { type Decimal, least, ZERO } from './decimal'
import type { Micros } from './facts'
import { type Lot, legKey, type Opening, type Tally } from './opening'
import { sortFew } from './sort-few'
import type { CloseCause } from './trade'
import { type Trade, TradeLeg } from './trade-state'

/** A quantity closed of one opening, as the fills of trades tell it. */
export interface ClosedPart {
  opening: Opening
  quantity: Decimal
  realized: Decimal
}

const byTime = (a: Lot, b: Lot) => a.at - b.at

/** Every trade that is open, found by the legs that it holds. */
export class Book {
  private readonly byLeg = new Map<string, Set<Trade>>()
  readonly open = new Set<Trade>()

  holders(key: string): Trade[] {
    return [...(this.byLeg.get(key) ?? [])]
  }

  /** Quantity held of each leg. */
  holdings(): Map<string, Decimal> {
    const held = new Map<string, Decimal>()
    for (const trade of this.open) {
      for (const { instrument, sign, open } of trade.legs.values()) {
        const key = legKey(instrument.symbol, sign)
        if (open.gt(0)) held.set(key, (held.get(key) ?? ZERO).plus(open))
      }
    }
    return held
  }

  /** Puts an opening, with whatever lots and closings it has, into a trade. */
  attach(opening: Opening, trade: Trade): void {
    const leg = this.legOf(trade, opening)
    opening.trade = trade
    trade.openings.push(opening)
    leg.tally.add(opening.tally)
    trade.openedAt = Math.min(trade.openedAt, opening.openedAt)
    if (Number.isFinite(opening.closedAt))
      trade.closedAt = Math.max(trade.closedAt ?? 0, opening.closedAt)
    if (opening.lots.length > 0) {
      leg.lots =
        leg.lots.length === 0 ? [...opening.lots] : sortFew([...leg.lots, ...opening.lots], byTime)
      this.grow(
        trade,
        leg,
        opening.lots.reduce((sum, lot) => sum.plus(lot.quantity), ZERO),
      )
    }
  }

  /** Takes a trade apart: its openings are free again. */
  dissolve(trade: Trade): void {
    for (const opening of trade.openings) opening.trade = null
    for (const key of trade.legs.keys()) this.byLeg.get(key)?.delete(trade)
    this.open.delete(trade)
  }

  /** Takes an opening out of a trade that it scaled into. */
  detach(opening: Opening): void {
    const { trade } = opening
    if (!trade) return
    const rest = trade.openings.filter((other) => other !== opening)
    const leg = this.legOf(trade, opening)
    leg.lots = leg.lots.filter((lot) => lot.opening !== opening)
    subtract(leg.tally, opening.tally)
    const open = opening.lots.reduce((sum, lot) => sum.plus(lot.quantity), ZERO)
    if (open.gt(0)) this.shrink(trade, leg, open)
    trade.openings = rest
    opening.trade = null
  }

  openLot(opening: Opening, quantity: Decimal, price: Decimal, at: Micros): void {
    const lot = { opening, quantity, price, at }
    opening.lots.push(lot)
    opening.closedAt = Number.POSITIVE_INFINITY
    opening.openedAt = Math.min(opening.openedAt, at)
    note(opening.tally, quantity, price)
    const { trade } = opening
    if (!trade) return
    const leg = this.legOf(trade, opening)
    leg.lots.push(lot)
    note(leg.tally, quantity, price)
    this.grow(trade, leg, quantity)
    trade.openedAt = Math.min(trade.openedAt, at)
  }

  /** Closes lots of one leg of a trade, first in first out (design 5.5). The trade must hold the quantity. */
  close(
    trade: Trade,
    key: string,
    quantity: Decimal,
    price: Decimal,
    at: Micros,
    cause: CloseCause | null,
  ): ClosedPart[] {
    const leg = trade.legs.get(key)
    if (!leg) return []
    const parts: ClosedPart[] = []
    let rest = quantity
    let done = 0
    for (const lot of leg.lots) {
      if (rest.eq(0)) break
      const taken = least(rest, lot.quantity)
      parts.push(closeLot(leg, lot, taken, price, at, cause))
      rest = rest.minus(taken)
      if (lot.quantity.eq(0)) done++
    }
    leg.lots.splice(0, done)
    this.shrink(trade, leg, quantity.minus(rest))
    if (trade.openLegs === 0) trade.closedAt = at
    return parts
  }

  /** Puts a leg in the place of another that a corporate action turned into it. */
  replaceLeg(trade: Trade, key: string, moved: TradeLeg): void {
    const old = trade.legs.get(key)
    this.byLeg.get(key)?.delete(trade)
    if (old?.tally.opened.eq(0)) trade.legs.delete(key)
    const newKey = moved.key
    const known = trade.legs.get(newKey)
    if (known) {
      known.tally.add(moved.tally)
      known.lots = [...known.lots, ...moved.lots].sort(byTime)
      if (known.open.gt(0)) trade.openLegs--
      known.open = known.open.plus(moved.open)
    } else trade.legs.set(newKey, moved)
    this.hold(trade, newKey)
  }

  /** Takes quantity out of what was opened, leaving its cost: what is left cost more each. */
  lose(trade: Trade, key: string, opening: Opening, quantity: Decimal): void {
    const leg = trade.legs.get(key)
    if (!leg) return
    leg.open = leg.open.minus(quantity)
    opening.expected = opening.expected.minus(quantity)
    for (const tally of [leg.tally, opening.tally]) tally.opened = tally.opened.minus(quantity)
  }

  private hold(trade: Trade, key: string): void {
    const holders = this.byLeg.get(key)
    if (holders) holders.add(trade)
    else this.byLeg.set(key, new Set([trade]))
  }

  private legOf(trade: Trade, opening: Opening): TradeLeg {
    const delivered = opening.follows !== null
    const key = delivered ? `${opening.key} delivered` : opening.key
    let leg = trade.legs.get(key)
    if (!leg) {
      leg = new TradeLeg(opening.instrument, opening.sign, delivered)
      trade.legs.set(key, leg)
    }
    return leg
  }

  private grow(trade: Trade, leg: TradeLeg, quantity: Decimal): void {
    if (leg.open.eq(0) && quantity.gt(0)) {
      trade.openLegs++
      this.hold(trade, leg.key)
      this.open.add(trade)
      trade.closedAt = null
    }
    leg.open = leg.open.plus(quantity)
  }

  private shrink(trade: Trade, leg: TradeLeg, quantity: Decimal): void {
    leg.open = leg.open.minus(quantity)
    if (leg.open.gt(0)) return
    trade.openLegs--
    this.byLeg.get(leg.key)?.delete(trade)
    if (trade.openLegs === 0) this.open.delete(trade)
  }
}

function note(tally: Tally, quantity: Decimal, price: Decimal): void {
  tally.opened = tally.opened.plus(quantity)
  tally.openedValue = tally.openedValue.plus(price.times(quantity))
}

function subtract(tally: Tally, other: Tally): void {
  tally.opened = tally.opened.minus(other.opened)
  tally.openedValue = tally.openedValue.minus(other.openedValue)
  tally.closed = tally.closed.minus(other.closed)
  tally.closedValue = tally.closedValue.minus(other.closedValue)
  tally.realized = tally.realized.minus(other.realized)
}

function closeLot(
  leg: TradeLeg,
  lot: Lot,
  quantity: Decimal,
  price: Decimal,
  at: Micros,
  cause: CloseCause | null,
) {
  const { opening } = lot
  const gain = (leg.sign > 0 ? price.minus(lot.price) : lot.price.minus(price)).times(quantity)
  const realized = gain.times(leg.instrument.multiplier)
  const value = price.times(quantity)
  for (const tally of [opening.tally, leg.tally]) {
    tally.closed = tally.closed.plus(quantity)
    tally.closedValue = tally.closedValue.plus(value)
    tally.realized = tally.realized.plus(realized)
    if (cause) tally.causes = withCause(tally.causes, cause)
  }
  lot.quantity = lot.quantity.minus(quantity)
  if (lot.quantity.eq(0)) {
    opening.lots.splice(opening.lots.indexOf(lot), 1)
    if (opening.isOver) opening.closedAt = at
  }
  return { opening, quantity, realized }
}
