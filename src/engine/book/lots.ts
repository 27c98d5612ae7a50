import { append, NONE, sortFew } from '../model/arrays'
import { type CloseCause, withCause } from '../model/close-cause'
import { type Decimal, least, ZERO } from '../model/decimal'
import { known } from '../model/invariant'
import { Booked, type CarriedLot, type Source } from './posting'
import {
  LegState,
  type LotState,
  type OpeningState,
  type PositionState,
  type TradeState,
} from './state'

const byTime = (a: LotState, b: LotState) => a.at - b.at

export const legOf = (trade: TradeState, opening: OpeningState): LegState =>
  trade.legOf(opening.position, opening.follows !== null)

export function sumOf(lots: readonly LotState[]): Decimal {
  let sum = ZERO
  for (const lot of lots) sum = sum.plus(lot.quantity)
  return sum
}

export function grow(leg: LegState, quantity: Decimal): void {
  leg.position.version++
  if (leg.open.isZero && quantity.gt(0)) {
    const { trade } = leg
    trade.openLegs++
    leg.position.hold(leg)
    trade.closedAt = null
  }
  leg.open = leg.open.plus(quantity)
}

export function shrink(leg: LegState, quantity: Decimal): void {
  leg.position.version++
  leg.open = leg.open.minus(quantity)
  if (leg.open.gt(0)) return
  leg.trade.openLegs--
  leg.position.release(leg)
}

/** Adds lots to those of a leg, the oldest first. */
export function addLots(leg: LegState, lots: readonly LotState[]): void {
  leg.lots = leg.lots.length === 0 ? lots.slice() : sortFew([...leg.lots, ...lots], byTime)
}

/** Opens a lot of an opening, in its trade if it has one. */
export function openLot(opening: OpeningState, quantity: Decimal, { price, at }: Source): void {
  const lot: LotState = { opening, quantity, price, at }
  const value = price.times(quantity)
  opening.lots = append(opening.lots, lot)
  opening.closedAt = Number.POSITIVE_INFINITY
  opening.openedAt = Math.min(opening.openedAt, at)
  opening.noteOpened(quantity, value)
  const { trade } = opening
  if (!trade) return
  const leg = legOf(trade, opening)
  // An index of -1 would be slow.
  const last = leg.lots.length === 0 ? undefined : leg.lots[leg.lots.length - 1]
  if (last && last.at === at && last.opening !== opening) trade.isUntidy = true
  leg.lots = append(leg.lots, lot)
  leg.noteOpened(quantity, value)
  grow(leg, quantity)
  trade.openedAt = Math.min(trade.openedAt, at)
}

/**
 * Closes lots of a leg, first in first out. As much of it must be open.
 *
 * @returns a part for each lot that was closed.
 */
export function closeLots(
  leg: LegState,
  quantity: Decimal,
  source: Source,
  cause: CloseCause | null,
): readonly Booked[] {
  const { trade, position } = leg
  let parts: Booked[] = NONE
  let rest = quantity
  let done = 0
  for (const lot of leg.lots) {
    if (rest.isZero) break
    const taken = least(rest, lot.quantity)
    const realized = closeLot(leg, lot, taken, source, cause)
    parts = append(parts, new Booked(source, 'close', position, taken, lot.opening, null, realized))
    rest = rest.minus(taken)
    if (lot.quantity.isZero) done++
  }
  if (done > 0) leg.lots = done === leg.lots.length ? NONE : leg.lots.slice(done)
  shrink(leg, quantity)
  if (trade.openLegs === 0) trade.closedAt = source.at
  return parts
}

/** Like `closeLots`, with each lot closed at its own cost. */
export function closeLotsAtCost(
  leg: LegState,
  quantity: Decimal,
  source: Source,
  cause: CloseCause | null,
): readonly Booked[] {
  const parts: Booked[] = []
  let rest = quantity
  while (rest.gt(0)) {
    const lot = known(leg.lots[0], 'an open lot of', leg.position.key)
    const taken = least(rest, lot.quantity)
    const { price } = lot
    closeLots(leg, taken, { ...source, price }, cause)
    parts.push(new Booked(source, 'close', leg.position, taken, lot.opening, null, ZERO))
    rest = rest.minus(taken)
  }
  return parts
}

/** Closes a quantity of a lot; returns what that earned, before fees. */
function closeLot(
  leg: LegState,
  lot: LotState,
  quantity: Decimal,
  { price, at }: Source,
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

/** Takes quantity out of a lot and leaves its total cost. */
export function shrinkLot(leg: LegState, lot: LotState, quantity: Decimal): void {
  const left = lot.quantity.minus(quantity)
  leg.position.version++
  lot.price = lot.price.times(lot.quantity).div(left)
  lot.quantity = left
  leg.open = leg.open.minus(quantity)
  lot.opening.expected = lot.opening.expected.minus(quantity)
  leg.opened = leg.opened.minus(quantity)
  lot.opening.opened = lot.opening.opened.minus(quantity)
}

/** Carries the open lots of a leg into another position. The old leg forgets them. */
export function carryLots(
  leg: LegState,
  to: PositionState,
  carried: readonly CarriedLot[],
  lotOf: (lot: CarriedLot['lot']) => LotState,
): void {
  const moved = new LegState(leg.trade, to, leg.delivered)
  for (const { lot: view, quantity, price } of carried) {
    const lot = lotOf(view)
    leg.opened = leg.opened.minus(lot.quantity)
    leg.openedValue = leg.openedValue.minus(lot.price.times(lot.quantity))
    lot.quantity = quantity
    lot.price = price
    moved.noteOpened(quantity, price.times(quantity))
    moved.open = moved.open.plus(quantity)
    moved.lots = [...moved.lots, lot]
  }
  leg.lots = NONE
  leg.open = ZERO
  leg.trade.shape = renamedIn(leg.trade.shape, leg.position.key, to.key)
  replaceLeg(leg, moved)
}

/** A shape in which a leg has another name. Whole words only: F is no part of FB. */
const renamedIn = (shape: string, from: string, to: string): string =>
  shape
    .split(' ')
    .map((word) => (word.split('*')[0] === from ? to + word.slice(from.length) : word))
    .join(' ')

/** Puts a leg in the place of the one that a corporate action turned into it. */
function replaceLeg(old: LegState, moved: LegState): void {
  const { trade } = old
  old.position.release(old)
  old.position.version++
  moved.position.version++
  trade.rename(old.instrument.symbol, moved.instrument.symbol)
  if (old.opened.isZero) trade.legs = trade.legs.filter((leg) => leg !== old)
  const known = trade.legs.find((leg) => leg.position === moved.position && !leg.delivered)
  if (known) {
    known.add(moved)
    known.lots = [...known.lots, ...moved.lots].sort(byTime)
    if (known.open.gt(0)) trade.openLegs--
    known.open = known.open.plus(moved.open)
  }
  // The present name of a leg stands last: the trade's underlying follows it.
  const now = known ?? moved
  trade.legs = [...trade.legs.filter((leg) => leg !== known), now]
  now.position.hold(now)
}
