import { MINUTE, type Micros } from '../../../../time/micros'
import { cents, decimal, plain } from '../../decimal'
import type { BrokerOrder, Side } from '../../order'
import type { Desk, Story } from '../desk'
import { COIN } from '../underlyings'

/** Alpaca's fee: a quarter of a percent of the value of a coin trade (src/alpaca/README.md 3.5). */
const COIN_FEE = decimal('0.0025')

/** Buys some hundredths of a coin at any hour of any day and sells them again. */
export function* coinTrade(desk: Desk, holdFor: () => Micros, most: number): Story {
  const qty = plain(decimal(desk.random.whole(most / 10, most)).div(10_000))
  const filled = yield* coinOrder(desk, 'buy', qty)
  if (filled === null) return
  yield holdFor()
  yield* coinOrder(desk, 'sell', filled)
}

/** Buys and keeps. */
export function* saveCoins(desk: Desk): Story {
  yield* coinOrder(desk, 'buy', plain(decimal(desk.random.whole(20, 90)).div(10_000)))
}

/** Returns the filled quantity; null for a purchase that was canceled. */
function* coinOrder(desk: Desk, side: Side, qty: string): Story<string | null> {
  const price = desk.quote(COIN.symbol)
  const order = desk.broker.submit({
    at: desk.at,
    symbol: COIN.symbol,
    side,
    qty,
    limitPrice: price,
    intent: side === 'buy' ? 'buy_to_open' : 'sell_to_close',
  })
  yield desk.seconds(15, 75)
  if (side === 'buy' && desk.random.chance(0.12)) {
    desk.broker.cancel(order.id, desk.at)
    return null
  }
  if (desk.random.chance(0.5)) {
    const part = plain(decimal(qty).times('0.4').round(6, 0))
    desk.broker.fill(order.id, { at: desk.at, price, qty: part })
    yield desk.seconds(20, 90)
  }
  desk.broker.fill(order.id, { at: desk.at, price })
  chargeFee(desk, order)
  return qty
}

function chargeFee(desk: Desk, order: BrokerOrder): void {
  const amount = plain(cents(order.filledValue.times(COIN_FEE)))
  desk.broker.coinFee(COIN.symbol, { at: desk.at, amount })
}

/** A few minutes from now. */
export function minutes(desk: Desk, least: number, most: number): Micros {
  return desk.now + desk.random.whole(least * MINUTE, most * MINUTE)
}
