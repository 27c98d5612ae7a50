import { beforeAll, describe, expect, it } from 'vitest'
import { orderListSchema, tradeOrdersSchema } from '../../../src/api/orders/schemas'
import { positionListSchema } from '../../../src/api/positions/schemas'
import { syncReportSchema, syncStatusSchema } from '../../../src/api/sync/schemas'
import { type Database, openDatabase } from '../../../src/db/client'
import { createStandIn, STAND_IN_KEYS } from '../../../src/local/alpaca/stand-in'
import { runSync } from '../../../src/sync/run'
import { freshDatabase } from '../../support/database'
import { API_TOKEN, type Api, bearer, clientOf, settingsOf } from './api'

const NOW = new Date('2026-11-20T18:00:00Z')

let api: Api

/** The API over the real sync, which reads a generated account of the stand-in. */
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

  it('serves all of it, every order leg with a trade that it is found under', async () => {
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

  it('tells how the sync stands', async () => {
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
