import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { orderListSchema, tradeOrdersSchema } from '../../../src/api/orders/schemas'
import { positionListSchema } from '../../../src/api/positions/schemas'
import { reconciliationSchema } from '../../../src/api/reconciliation/schemas'
import { statsSchema } from '../../../src/api/stats/schemas'
import { syncReportSchema, syncStatusSchema } from '../../../src/api/sync/schemas'
import { tradeDetailSchema, tradeListSchema } from '../../../src/api/trades/schemas'
import { type Database, openDatabase } from '../../../src/db/connection/client'
import { createStandIn, STAND_IN_KEYS } from '../../../src/local/alpaca/stand-in'
import { runSync } from '../../../src/sync/run/run'
import { freshDatabase } from '../../support/database'
import { API_TOKEN, type Api, bearer, clientOf, settingsOf } from './api'

const NOW = new Date('2026-11-20T18:00:00Z')

let api: Api

/** The API with the real sync of a generated account of the stand-in. */
beforeAll(async () => {
  const { url, endpoint } = await freshDatabase()
  const settings = settingsOf({
    DATABASE_URL: url,
    NEON_HTTP_ENDPOINT: endpoint,
    ALPACA_API_KEY_ID: STAND_IN_KEYS.keyId,
    ALPACA_API_SECRET_KEY: STAND_IN_KEYS.secretKey,
  })
  const db: Database = openDatabase({ url, endpoint })
  const now = () => NOW
  const standIn = createStandIn({ now })
  const { accounts, groupingWindowSeconds } = settings
  const context = {
    db,
    accounts,
    now,
    groupingWindowSeconds,
    fetch: (input: RequestInfo | URL, init?: RequestInit) =>
      standIn.fetch(new Request(input, init)),
    log: () => undefined,
    budget: { subrequests: 900, milliseconds: 60_000 },
  }
  api = {
    db,
    ...clientOf({
      db,
      settings,
      now,
      sync: (request) => runSync(context, { ...request, trigger: 'api' }),
    }),
  }
})

async function sync() {
  const response = await api.request('/sync', { method: 'POST', headers: bearer(API_TOKEN) })
  const body = await response.json()
  if (response.status !== 200) throw new Error(JSON.stringify(body))
  return syncReportSchema.parse(body)
}

/** All trades, page by page. */
async function allTrades() {
  const trades: TradeListJson['trades'] = []
  let path: string | null = '/trades?limit=500'
  while (path !== null) {
    const page: TradeListJson = await api.get(tradeListSchema, path)
    trades.push(...page.trades)
    path = page.next_cursor && `/trades?limit=500&cursor=${page.next_cursor}`
  }
  return trades
}

type TradeListJson = z.output<typeof tradeListSchema>

const sumOf = (amounts: (number | null)[]) =>
  amounts.reduce<number>((sum, amount) => sum + (amount ?? 0), 0)

/** Coins have many decimals: sums of JSON numbers agree to the millionth. */
const expectSum = (amounts: (number | null)[], total: number | null) =>
  expect(sumOf(amounts)).toBeCloseTo(total ?? Number.NaN, 6)

