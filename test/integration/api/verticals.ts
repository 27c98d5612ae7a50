import { Broker } from '../../../src/local/alpaca/broker'
import { rowsOf } from '../sync/support'
import type { Api } from './api'

const AFTERNOON = '2026-09-01T18:00:00Z'
const minutes = (count: number) => new Date(Date.parse(AFTERNOON) + count * 60_000).toISOString()

/**
 * An account of which every number can be checked by hand. SPY: a put spread and, half an hour
 * later, a call spread, both closed the next day. QQQ: an iron condor, still open. AAPL: 100
 * shares, still held.
 */
export function verticals(): Broker {
  const broker = new Broker({ seed: 'verticals', openedAt: '2026-08-03T14:30:00Z', fees: true })
  const spread = (at: number, legs: [string, 'buy' | 'sell', string][]) => {
    const order = broker.submitMultileg({
      at: minutes(at),
      qty: '1',
      legs: legs.map(([symbol, side]) => ({ symbol, side })),
    })
    broker.fillSpread(order.id, { at: minutes(at + 1), prices: legs.map(([, , price]) => price) })
  }
  spread(0, [
    ['SPY261016P00580000', 'sell', '3.10'],
    ['SPY261016P00570000', 'buy', '2.00'],
  ])
  spread(30, [
    ['SPY261016C00620000', 'sell', '2.50'],
    ['SPY261016C00630000', 'buy', '1.50'],
  ])
  spread(60, [
    ['QQQ261016P00500000', 'buy', '1.00'],
    ['QQQ261016P00510000', 'sell', '1.80'],
    ['QQQ261016C00560000', 'sell', '1.70'],
    ['QQQ261016C00570000', 'buy', '0.90'],
  ])
  const shares = broker.submit({ at: minutes(70), symbol: 'AAPL', side: 'buy', qty: '100' })
  broker.fill(shares.id, { at: minutes(71), price: '200' })
  spread(24 * 60, [
    ['SPY261016P00580000', 'buy', '0.60'],
    ['SPY261016P00570000', 'sell', '0.35'],
  ])
  spread(24 * 60 + 30, [
    ['SPY261016C00620000', 'buy', '0.40'],
    ['SPY261016C00630000', 'sell', '0.20'],
  ])
  broker.postDailyFees('2026-09-01')
  broker.postDailyFees('2026-09-02')
  return broker
}

/** The ids of the orders that opened a trade, or those of its calls or puts. */
export async function openingOrders(
  { db }: Pick<Api, 'db'>,
  tradeId: string,
  kind: 'call' | 'put' | '' = '',
): Promise<string[]> {
  const rows = await rowsOf(
    db,
    `select distinct order_id from alpaca_trade_fills
     where trade_id = '${tradeId}' and effect = 'open' and leg_kind in ('${kind}', '${kind || 'call'}', '${kind || 'put'}')`,
  )
  return rows.map((row) => String(row.order_id))
}
