import { session } from '../../../../time/exchange-calendar'
import { termsOf } from '../../instrument'
import type { Desk, Leg, Pace, Story } from '../desk'
import { toClose, toOpen } from '../ticket'
import type { Underlying } from '../underlyings'
import { trade, tradeLegByLeg, tryTrade } from '../working'

/** An open option structure. */
export interface Carried {
  readonly underlying: Underlying
  readonly legs: readonly Leg[]
  readonly qty: number
  /** Whether it is opened and closed as orders of one leg each. */
  readonly legByLeg: boolean
  /** Whether the account cannot afford a hundred shares. */
  readonly expensive: boolean
}

/** Opens a structure, holds it and closes it in one of several ways. */
export function* openAndCarry(desk: Desk, carried: Carried, pace: Pace): Story {
  if (!desk.reserve(carried.legs)) return
  const legs = toOpen(carried.legs)
  const filled = carried.legByLeg
    ? yield* tradeLegByLeg(desk, legs, carried.qty)
    : yield* tryTrade(desk, legs, carried.qty)
  if (filled > 0) yield* carry(desk, yield* scaleIn(desk, { ...carried, qty: filled }, pace), pace)
  desk.release(carried.legs)
}

/** Sometimes adds to the structure after a day or so. */
function* scaleIn(desk: Desk, carried: Carried, pace: Pace): Story<Carried> {
  if (carried.legByLeg || !desk.random.chance(0.1)) return carried
  yield desk.hold(pace, 1, 3)
  if (isOver(desk, carried)) return carried
  const added = yield* tryTrade(desk, toOpen(carried.legs), 1)
  return { ...carried, qty: carried.qty + added }
}

function* carry(desk: Desk, carried: Carried, pace: Pace): Story {
  const fate = desk.random.weighted<'close' | 'expire' | 'roll'>([
    { weight: 55, value: 'close' },
    { weight: pace === 'live' ? 3 : 28, value: 'expire' },
    { weight: carried.legs.length <= 2 ? 16 : 0, value: 'roll' },
  ])
  const lastCall = desk.lastCall(nearestExpiry(carried.legs))
  if (fate === 'expire') {
    yield lastCall
    return yield* meetExpiry(desk, carried)
  }
  yield Math.min(desk.hold(pace, 2, 18), lastCall)
  if (isOver(desk, carried)) return
  if (fate === 'roll') yield* roll(desk, carried, pace)
  else yield* takeOff(desk, yield* takeOffPart(desk, carried, pace))
}

function* takeOffPart(desk: Desk, carried: Carried, pace: Pace): Story<Carried> {
  if (carried.qty < 2 || !desk.random.chance(0.35)) return carried
  yield* trade(desk, toClose(carried.legs), 1)
  const lastCall = desk.lastCall(nearestExpiry(carried.legs))
  yield Math.min(desk.hold(pace, 1, 4), Math.max(lastCall, desk.seconds(60, 120)))
  return { ...carried, qty: carried.qty - 1 }
}

function* takeOff(desk: Desk, carried: Carried): Story {
  const legs = toClose(carried.legs)
  if (carried.legByLeg) yield* tradeLegByLeg(desk, legs, carried.qty)
  else yield* trade(desk, legs, carried.qty)
}

/**
 * Rolls to the same strikes some weeks later: as one order of old and new legs, or as two orders.
 */
function* roll(desk: Desk, carried: Carried, pace: Pace): Story {
  const next = carried.legs.map((leg) => later(desk, carried.underlying, leg))
  const fresh = next.every((leg) => carried.legs.every((old) => old.symbol !== leg.symbol))
  if (!fresh || !desk.reserve(next)) return yield* takeOff(desk, carried)
  if (desk.random.chance(0.6)) {
    yield* trade(desk, [...toClose(carried.legs), ...toOpen(next)], carried.qty)
  } else {
    yield* trade(desk, toClose(carried.legs), carried.qty)
    yield desk.seconds(5, 40)
    yield* trade(desk, toOpen(next), carried.qty)
  }
  yield* carry(desk, { ...carried, legs: next }, pace)
  desk.release(next)
}

function later(desk: Desk, underlying: Underlying, leg: Leg): Leg {
  const terms = termsOf(leg.symbol)
  const date = desk.expiryAfter(terms.expiryDate)
  const strike = Number(terms.strike)
  return { ...leg, symbol: desk.atStrike(underlying, terms.optionType, date, strike) }
}

/**
 * On the last afternoon, legs that would deliver shares that the account cannot afford are closed,
 * by the trader or by Alpaca.
 */
function* meetExpiry(desk: Desk, carried: Carried): Story {
  const date = nearestExpiry(carried.legs)
  const threat = carried.legs.filter((leg) => isInside(desk, carried.underlying, leg, date))
  const [short] = threat
  if (carried.expensive && threat.length > 0) {
    const alone = threat.length === 1 && short?.side === 'sell' && carried.legs.length === 2
    if (!alone || desk.random.chance(0.15)) return yield* takeOff(desk, carried)
    liquidate(desk, short, carried.qty)
  }
  yield desk.morningAfter(date)
  yield* tidyUp(desk, carried, date)
}

/**
 * Alpaca buys back a short leg in the money whose shares the account cannot pay
 * (src/alpaca/README.md 1.8).
 */
function liquidate(desk: Desk, leg: Leg, qty: number): void {
  desk.broker.liquidate(leg.symbol, {
    at: desk.at,
    qty: String(qty * leg.ratio),
    price: desk.quote(leg.symbol),
  })
}

/** The morning after an expiry: closes the remaining legs and sells or returns delivered shares. */
function* tidyUp(desk: Desk, carried: Carried, expired: string): Story {
  const left = carried.legs.filter((leg) => termsOf(leg.symbol).expiryDate > expired)
  if (left.length > 0) yield* trade(desk, toClose(left), carried.qty)
  if (carried.expensive) return
  const shares = carried.qty * deliveredShares(desk, carried.legs, expired)
  if (shares === 0) return
  const symbol = carried.underlying.symbol
  const held: Leg = { symbol, side: shares > 0 ? 'buy' : 'sell', ratio: Math.abs(shares) }
  yield* trade(desk, toClose([held]), 1)
}

/** Shares that the legs of one spread delivered at their expiry, negative when they took some. */
function deliveredShares(desk: Desk, legs: readonly Leg[], date: string): number {
  return legs
    .filter((leg) => isInsideAt(desk, leg, date))
    .reduce((sum, leg) => {
      const call = termsOf(leg.symbol).optionType === 'call'
      return sum + 100 * leg.ratio * ((leg.side === 'buy') === call ? 1 : -1)
    }, 0)
}

function isInside(desk: Desk, underlying: Underlying, leg: Leg, date: string): boolean {
  const terms = termsOf(leg.symbol)
  if (terms.expiryDate !== date) return false
  const spot = desk.spot(underlying)
  // A leg nearly at the money can still end in the money.
  const margin = spot * 0.012
  const inside =
    terms.optionType === 'call' ? spot - Number(terms.strike) : Number(terms.strike) - spot
  return inside > -margin
}

function isInsideAt(desk: Desk, leg: Leg, date: string): boolean {
  if (termsOf(leg.symbol).expiryDate !== date) return false
  return desk.market.isInTheMoney(leg.symbol, session(date).close)
}

function isOver(desk: Desk, carried: Carried): boolean {
  return nearestExpiry(carried.legs) < desk.today
}

function nearestExpiry(legs: readonly Leg[]): string {
  return legs.map((leg) => termsOf(leg.symbol).expiryDate).reduce((a, b) => (a < b ? a : b))
}
