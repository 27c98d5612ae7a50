import { isWorking } from '../order'
import type { Weighted } from '../random'
import type { Desk, Pace, Story } from './desk'
import { type Carried, openAndCarry } from './stories/carry'
import { coinTrade, minutes, saveCoins } from './stories/coins'
import { bracket, oneCancelsOther, saveInto, swing } from './stories/shares'
import { collar, coveredCall, wheel } from './stories/wheel'
import * as structures from './structures'
import { FUND, INDEXES, STOCKS } from './underlyings'

type Plan = (desk: Desk, pace: Pace) => Story

const SHAPES: readonly Weighted<structures.StructurePlan>[] = [
  { weight: 14, value: structures.ironCondor },
  { weight: 12, value: structures.putCredit },
  { weight: 8, value: structures.callCredit },
  { weight: 8, value: structures.callDebit },
  { weight: 7, value: structures.putDebit },
  { weight: 6, value: structures.calendar },
  { weight: 4, value: structures.diagonal },
  { weight: 5, value: structures.butterfly },
  { weight: 4, value: structures.ironButterfly },
  { weight: 5, value: structures.straddle },
  { weight: 4, value: structures.strangle },
  { weight: 10, value: structures.longCall },
  { weight: 8, value: structures.longPut },
]

const spread: Plan = function* (desk, pace) {
  const expensive = desk.random.chance(0.7)
  const underlying = desk.random.pick(expensive ? INDEXES : STOCKS)
  const shape = desk.random.weighted(SHAPES)
  const legs = shape(desk, underlying, desk.expiry(8, 45))
  const carried: Carried = {
    underlying,
    legs,
    qty: desk.random.whole(1, expensive ? 3 : 5),
    legByLeg: legs.length > 1 && legs.every((leg) => leg.ratio === 1) && desk.random.chance(0.22),
    expensive,
  }
  yield* openAndCarry(desk, carried, pace)
}

/** The plans of a day in the history. */
export const PAST: readonly Weighted<Plan>[] = [
  { weight: 58, value: spread },
  { weight: 8, value: (desk) => wheel(desk, desk.random.pick(STOCKS)) },
  { weight: 7, value: (desk) => coveredCall(desk, desk.random.pick(STOCKS)) },
  { weight: 3, value: (desk) => collar(desk, desk.random.pick(STOCKS)) },
  { weight: 4, value: (desk, pace) => swing(desk, desk.random.pick(STOCKS), pace) },
  { weight: 4, value: (desk) => bracket(desk, desk.random.pick(INDEXES)) },
  { weight: 3, value: (desk) => oneCancelsOther(desk, desk.random.pick(STOCKS)) },
  { weight: 6, value: (desk) => saveInto(desk, FUND) },
  { weight: 3, value: saveCoins },
  { weight: 4, value: (desk) => coinTrade(desk, () => minutes(desk, 600, 9000), 400) },
]

/** The plans of live trading while the market is open. */
export const LIVE: readonly Weighted<Plan>[] = [
  { weight: 70, value: spread },
  { weight: 15, value: (desk, pace) => swing(desk, desk.random.pick(STOCKS), pace) },
  { weight: 3, value: (desk) => saveInto(desk, FUND) },
  { weight: 12, value: (desk) => coinTrade(desk, () => minutes(desk, 2, 9), 60) },
]

/** An option order placed while the market is closed. It waits for the opening and is canceled. */
const overnight: Plan = function* (desk) {
  const underlying = desk.random.pick(STOCKS)
  const symbol = desk.contract(underlying, 'call', desk.expiry(8, 40), 0.5)
  const leg = { symbol, side: 'buy' as const, ratio: 1 }
  if (!desk.reserve([leg])) return
  const limitPrice = desk.quote(symbol)
  const order = desk.broker.submit({
    at: desk.at,
    symbol,
    side: 'buy',
    qty: '1',
    limitPrice,
    intent: 'buy_to_open',
    status: 'accepted',
  })
  yield minutes(desk, 2, 8)
  if (isWorking(order)) desk.broker.cancel(order.id, desk.at)
  desk.release([leg])
}

/** The plans of live trading while the market is closed. */
export const NIGHT: readonly Weighted<Plan>[] = [
  { weight: 80, value: (desk) => coinTrade(desk, () => minutes(desk, 1, 6), 60) },
  { weight: 20, value: overnight },
]
