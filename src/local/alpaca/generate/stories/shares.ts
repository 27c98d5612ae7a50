import { decimal, plain } from '../../decimal'
import { isWorking, notionalOf, type SymbolOrder } from '../../order'
import type { Desk, Pace, Story } from '../desk'
import { toClose, toOpen } from '../ticket'
import type { Underlying } from '../underlyings'
import { trade, tryTrade } from '../working'

/** Buys shares in a bracket and sells them at the exit that the price reaches first. */
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

/** Buys shares; an OCO sells them later. */
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

/** Checks once per session, for at most two months, whether the target or the stop is reached. */
function* untilOneExit(desk: Desk, underlying: Underlying, group: SymbolOrder): Story {
  const members = [group, ...group.legs].filter(isWorking)
  const target = exitOf(group, members, 'limit')
  const stop = exitOf(group, members, 'stop')
  for (let day = 0; day < 40; day++) {
    yield desk.inSession(1)
    const price = desk.spot(underlying)
    const isAbove = price >= target.price
    if (isAbove || price <= stop.price) {
      const reached = isAbove ? target : stop
      desk.broker.fill(reached.id, { at: desk.at, price: desk.quote(underlying.symbol) })
      return
    }
  }
  desk.broker.cancel(target.id, desk.at)
  yield desk.seconds(5, 30)
  yield* trade(desk, toClose([{ symbol: underlying.symbol, side: 'buy', ratio: 1 }]), target.qty)
}

/** The working exit of a type. @throws RangeError when the group has none. */
function exitOf(
  group: SymbolOrder,
  members: readonly SymbolOrder[],
  type: 'limit' | 'stop',
): { id: string; price: number; qty: number } {
  const exit = members.find((order) => order.type === type)
  const price = type === 'limit' ? exit?.limitPrice : exit?.stopPrice
  if (!exit?.qty || !price) throw new RangeError(`order ${group.id} has no working ${type} exit`)
  return { id: exit.id, price: Number(price), qty: Number(exit.qty.toFixed()) }
}

/** Buys a few dozen shares for some days or minutes, and sells them in one or two orders. */
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
 * Buys fifty to three hundred dollars of a fund, in fractions of a share, and sometimes sells a
 * part.
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
  const whole = notionalOf(order).div(price).round(9, 0)
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