describe('from Alpaca to the client', () => {
  it('reads everything in one call, and a second call changes nothing', {
    timeout: 60_000,
  }, async () => {
    const first = await sync()
    expect(first).toMatchObject({ has_more: false, updated: 0, unchanged: 0, quarantined: 0 })
    expect(first.count).toBe(first.inserted)
    const second = await sync()
    expect(second).toMatchObject({ has_more: false, inserted: 0, updated: 0 })
  })

  it('serves every order leg under the trade it names', async () => {
    let path: string | null = '/orders?limit=500'
    const orders = []
    while (path !== null) {
      const page: {
        orders: { trade_id: string; alpaca_order_id: string }[]
        next_cursor: string | null
      } = await api.get(orderListSchema, path)
      orders.push(...page.orders)
      path = page.next_cursor && `/orders?limit=500&cursor=${page.next_cursor}`
    }
    expect(orders.length).toBeGreaterThan(500)
    expect(new Set(orders.map(({ alpaca_order_id }) => alpaca_order_id)).size).toBe(orders.length)
    const [newest] = orders
    const trade = await api.get(tradeOrdersSchema, `/orders/${newest?.trade_id}`)
    expect(trade.orders.map(({ alpaca_order_id }) => alpaca_order_id)).toContain(
      newest?.alpaca_order_id,
    )
    const { positions } = await api.get(positionListSchema, '/positions')
    expect(positions.length).toBeGreaterThan(0)
  })

  it('has statistics that agree with its trades, in total and for each month', async () => {
    const trades = await allTrades()
    const { total, by_month, by_strategy, by_underlying, equity_curve } = await api.get(
      statsSchema,
      '/stats',
    )
    const told = trades.filter(({ net_pl }) => net_pl !== null)
    const realized = told.map(({ realized_pl }) => realized_pl)
    expectSum(realized, total.realized_pl)
    const fees = told.map((trade) => trade.fees)
    expectSum(fees, total.fees)
    const net = told.map(({ net_pl }) => net_pl)
    expectSum(net, total.net_pl)
    const closed = trades.filter(({ status }) => status === 'closed')
    expect(total.trades).toBe(closed.length)
    expect(total.wins).toBe(closed.filter(({ net_pl }) => (net_pl ?? 0) > 0).length)
    expect(total.open_trades).toBe(
      trades.filter(({ status }) => status === 'open' || status === 'partial').length,
    )
    for (const rows of [by_month, by_strategy, by_underlying]) {
      const parts = rows.map(({ net_pl }) => net_pl)
      expectSum(parts, total.net_pl)
      expect(rows.reduce((sum, { trades }) => sum + trades, 0)).toBe(total.trades)
    }
    expect(equity_curve.at(-1)?.cumulative).toBe(total.net_pl)
    expect(by_month.length).toBeGreaterThan(12)
    for (const [i, { month, ...figures }] of by_month.entries()) {
      const next = by_month[i + 1]
      const until = next ? `&until=${next.month}-01` : ''
      const range = await api.get(statsSchema, `/stats?since=${month}-01${until}`)
      const { max_drawdown: _, ...total } = range.total
      expect(total).toEqual(figures)
    }
  })

  it('has exactly the profit of the closing executions in each trade', async () => {
    const { rows } = await api.db.execute(sql`select t.trade_id from alpaca_trades t
      left join alpaca_trade_fills f on f.trade_id = t.trade_id and f.effect = 'close'
      where t.realized_pl is not null group by t.trade_id, t.realized_pl
      having t.realized_pl <> coalesce(sum(f.realized_pl), 0)`)
    expect(rows).toEqual([])
  })

  it('agrees with the broker', async () => {
    const { balanced, symbols } = await api.get(reconciliationSchema, '/reconciliation')
    expect(symbols.length).toBeGreaterThan(0)
    expect(balanced).toBe(true)
  })

  it('sums the profit of each chain of rolls', async () => {
    const trades = await allTrades()
    const rolled = trades.filter(({ roll_count }) => roll_count > 0)
    expect(rolled.length).toBeGreaterThan(0)
    for (const { trade_id, chain_id } of rolled) {
      const { trade } = await api.get(tradeDetailSchema, `/trades/${trade_id}`)
      const links = trades.filter((other) => other.chain_id === chain_id)
      expect(trade.chain.map((link) => link.trade_id).toSorted()).toEqual(
        links.map((link) => link.trade_id).toSorted(),
      )
      const parts = links.map(({ net_pl }) => net_pl)
      expectSum(parts, trade.chain_net_pl)
      const shares = trade.fees_detail.map(({ amount }) => amount)
      expectSum(shares, trade.fees)
    }
  })

  it('shows the sync status', async () => {
    const { accounts } = await api.get(syncStatusSchema, '/sync')
    expect(accounts).toMatchObject([
      {
        label: 'main',
        configured: true,
        running: false,
        last_success_at: '2026-11-20T18:00:00Z',
        lag_seconds: 0,
        backfill: { orders: { complete: true }, activities: { complete: true } },
        last_error: null,
        quarantined: 0,
        rate_limit: { limit: 200 },
      },
    ])
  })
})
