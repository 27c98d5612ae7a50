import { session } from '../../../../time/exchange-calendar'
import { rfc3339 } from '../../../../time/micros'
import { newYorkTime } from '../../../../time/new-york'
import { termsOf } from '../../instrument'
import type { Desk, Leg, Story } from '../desk'
import { toClose, toOpen } from '../ticket'
import type { Underlying } from '../underlyings'
import { trade, tryTrade } from '../working'

/** Sells a cash-secured put. When it is assigned, sells calls against the shares. */
export function* wheel(desk: Desk, underlying: Underlying): Story {
  const expiry = desk.expiry(9, 38)
  const put: Leg = {
    symbol: desk.contract(underlying, 'put', expiry, -0.25),
    side: 'sell',
    ratio: 1,
  }
  if (!desk.reserve([put])) return
  const lots = yield* tryTrade(desk, toOpen([put]), desk.random.whole(1, 2))
  if (lots > 0 && (yield* keepShort(desk, put, lots)) === 'assigned') {
    yield desk.morningAfter(desk.today)
    yield* sellCalls(desk, underlying, lots, desk.random.whole(1, 3))
  }
  desk.release([put])
}

/**
 * Buys shares and sells calls against them: as one order with a leg of shares, or one after the
 * other.
 */
export function* coveredCall(desk: Desk, underlying: Underlying): Story {
  const shares: Leg = { symbol: underlying.symbol, side: 'buy', ratio: 100 }
  const lots = desk.random.whole(1, 2)
  if (!desk.random.chance(0.25)) {
    yield* trade(desk, toOpen([shares]), lots)
    yield desk.random.chance(0.5) ? desk.seconds(20, 200) : desk.inSession(desk.random.whole(1, 4))
    return yield* sellCalls(desk, underlying, lots, desk.random.whole(1, 4))
  }
  const expiry = desk.expiry(9, 38)
  const symbol = desk.contract(underlying, 'call', expiry, 0.6)
  const call: Leg = { symbol, side: 'sell', ratio: 1 }
  if (!desk.reserve([call])) return
  yield* trade(desk, toOpen([shares, call]), lots)
  const end = yield* keepShort(desk, call, lots)
  desk.release([call])
  if (end !== 'assigned') yield* sellCalls(desk, underlying, lots, desk.random.whole(0, 2))
}

/** Buys shares, a put and sells a call, each as its own order. */
export function* collar(desk: Desk, underlying: Underlying): Story {
  const expiry = desk.expiry(25, 50)
  const put: Leg = { symbol: desk.contract(underlying, 'put', expiry, -0.8), side: 'buy', ratio: 1 }
  const call: Leg = {
    symbol: desk.contract(underlying, 'call', expiry, 0.9),
    side: 'sell',
    ratio: 1,
  }
  const shares: Leg = { symbol: underlying.symbol, side: 'buy', ratio: 100 }
  if (!desk.reserve([put, call])) return
  for (const leg of [shares, put, call]) {
    yield* trade(desk, toOpen([leg]), 1)
    yield desk.seconds(15, 60)
  }
  yield Math.min(desk.inSession(desk.random.whole(4, 15)), desk.lastCall(expiry))
  for (const leg of [call, put, shares]) {
    yield* trade(desk, toClose([leg]), 1)
    yield desk.seconds(5, 30)
  }
  desk.release([put, call])
}

function* sellCalls(desk: Desk, underlying: Underlying, lots: number, cycles: number): Story {
  for (let i = 0; i < cycles; i++) {
    const expiry = desk.expiry(6, 32)
    const symbol = desk.contract(underlying, 'call', expiry, 0.55)
    const call: Leg = { symbol, side: 'sell', ratio: 1 }
    if (!desk.reserve([call])) break
    yield* trade(desk, toOpen([call]), lots)
    const end = yield* keepShort(desk, call, lots)
    desk.release([call])
    if (end === 'assigned') return
    yield desk.inSession(desk.random.whole(0, 3))
  }
  const shares: Leg = { symbol: underlying.symbol, side: 'buy', ratio: 100 }
  yield* trade(desk, toClose([shares]), lots)
}

/**
 * Holds a short option until it is bought back, assigned early or expires. Ends on the morning
 * after.
 */
function* keepShort(desk: Desk, leg: Leg, lots: number): Story<'assigned' | 'flat'> {
  const expiry = termsOf(leg.symbol).expiryDate
  yield Math.min(desk.inSession(desk.random.whole(3, 15)), desk.lastCall(expiry))
  const inside = desk.market.isInTheMoney(leg.symbol, desk.now)
  if (inside && desk.today < expiry && desk.random.chance(0.35)) {
    return yield* assignedEarly(desk, leg, lots)
  }
  if (!inside && desk.random.chance(0.35)) {
    yield* trade(desk, toClose([leg]), lots)
    return 'flat'
  }
  yield desk.lastCall(expiry)
  yield desk.morningAfter(expiry)
  return desk.market.isInTheMoney(leg.symbol, session(expiry).close) ? 'assigned' : 'flat'
}

function* assignedEarly(desk: Desk, leg: Leg, lots: number): Story<'assigned'> {
  yield newYorkTime(desk.today, '20:07:41')
  desk.broker.assign(leg.symbol, { at: rfc3339(desk.now), qty: String(lots) })
  yield desk.morningAfter(desk.today)
  return 'assigned'
}
