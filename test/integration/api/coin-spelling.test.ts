import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { orderListSchema } from '../../../src/api/orders/schemas'
import { positionListSchema } from '../../../src/api/positions/schemas'
import { reconciliationSchema } from '../../../src/api/reconciliation/schemas'
import { tradeDetailSchema, tradeListSchema } from '../../../src/api/trades/schemas'
import { Broker } from '../../../src/local/alpaca/broker'
import { openSynced, type SyncedApi } from './world'

let api: SyncedApi

/** A coin bought twice and sold once; Alpaca's positions spell it BTCUSD, its orders BTC/USD. */
function coins(): Broker {
  const broker = new Broker({ seed: 'coins', openedAt: '2026-08-03T14:30:00Z', deposit: '9000' })
  const orders = [
    ['2026-09-01T15:00', 'buy', '0.02'],
    ['2026-09-02T15:00', 'sell', '0.01'],
  ] as const
  for (const [at, side, qty] of orders) {
    const order = broker.submit({ at: `${at}:00Z`, symbol: 'BTC/USD', side, qty })
    broker.fill(order.id, { at: `${at}:01Z`, price: '100000' })
  }
  return broker
}

beforeAll(async () => {
  api = await openSynced({ paper: coins() })
  // The rows of a database that saw old orders, which Alpaca spelled as positions are.
  await api.db.execute(sql`update alpaca_orders set symbol = 'BTCUSD' where side = 'sell'`)
  await api.db.execute(sql`update alpaca_trade_fills set symbol = 'BTCUSD' where effect = 'close'`)
})

describe('a coin has one spelling', () => {
  it('in every response, however its row spells it', async () => {
    const { trades } = await api.get(tradeListSchema, '/trades')
    const [trade] = trades
    const { fills, orders } = (await api.get(tradeDetailSchema, `/trades/${trade?.trade_id}`)).trade
    const { positions } = await api.get(positionListSchema, '/positions')
    const { symbols } = await api.get(reconciliationSchema, '/reconciliation')
    const all = [trade?.legs ?? [], fills, orders, positions, symbols].map((rows) =>
      rows.map(({ symbol }) => symbol),
    )
    expect(all).toEqual([
      ['BTC/USD'],
      ['BTC/USD', 'BTC/USD'],
      ['BTC/USD', 'BTC/USD'],
      ['BTC/USD'],
      ['BTC/USD'],
    ])
    for (const path of ['/orders', '/orders.csv', '/trades.csv', '/stats', '/positions']) {
      expect(await (await api.request(path)).text(), path).not.toContain('BTCUSD')
    }
  })

  it('even if only the broker has the position', async () => {
    await api.db.execute(sql`update alpaca_trades set legs = '[]'`)
    const { symbols } = await api.get(reconciliationSchema, '/reconciliation')
    expect(symbols.map(({ symbol, ledger_qty }) => [symbol, ledger_qty])).toEqual([['BTC/USD', 0]])
  })

  it.each(['BTC/USD', 'BTCUSD', 'btcusd', 'btc/usd'])(
    'and filters accept it as %s',
    async (asked) => {
      const name = encodeURIComponent(asked)
      const { orders } = await api.get(orderListSchema, `/orders?symbol=${name}`)
      expect(orders).toHaveLength(2)
      for (const filter of ['symbol', 'underlying']) {
        const { positions } = await api.get(positionListSchema, `/positions?${filter}=${name}`)
        expect(positions).toHaveLength(1)
      }
      const { trades } = await api.get(tradeListSchema, `/trades?underlying=${name}`)
      expect(trades).toHaveLength(1)
    },
  )

  it('but its payload keeps the spelling of Alpaca', async () => {
    const { positions } = await api.get(positionListSchema, '/positions?include=raw')
    expect(positions[0]).toMatchObject({ symbol: 'BTC/USD', raw_data: { symbol: 'BTCUSD' } })
  })
})
