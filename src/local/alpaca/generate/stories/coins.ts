import { MINUTE, type Micros } from '../../../../time/micros'
import { type Decimal, decimal, plain, ZERO } from '../../decimal'
import type { Side, SymbolOrder } from '../../order'
import type { Desk, Story } from '../desk'
import { COIN } from '../underlyings'

/** Buys some hundredths of a coin at any hour of any day and sells them again. */
export function* coinTrade(desk: Desk, holdFor: () => Micros, most: number): Story {
  const qty = plain(decimal(desk.random.whole(most / 10, most)).div(10_000))
  const credited = yield* coinOrder(desk, 'buy', qty)
  if (credited === null) return
  yield holdFor()
  yield* coinOrder(desk, 'sell', credited)
}

/** Buys and keeps. */
export function* saveCoins(desk: Desk): Story {
  yield* coinOrder(desk, 'buy', plain(decimal(desk.random.whole(20, 90)).div(10_000)))
}

/** Returns the coins that a purchase leaves after its fees; null when it was canceled. */
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
  let charged = ZERO
  if (desk.random.chance(0.5)) {
    const part = plain(decimal(qty).times('0.4').round(6, 0))
    charged = fillAndCharge(desk, order, { price, qty: part })
    yield desk.seconds(20, 90)
  }
  charged = charged.plus(fillAndCharge(desk, order, { price }))
  return plain(decimal(qty).minus(charged))
}

/** Fills an order and charges the fee of the fill. Returns the coins charged. */
function fillAndCharge(
  desk: Desk,
  order: SymbolOrder,
  request: { price: string; qty?: string },
): Decimal {
  const { broker, at } = desk
  const execution = broker.fill(order.id, { at, ...request })
  const before = broker.held(COIN.symbol)
  broker.chargeCoinFee(execution, { at: desk.at })
  return decimal(before).minus(broker.held(COIN.symbol))
}

/** A few minutes from now. */
export function minutes(desk: Desk, least: number, most: number): Micros {
  return desk.now + desk.random.whole(least * MINUTE, most * MINUTE)
}
