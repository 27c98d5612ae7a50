import { session } from '../../../../time/exchange-calendar'
import { optionTerms } from '../../instrument'
import type { Desk, Leg, Pace, Story } from '../desk'
import { toClose, toOpen } from '../ticket'
import type { Underlying } from '../underlyings'
import { trade, tradeLegByLeg, tryTrade } from '../working'

/** An option structure that has been put on. */
export interface Carried {
  readonly underlying: Underlying
  readonly legs: readonly Leg[]
  readonly qty: number
  /** Put on, and so taken off, as orders of one leg each. */
  readonly legByLeg: boolean
  /** Whether a hundred shares more or less are too much for the account. */
  readonly dear: boolean
}

/** Puts a structure on, keeps it, and takes it off in one of the many ways there are. */
export function* openAndCarry(desk: Desk, carried: Carried, pace: Pace): Story {
  if (!desk.reserve(carried.legs)) return
  const legs = toOpen(carried.legs)
  const filled = carried.legByLeg
    ? yield* tradeLegByLeg(desk, legs, carried.qty)
    : yield* tryTrade(desk, legs, carried.qty)
  if (filled > 0) yield* carry(desk, yield* scaleIn(desk, { ...carried, qty: filled }, pace), pace)
  desk.release(carried.legs)
}

/** Now and then more of the same is added after a day or so. */
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

/** To the same strikes a few weeks later: as one order of old and new legs, or as two orders. */
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
  const terms = optionTerms(leg.symbol)
  if (!terms) return leg
  const date = desk.expiryAfter(terms.expiryDate)
  const strike = Number(terms.strike)
  return { ...leg, symbol: desk.atStrike(underlying, terms.optionType, date, strike) }
}

/**
 * On the last afternoon: what would bring shares that are too dear is closed, by the trader or by
 * Alpaca.
 */
function* meetExpiry(desk: Desk, carried: Carried): Story {
  const date = nearestExpiry(carried.legs)
  const threat = carried.legs.filter((leg) => isInside(desk, leg, date))
  const [short] = threat
  if (carried.dear && threat.length > 0) {
    const alone = threat.length === 1 && short?.side === 'sell' && carried.legs.length === 2
    if (!alone || desk.random.chance(0.15)) return yield* takeOff(desk, carried)
    liquidate(desk, short, carried.qty)
  }
  yield desk.morningAfter(date)
  yield* tidyUp(desk, carried, date)
}

/**
 * Alpaca buys back a short leg in the money whose shares the account could not pay
 * (src/alpaca/README.md 1.8).
 */
function liquidate(desk: Desk, leg: Leg, qty: number): void {
  desk.broker.liquidate(leg.symbol, {
    at: desk.at,
    qty: String(qty * leg.ratio),
    price: desk.quote(leg.symbol),
  })
}

/**
 * The morning after: legs that live on are closed, shares that were delivered go back to the
 * market.
 */
function* tidyUp(desk: Desk, carried: Carried, expired: string): Story {
  const left = carried.legs.filter((leg) => (optionTerms(leg.symbol)?.expiryDate ?? '') > expired)
  if (left.length > 0) yield* trade(desk, toClose(left), carried.qty)
  if (carried.dear) return
  const shares = carried.qty * deliveredShares(desk, carried.legs, expired)
  if (shares === 0) return
  const symbol = carried.underlying.symbol
  const held: Leg = { symbol, side: shares > 0 ? 'buy' : 'sell', ratio: Math.abs(shares) }
  yield* trade(desk, toClose([held]), 1)
}

/** Shares that the legs of one spread brought at their expiry, below zero when they took some. */
function deliveredShares(desk: Desk, legs: readonly Leg[], date: string): number {
  return legs
    .filter((leg) => isInsideAt(desk, leg, date))
    .reduce((sum, leg) => {
      const call = optionTerms(leg.symbol)?.optionType === 'call'
      return sum + 100 * leg.ratio * ((leg.side === 'buy') === call ? 1 : -1)
    }, 0)
}

function isInside(desk: Desk, leg: Leg, date: string): boolean {
  const terms = optionTerms(leg.symbol)
  if (terms?.expiryDate !== date) return false
  const spot = desk.market.spot(terms.underlying, desk.now) ?? 0
  // A leg that is nearly at the money may still end inside.
  const margin = spot * 0.012
  const inside =
    terms.optionType === 'call' ? spot - Number(terms.strike) : Number(terms.strike) - spot
  return inside > -margin
}

function isInsideAt(desk: Desk, leg: Leg, date: string): boolean {
  const terms = optionTerms(leg.symbol)
  if (terms?.expiryDate !== date) return false
  return desk.market.isInTheMoney(leg.symbol, session(date).close)
}

function isOver(desk: Desk, carried: Carried): boolean {
  return nearestExpiry(carried.legs) < desk.today
}

function nearestExpiry(legs: readonly Leg[]): string {
  return legs
    .map((leg) => optionTerms(leg.symbol)?.expiryDate ?? '9999-12-31')
    .reduce((a, b) => (a < b ? a : b))
}
