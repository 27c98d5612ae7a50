import { withCause } from './causes'
import { type Decimal, least, ZERO } from './decimal'
import type { Micros } from './facts'
import { append, sortFew } from './few'
import { FillPart, type FillSource } from './fills'
import { type Lot, NO_LOTS, type Opening } from './opening'
import type { CloseCause } from './trade'
import type { Trade, TradeLeg } from './trade-state'

const byTime = (a: Lot, b: Lot) => a.at - b.at

const NOBODY: readonly Trade[] = []

/** The trades that are open, found by the legs that they hold. */
export class Book {
  private readonly byLeg = new Map<string, Trade[]>()

  /** The trades that hold a leg, as they came to. Good until the book changes. */
  holders(key: string): readonly Trade[] {
    return this.byLeg.get(key) ?? NOBODY
  }

  /** How much of a leg is held in all. */
  held(key: string): Decimal {
    let held = ZERO
    for (const trade of this.holders(key)) held = held.plus(trade.leg(key)?.open ?? ZERO)
    return held
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
    this.grow(trade, leg, sumOf(lots))
  }

  /** Takes a trade apart: its openings are free again. */
  dissolve(trade: Trade): void {
    for (const opening of trade.openings) opening.trade = null
    for (const { key } of trade.legs) this.release(trade, key)
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
    if (open.gt(0)) this.shrink(trade, leg, open)
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
    this.grow(trade, leg, quantity)
    trade.openedAt = Math.min(trade.openedAt, at)
  }

  /**
   * Closes lots of one leg of a trade, first in first out (design 5.5). The trade must hold the quantity.
   *
   * @param parts where to note what was closed of which opening.
   */
  close(
    trade: Trade,
    key: string,
    quantity: Decimal,
    source: FillSource,
    cause: CloseCause | null,
    parts: FillPart[],
  ): void {
    const leg = trade.leg(key)
    if (!leg) return
    const { instrument, sign } = leg
    let rest = quantity
    let done = 0
    for (const lot of leg.lots) {
      if (rest.isZero) break
      const taken = least(rest, lot.quantity)
      const { opening: holder } = lot
      const realized = closeLot(leg, lot, taken, source, cause)
      parts.push(new FillPart(source, 'close', instrument, sign, taken, holder, realized))
      rest = rest.minus(taken)
      if (lot.quantity.isZero) done++
    }
    if (done > 0) leg.lots = done === leg.lots.length ? NO_LOTS : leg.lots.slice(done)
    this.shrink(trade, leg, quantity.minus(rest))
    if (trade.openLegs === 0) trade.closedAt = source.at
  }

  /** Puts a leg in the place of another that a corporate action turned into it. */
  replaceLeg(trade: Trade, key: string, moved: TradeLeg): void {
    const old = trade.leg(key)
    this.release(trade, key)
    if (old) {
      trade.renamed ??= new Map()
      trade.renamed.set(old.instrument.symbol, moved.instrument.symbol)
    }
    if (old?.opened.isZero) trade.legs = trade.legs.filter((leg) => leg !== old)
    const known = trade.leg(moved.key)
    if (known) {
      known.add(moved)
      known.lots = [...known.lots, ...moved.lots].sort(byTime)
      if (known.open.gt(0)) trade.openLegs--
      known.open = known.open.plus(moved.open)
    } else trade.legs = [...trade.legs, moved]
    this.hold(trade, moved.key)
  }

  /** Takes quantity out of what was opened, leaving its cost: what is left cost more each. */
  lose(trade: Trade, key: string, opening: Opening, quantity: Decimal): void {
    const leg = trade.leg(key)
    if (!leg) return
    leg.open = leg.open.minus(quantity)
    opening.expected = opening.expected.minus(quantity)
    for (const tally of [leg, opening]) tally.opened = tally.opened.minus(quantity)
  }

  private hold(trade: Trade, key: string): void {
    const holders = this.byLeg.get(key)
    if (!holders) this.byLeg.set(key, [trade])
    else if (!holders.includes(trade)) holders.push(trade)
  }

  private release(trade: Trade, key: string): void {
    const holders = this.byLeg.get(key)
    const index = holders?.indexOf(trade) ?? -1
    if (index >= 0) holders?.splice(index, 1)
  }

  private grow(trade: Trade, leg: TradeLeg, quantity: Decimal): void {
    if (leg.open.isZero && quantity.gt(0)) {
      trade.openLegs++
      this.hold(trade, leg.key)
      trade.closedAt = null
    }
    leg.open = leg.open.plus(quantity)
  }

  private shrink(trade: Trade, leg: TradeLeg, quantity: Decimal): void {
    leg.open = leg.open.minus(quantity)
    if (leg.open.gt(0)) return
    trade.openLegs--
    this.release(trade, leg.key)
  }
}

const legOf = (trade: Trade, opening: Opening): TradeLeg =>
  trade.legOf(opening, opening.follows !== null)

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
  if (!opening.final) {
    opening.noteClosed(quantity, value, realized)
    if (cause) opening.causes = withCause(opening.causes, cause)
  }
  lot.quantity = lot.quantity.minus(quantity)
  if (lot.quantity.isZero) {
    opening.lots =
      opening.lots.length === 1 ? NO_LOTS : opening.lots.filter((other) => other !== lot)
    if (opening.isOver) opening.closedAt = at
  }
  return realized
}
