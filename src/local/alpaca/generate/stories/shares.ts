import { decimal, plain } from '../../decimal'
import { isWorking, type Order } from '../../order'
import type { Desk, Pace, Story } from '../desk'
import { toClose, toOpen } from '../ticket'
import type { Underlying } from '../underlyings'
import { trade, tryTrade } from '../working'

/** Shares bought in a bracket, and sold by whichever exit the price reaches first. */
export function* bracket(desk: Desk, underlying: Underlying): Story {
  const price = desk.spot(underlying)
  const entry = desk.broker.submit({
    at: desk.at,
    symbol: underlying.symbol,
    side: 'buy',
    qty: String(desk.random.whole(5, 40)),
    limitPrice: (price * 1.001).toFixed(2),
    timeInForce: 'gtc',
    orderClass: 'bracket',
    takeProfit: { limitPrice: (price * 1.03).toFixed(2) },
    stopLoss: { stopPrice: (price * 0.97).toFixed(2) },
  })
  yield desk.seconds(2, 60)
  desk.broker.fill(entry.id, { at: desk.at, price: desk.quote(underlying.symbol) })
  yield* untilOneExit(desk, underlying, entry)
}

/** Shares bought outright; an OCO sells them later. */
export function* oneCancelsOther(desk: Desk, underlying: Underlying): Story {
  const qty = desk.random.whole(10, 50)
  const filled = yield* tryTrade(
    desk,
    toOpen([{ symbol: underlying.symbol, side: 'buy', ratio: 1 }]),
    qty,
  )
  if (filled === 0) return
  yield desk.seconds(30, 200)
  const price = desk.spot(underlying)
  const oco = desk.broker.submit({
    at: desk.at,
    symbol: underlying.symbol,
    side: 'sell',
    qty: String(filled),
    timeInForce: 'gtc',
    intent: 'sell_to_close',
    orderClass: 'oco',
    takeProfit: { limitPrice: (price * 1.025).toFixed(2) },
    stopLoss: { stopPrice: (price * 0.975).toFixed(2) },
  })
  yield* untilOneExit(desk, underlying, oco)
}

/** Looks once a session, for at most two months, whether target or stop has been reached. */
function* untilOneExit(desk: Desk, underlying: Underlying, group: Order): Story {
  const members = [group, ...group.legs].filter(isWorking)
  const target = members.find((order) => order.type === 'limit')
  const stop = members.find((order) => order.type === 'stop')
  for (let day = 0; day < 40; day++) {
    yield desk.inSession(1)
    const price = desk.spot(underlying)
    const reached =
      price >= Number(target?.limitPrice ?? Number.POSITIVE_INFINITY)
        ? target
        : price <= Number(stop?.stopPrice ?? 0)
          ? stop
          : undefined
    if (reached) {
      desk.broker.fill(reached.id, { at: desk.at, price: desk.quote(underlying.symbol) })
      return
    }
  }
  const open = members.find(isWorking)
  if (!open) return
  const qty = Number(open.qty?.toFixed() ?? 0)
  desk.broker.cancel(open.id, desk.at)
  yield desk.seconds(5, 30)
  yield* trade(desk, toClose([{ symbol: underlying.symbol, side: 'buy', ratio: 1 }]), qty)
}

/** A few dozen shares for some days (or minutes), sold in one or two orders. */
export function* swing(desk: Desk, underlying: Underlying, pace: Pace): Story {
  const shares = { symbol: underlying.symbol, side: 'buy' as const, ratio: 1 }
  const filled = yield* tryTrade(desk, toOpen([shares]), desk.random.whole(5, 60))
  if (filled === 0) return
  yield desk.hold(pace, 2, 15)
  const half = filled > 1 && desk.random.chance(0.4) ? Math.floor(filled / 2) : 0
  if (half > 0) {
    yield* trade(desk, toClose([shares]), half)
    yield desk.hold(pace, 1, 6)
  }
  yield* trade(desk, toClose([shares]), filled - half)
}

/**
 * Fifty to three hundred dollars of a fund, in fractions of a share; now and then a part of it is
 * sold.
 */
export function* saveInto(desk: Desk, fund: Underlying): Story {
  const order = desk.broker.submit({
    at: desk.at,
    symbol: fund.symbol,
    side: 'buy',
    notional: String(desk.random.whole(1, 6) * 50),
  })
  yield desk.seconds(1, 4)
  const price = desk.quote(fund.symbol)
  const whole = decimal(order.notional ?? 0)
    .div(price)
    .round(9, 0)
  // Fractions fill apart from whole shares (src/alpaca/README.md 3.2).
  const first = desk.random.chance(0.3) ? plain(whole.div(3).round(9, 0)) : null
  if (first) desk.broker.fill(order.id, { at: desk.at, price, qty: first })
  desk.broker.fill(order.id, { at: desk.at, price })
  if (!desk.random.chance(0.15)) return
  yield desk.inSession(3)
  const held = decimal(desk.broker.held(fund.symbol)).div(4).round(6, 0)
  const sale = desk.broker.submit({
    at: desk.at,
    symbol: fund.symbol,
    side: 'sell',
    qty: plain(held),
    intent: 'sell_to_close',
  })
  yield desk.seconds(1, 4)
  desk.broker.fill(sale.id, { at: desk.at, price: desk.quote(fund.symbol) })
}
