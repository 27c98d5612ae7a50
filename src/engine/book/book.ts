import type { Micros } from '../../time/micros'
import { append, NONE, sortFew } from '../model/arrays'
import { withCause } from '../model/causes'
import { type Decimal, least, ZERO } from '../model/decimal'
import { type Instrument, legKey, type Sign } from '../model/instrument'
import type { CloseCause } from '../model/trade'
import type { Lot, Opening } from './opening'
import { Held } from './position'
import { FillPart, type FillSource } from './posting'
import type { Trade, TradeLeg } from './trade-state'

const byTime = (a: Lot, b: Lot) => a.at - b.at

/** What is held, and the lots of the trades that hold it. */
export class Book {
  private readonly byKey = new Map<string, Held>()

  /** One side of a symbol. */
  held(instrument: Instrument, sign: Sign): Held {
    const key = instrument.keyOn(sign)
    const known = this.byKey.get(key)
    if (known) return known
    const held = new Held(instrument, sign)
    this.byKey.set(key, held)
    return held
  }

  /** One side of a symbol, if it was ever held. */
  find(symbol: string, sign: Sign): Held | undefined {
    return this.byKey.get(legKey(symbol, sign))
  }

  /** How much is held of one side of a symbol. */
  quantity(symbol: string, sign: Sign): Decimal {
    let quantity = ZERO
    for (const { open } of this.find(symbol, sign)?.holders ?? NONE) quantity = quantity.plus(open)
    return quantity
  }

  /** Puts an opening, with whatever lots and closings it has, into a trade. */
  attach(opening: Opening, trade: Trade): void {
    const leg = legOf(trade, opening)
    opening.trade = trade
    trade.openings = append(trade.openings, opening)
    leg.add(opening)
    trade.openedAt = Math.min(trade.openedAt, opening.openedAt)
    if (Number.isFinite(opening.closedAt))
      trade.closedAt = Math.max(trade.closedAt ?? 0, opening.closedAt)
    const { lots } = opening
    if (lots.length === 0) return
    leg.lots = leg.lots.length === 0 ? lots.slice() : sortFew([...leg.lots, ...lots], byTime)
    this.grow(leg, sumOf(lots))
  }

  /** Takes a trade apart: its openings are free again. */
  dissolve(trade: Trade): void {
    for (const opening of trade.openings) opening.trade = null
    for (const leg of trade.legs) leg.held.release(leg)
  }

  /** Takes an opening out of a trade that it scaled into. */
  detach(opening: Opening): void {
    const { trade } = opening
    if (!trade) return
    const rest = trade.openings.filter((other) => other !== opening)
    const leg = legOf(trade, opening)
    leg.lots = leg.lots.filter((lot) => lot.opening !== opening)
    leg.subtract(opening)
    const open = sumOf(opening.lots)
    if (open.gt(0)) this.shrink(leg, open)
    trade.openings = rest
    opening.trade = null
  }

  openLot(opening: Opening, quantity: Decimal, price: Decimal, at: Micros): void {
    const lot: Lot = { opening, quantity, price, at }
    const value = price.times(quantity)
    opening.lots = append(opening.lots, lot)
    opening.closedAt = Number.POSITIVE_INFINITY
    opening.openedAt = Math.min(opening.openedAt, at)
    opening.noteOpened(quantity, value)
    const { trade } = opening
    if (!trade) return
    const leg = legOf(trade, opening)
    leg.lots = append(leg.lots, lot)
    leg.noteOpened(quantity, value)
    this.grow(leg, quantity)
    trade.openedAt = Math.min(trade.openedAt, at)
  }

  /**
   * Closes lots of a leg, first in first out (design 5.5). As much of it must be open.
   *
   * @returns a part for each opening that was closed.
   */
  close(
    leg: TradeLeg,
    quantity: Decimal,
    source: FillSource,
    cause: CloseCause | null,
  ): readonly FillPart[] {
    const { trade, held } = leg
    let parts: FillPart[] = NONE
    let rest = quantity
    let done = 0
    for (const lot of leg.lots) {
      if (rest.isZero) break
      const taken = least(rest, lot.quantity)
      const { opening: holder } = lot
      const realized = closeLot(leg, lot, taken, source, cause)
      parts = append(parts, new FillPart(source, 'close', held, taken, holder, realized))
      rest = rest.minus(taken)
      if (lot.quantity.isZero) done++
    }
    if (done > 0) leg.lots = done === leg.lots.length ? NONE : leg.lots.slice(done)
    this.shrink(leg, quantity)
    if (trade.openLegs === 0) trade.closedAt = source.at
    return parts
  }

  /** Puts a leg in the place of another that a corporate action turned into it. */
  replaceLeg(old: TradeLeg, moved: TradeLeg): void {
    const { trade } = old
    old.held.release(old)
    trade.rename(old.instrument.symbol, moved.instrument.symbol)
    if (old.opened.isZero) trade.legs = trade.legs.filter((leg) => leg !== old)
    const known = trade.leg(moved.held)
    if (known) {
      known.add(moved)
      known.lots = [...known.lots, ...moved.lots].sort(byTime)
      if (known.open.gt(0)) trade.openLegs--
      known.open = known.open.plus(moved.open)
    }
    // What a leg is called now stands last, and says what the trade is of.
    const now = known ?? moved
    trade.legs = [...trade.legs.filter((leg) => leg !== known), now]
    now.held.hold(now)
  }

  /** Takes quantity out of what was opened, leaving its cost: what is left cost more each. */
  lose(leg: TradeLeg, opening: Opening, quantity: Decimal): void {
    leg.open = leg.open.minus(quantity)
    opening.expected = opening.expected.minus(quantity)
    for (const tally of [leg, opening]) tally.opened = tally.opened.minus(quantity)
  }

  private grow(leg: TradeLeg, quantity: Decimal): void {
    if (leg.open.isZero && quantity.gt(0)) {
      const { trade } = leg
      trade.openLegs++
      leg.held.hold(leg)
      trade.closedAt = null
    }
    leg.open = leg.open.plus(quantity)
  }

  private shrink(leg: TradeLeg, quantity: Decimal): void {
    leg.open = leg.open.minus(quantity)
    if (leg.open.gt(0)) return
    leg.trade.openLegs--
    leg.held.release(leg)
  }
}

const legOf = (trade: Trade, opening: Opening): TradeLeg =>
  trade.legOf(opening.held, opening.follows !== null)

function sumOf(lots: readonly Lot[]): Decimal {
  let sum = ZERO
  for (const lot of lots) sum = sum.plus(lot.quantity)
  return sum
}

/** Closes a quantity of a lot; returns what that earned, before fees. */
function closeLot(
  leg: TradeLeg,
  lot: Lot,
  quantity: Decimal,
  { price, at }: FillSource,
  cause: CloseCause | null,
): Decimal {
  const { opening } = lot
  const gain = leg.sign > 0 ? price.minus(lot.price) : lot.price.minus(price)
  const realized = gain.times(quantity).times(leg.instrument.multiplier)
  const value = price.times(quantity)
  leg.noteClosed(quantity, value, realized)
  if (cause) leg.causes = withCause(leg.causes, cause)
  lot.quantity = lot.quantity.minus(quantity)
  if (opening.final) return realized
  opening.noteClosed(quantity, value, realized)
  if (cause) opening.causes = withCause(opening.causes, cause)
  if (lot.quantity.isZero) {
    opening.lots = opening.lots.length === 1 ? NONE : opening.lots.filter((other) => other !== lot)
    if (opening.isOver) opening.closedAt = at
  }
  return realized
}
