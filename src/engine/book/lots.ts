import { append, NONE, sortFew } from '../model/arrays'
import { type CloseCause, withCause } from '../model/close-cause'
import { type Decimal, least, ZERO } from '../model/decimal'
import { known } from '../model/invariant'
import { costOf, costOfPart, VALUE_PLACES } from './cost'
import { Booked, type CarriedLot, type Posting, type Source } from './posting'
import {
  LegState,
  type LotState,
  type OpeningState,
  type PositionState,
  type TradeState,
} from './state'
import type { LotOrigin } from './view'

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

/**
 * Opens a lot of an opening, in its trade if it has one.
 *
 * @param cost the total without multiplier, where the source's price cannot express it; else null.
 */
export function openLot(
  opening: OpeningState,
  quantity: Decimal,
  { price, at, since }: Source,
  cost: Decimal | null = null,
): void {
  const origin = since === undefined ? null : originOf(opening, quantity, since)
  const lot: LotState = { opening, quantity, price, cost: null, at, origin }
  if (cost !== null) setCost(lot, cost)
  const value = cost ?? price.times(quantity)
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

const originOf = (
  { instrument }: Pick<OpeningState, 'instrument'>,
  quantity: Decimal,
  since: LotOrigin['since'] = null,
): LotOrigin => ({ symbol: instrument.symbol, quantity, since })

/**
 * Takes the origin of a quantity out of a lot that is about to lose the quantity. Null if the lot
 * is as it was opened.
 */
function takeOrigin(lot: LotState, quantity: Decimal): LotOrigin | null {
  const { origin } = lot
  if (origin === null || quantity.eq(lot.quantity)) return origin
  const part = origin.quantity.times(quantity).divTo(lot.quantity, VALUE_PLACES)
  lot.origin = { ...origin, quantity: origin.quantity.minus(part) }
  return { ...origin, quantity: part }
}

/** Sets a lot's total cost; its price follows. */
function setCost(lot: LotState, cost: Decimal): void {
  lot.price = cost.div(lot.quantity)
  lot.cost = lot.price.times(lot.quantity).eq(cost) ? null : cost
}

/** Takes a quantity out of a lot; returns what it cost. */
function takeOut(lot: LotState, quantity: Decimal): Decimal {
  const cost = costOfPart(lot, quantity)
  if (lot.cost !== null) lot.cost = lot.cost.minus(cost)
  lot.quantity = lot.quantity.minus(quantity)
  return cost
}

/**
 * Closes lots of a leg, first in first out. As much of it must be open.
 *
 * @param value what it brings in all, where the source's price cannot express it.
 * @returns a part for each lot that was closed.
 */
export function closeLots(
  leg: LegState,
  quantity: Decimal,
  source: Source,
  cause: CloseCause | null,
  value?: Decimal,
): readonly Booked[] {
  const { trade, position } = leg
  let parts: Booked[] = NONE
  let rest = quantity
  let left = value
  let done = 0
  for (const lot of leg.lots) {
    if (rest.isZero) break
    const taken = least(rest, lot.quantity)
    let part: Decimal | null = null
    if (left) {
      part = taken.eq(rest) ? left : left.times(taken).divTo(rest, VALUE_PLACES)
      left = left.minus(part)
    }
    const { opening } = lot
    const origin = takeOrigin(lot, taken)
    const realized = closeLot(leg, lot, taken, source, cause, part)
    parts = append(
      parts,
      new Booked(source, 'close', position, taken, opening, null, realized, part, lot, origin),
    )
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
    parts.push(...closeLots(leg, taken, source, cause, costOfPart(lot, taken)))
    rest = rest.minus(taken)
  }
  return parts
}

/**
 * Closes a quantity of a lot; returns what that earned, before fees.
 *
 * @param given its total price, where the source's price cannot express it; else null.
 */
function closeLot(
  leg: LegState,
  lot: LotState,
  quantity: Decimal,
  { price, at }: Source,
  cause: CloseCause | null,
  given: Decimal | null,
): Decimal {
  const { opening } = lot
  const value = given ?? price.times(quantity)
  let gain: Decimal
  if (given === null && lot.cost === null) {
    const each = leg.sign > 0 ? price.minus(lot.price) : lot.price.minus(price)
    gain = each.times(quantity)
    lot.quantity = lot.quantity.minus(quantity)
  } else {
    const cost = takeOut(lot, quantity)
    gain = leg.sign > 0 ? value.minus(cost) : cost.minus(value)
  }
  const realized = gain.times(leg.instrument.multiplier)
  leg.noteClosed(quantity, value, realized)
  if (cause) leg.causes = withCause(leg.causes, cause)
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
  const cost = costOf(lot)
  leg.position.version++
  lot.origin ??= originOf(leg, lot.quantity)
  lot.quantity = lot.quantity.minus(quantity)
  setCost(lot, cost)
  leg.open = leg.open.minus(quantity)
  lot.opening.expected = lot.opening.expected.minus(quantity)
  leg.opened = leg.opened.minus(quantity)
  lot.opening.opened = lot.opening.opened.minus(quantity)
}

/** Gives a lot another total cost. */
export function recostLot(leg: LegState, lot: LotState, cost: Decimal): void {
  leg.openedValue = leg.openedValue.plus(cost.minus(costOf(lot)))
  leg.position.version++
  setCost(lot, cost)
}

/** Books cash that a leg earns without closing any of it. */
export function earnIn(
  leg: LegState,
  { lot, cash, source }: Pick<Extract<Posting, { type: 'earn' }>, 'lot' | 'cash' | 'source'>,
): Booked {
  const { opening, origin } = lot
  const value = leg.sign > 0 ? cash : cash.neg()
  leg.noteClosed(ZERO, value.div(leg.instrument.multiplier), cash)
  const since = origin?.since ? { ...origin, quantity: ZERO } : null
  return new Booked(source, 'close', leg.position, ZERO, opening, null, cash, ZERO, lot, since)
}

/** Carries open lots of a leg into another position. A leg that is left empty forgets them. */
export function carryLots(
  leg: LegState,
  to: PositionState,
  carried: readonly CarriedLot[],
  lotOf: (lot: CarriedLot['lot']) => LotState,
): void {
  const moved = new LegState(leg.trade, to, leg.delivered)
  // The cost of lots too small to become anything: the next lot has it.
  let over = ZERO
  for (const { lot: view, taken, quantity, value } of carried) {
    const lot = lotOf(view)
    leg.opened = leg.opened.minus(taken)
    leg.open = leg.open.minus(taken)
    const origin = takeOrigin(lot, taken) ?? originOf(leg, taken)
    leg.openedValue = leg.openedValue.minus(takeOut(lot, taken))
    const { opening, at, price } = lot
    const part = { opening, at, price, cost: null, quantity: ZERO, origin }
    const whole = lot.quantity.isZero ? lot : part
    if (quantity.isZero && view !== carried.at(-1)?.lot) {
      over = over.plus(value)
      continue
    }
    whole.quantity = quantity
    whole.origin = origin
    setCost(whole, value.plus(over))
    moved.noteOpened(quantity, value.plus(over))
    over = ZERO
    moved.open = moved.open.plus(quantity)
    moved.lots = [...moved.lots, whole]
  }
  leg.lots = leg.lots.filter((lot) => !lot.quantity.isZero && !moved.lots.includes(lot))
  if (!leg.open.isZero) {
    leg.position.version++
    placeLeg(moved)
    return
  }
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
  trade.rename(old.instrument.symbol, moved.instrument.symbol)
  if (old.opened.isZero) {
    // What it earned without closing anything goes on under its new name.
    moved.add(old)
    trade.legs = trade.legs.filter((leg) => leg !== old)
  }
  trade.openLegs--
  placeLeg(moved)
}

/** Puts a new leg into its trade, or into the leg that the trade has of its position. */
function placeLeg(moved: LegState): void {
  const { trade } = moved
  moved.position.version++
  const known = trade.legs.find((leg) => leg.position === moved.position && !leg.delivered)
  if (!known || known.open.isZero) trade.openLegs++
  if (known) {
    known.add(moved)
    known.lots = [...known.lots, ...moved.lots].sort(byTime)
    known.open = known.open.plus(moved.open)
  }
  // The present name of a leg stands last: the trade's underlying follows it.
  const now = known ?? moved
  trade.legs = [...trade.legs.filter((leg) => leg !== known), now]
  now.position.hold(now)
}
