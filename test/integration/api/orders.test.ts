import { beforeAll, describe, expect, it } from 'vitest'
import { orderListSchema, tradeOrdersSchema } from '../../../src/api/orders/schemas'
import { alpacaOrders, alpacaTradeFills } from '../../../src/db/schema'
import { ACCOUNT_ID, type Api, bearer, insertAccount, openApi, READ_TOKEN } from './api'
import { expectError } from './errors'

const CONDOR = '0f1c8a4e-6a53-5b0e-9d2c-2f6f6f1f2a01'
const SHARES = '0f1c8a4e-6a53-5b0e-9d2c-2f6f6f1f2a02'
const EMPTY = '0f1c8a4e-6a53-5b0e-9d2c-2f6f6f1f2a03'
const OTHER_ACCOUNT = 'a2a8b7f0-0000-4000-8000-000000000002'

type NewOrder = typeof alpacaOrders.$inferInsert

const order = (
  alpacaOrderId: string,
  submittedAt: string | null,
  more: Partial<NewOrder> = {},
): NewOrder => ({
  alpacaOrderId,
  submittedAt,
  accountId: ACCOUNT_ID,
  tradeId: CONDOR,
  strategyType: 'iron_condor',
  symbol: 'SPY261218P00580000',
  underlying: 'SPY',
  side: 'sell',
  status: 'filled',
  rawData: { account_number: 'PA3PRIVATE' },
  ...more,
})

const leg = (alpacaOrderId: string, legNumber: number, symbol: string, side: 'buy' | 'sell') =>
  order(alpacaOrderId, '2026-11-10T15:00:00.000002Z', { legNumber, symbol, side })

let api: Api

beforeAll(async () => {
  api = await openApi()
  await insertAccount(api.db)
  await insertAccount(api.db, OTHER_ACCOUNT, 'live')
  await api.db.insert(alpacaOrders).values([
    leg('leg-b', 2, 'SPY261218P00580000', 'sell'),
    leg('leg-a', 1, 'SPY261218P00570000', 'buy'),
    order('held', '2026-11-11T15:00:00Z', {
      tradeId: SHARES,
      strategyType: 'stock',
      symbol: 'F',
      underlying: 'F',
      status: 'held',
      qty: '10.177047834',
      filledQty: '0.000000001',
      limitPrice: '12.50',
    }),
    order('never', null, { tradeId: EMPTY, strategyType: 'single_leg', status: 'rejected' }),
    order('live', '2026-11-12T15:00:00.25759Z', {
      accountId: OTHER_ACCOUNT,
      tradeId: EMPTY,
      strategyType: 'single_leg',
      symbol: 'QQQ261218C00600000',
      underlying: 'QQQ',
      side: 'buy',
      status: 'canceled',
    }),
  ])
})

async function ids(query = ''): Promise<string[]> {
  const { orders } = await api.get(orderListSchema, `/orders${query}`)
  return orders.map(({ alpaca_order_id }) => alpaca_order_id)
}

describe('GET /orders', () => {
  it('lists order legs last submitted first, ties by id, never submitted ones last', async () => {
    expect(await ids()).toEqual(['live', 'held', 'leg-b', 'leg-a', 'never'])
  })

  it('shows decimals as numbers, times in UTC to the microsecond, and no payload', async () => {
    const { orders } = await api.get(orderListSchema, '/orders?symbol=F')
    expect(orders).toMatchObject([
      {
        qty: 10.177047834,
        filled_qty: 1e-9,
        limit_price: 12.5,
        submitted_at: '2026-11-11T15:00:00Z',
      },
    ])
    const [live] = (await api.get(orderListSchema, '/orders?limit=1')).orders
    expect(live?.submitted_at).toBe('2026-11-12T15:00:00.25759Z')
    expect(await (await api.request('/orders')).text()).not.toMatch(/raw_data|PRIVATE/)
  })

  it.each([
    ['?underlying=spy', ['leg-b', 'leg-a', 'never']],
    ['?symbol=SPY261218P00570000', ['leg-a']],
    ['?status=open', ['held']],
    ['?status=closed', ['live', 'leg-b', 'leg-a', 'never']],
    ['?status=canceled', ['live']],
    ['?status=all&side=buy', ['live', 'leg-a']],
    ['?status=held,rejected', ['held', 'never']],
    ['?status=open,canceled', ['live', 'held']],
    ['?status=open,closed', ['live', 'held', 'leg-b', 'leg-a', 'never']],
    ['?status=canceled,all&side=buy', ['live', 'leg-a']],
    ['?strategy_type=iron_condor', ['leg-b', 'leg-a']],
    ['?account=live', ['live']],
    [`?account=${OTHER_ACCOUNT}`, ['live']],
    ['?since=2026-11-11T15:00:00Z', ['live', 'held']],
    ['?until=2026-11-11T15:00:00Z', ['leg-b', 'leg-a']],
    ['?since=2026-11-11&until=2026-11-12', ['held']],
    ['?since=2026-11-12T16:00:00+01:00', ['live']],
    ['?underlying=TSLA', []],
    ['?offset=1&limit=2', ['held', 'leg-b']],
  ])('filters: %s', async (query, expected) => {
    expect(await ids(query)).toEqual(expected)
  })

  it('returns every row once over all pages, through ties and never submitted orders', async () => {
    const seen: string[] = []
    let cursor: string | null = ''
    do {
      const page: { orders: { alpaca_order_id: string }[]; next_cursor: string | null } =
        await api.get(orderListSchema, `/orders?limit=1${cursor && `&cursor=${cursor}`}`)
      seen.push(...page.orders.map(({ alpaca_order_id }) => alpaca_order_id))
      cursor = page.next_cursor
    } while (cursor !== null)
    expect(seen).toEqual(['live', 'held', 'leg-b', 'leg-a', 'never'])
  })

  it('continues from a cursor regardless of rows that arrived since', async () => {
    const { next_cursor } = await api.get(orderListSchema, '/orders?limit=3&account=main')
    await api.db
      .insert(alpacaOrders)
      .values(order('newer', '2026-11-13T15:00:00Z', { tradeId: EMPTY }))
    expect(await ids(`?account=main&cursor=${next_cursor}`)).toEqual(['never'])
  })

  it.each([
    ['limit=0', 'limit'],
    ['limit=501', 'limit'],
    ['limit=-5', 'limit'],
    ['limit=ten', 'limit'],
    ['limit=1&limit=2', 'limit'],
    ['offset=-1', 'offset'],
    ['status=done', 'status'],
    ['status=open,done', 'status'],
    ['status=open;held', 'status'],
    ['side=long', 'side'],
    ['strategy_type=iron', 'strategy_type'],
    ['since=2026-11-11T15:00:00', 'since'],
    ['until=yesterday', 'until'],
    ['since=2026-02-30', 'since'],
    ['underlying=', 'underlying'],
    ['account=nobody', 'account'],
    ['cursor=e30', 'cursor'],
    ['cursor=%00', 'cursor'],
    ['underlying=%00', 'underlying'],
    [`cursor=${btoa('["orders","0000-01-01T00:00:00Z","a"]')}`, 'cursor'],
    [`cursor=${btoa('["positions",null,"a"]')}`, 'cursor'],
    ['ticker=SPY', 'ticker'],
  ])('refuses %s', async (query, param) => {
    await expectError(await api.request(`/orders?${query}`), 'invalid_parameter', param)
  })

  it('refuses an offset together with a cursor', async () => {
    const { next_cursor } = await api.get(orderListSchema, '/orders?limit=1')
    const response = await api.request(`/orders?offset=1&cursor=${next_cursor}`)
    await expectError(response, 'invalid_parameter', 'offset')
  })

  it('treats SQL in a filter as a symbol', async () => {
    expect(await ids(`?underlying=${encodeURIComponent("SPY' or 1=1 --")}`)).toEqual([])
  })

  it('returns no rows for a configured account that was never synced', async () => {
    const fresh = await openApi()
    expect((await fresh.get(orderListSchema, '/orders?account=main')).orders).toEqual([])
  })

  it('needs a token, and READ_TOKEN is enough', async () => {
    await expectError(await api.request('/orders', { headers: {} }), 'unauthorized')
    expect((await api.request('/orders', { headers: bearer(READ_TOKEN) })).status).toBe(200)
  })
})

describe('GET /orders/{trade_id}', () => {
  it('lists all legs of a trade by leg number', async () => {
    const { orders } = await api.get(tradeOrdersSchema, `/orders/${CONDOR.toUpperCase()}`)
    expect(orders.map(({ alpaca_order_id }) => alpaca_order_id)).toEqual(['leg-a', 'leg-b'])
  })

  it('lists an order under every trade that it closed', async () => {
    await api.db.insert(alpacaTradeFills).values({
      tradeId: SHARES,
      executionId: 'x1',
      effect: 'close',
      symbol: 'SPY261218P00580000',
      accountId: ACCOUNT_ID,
      underlying: 'SPY',
      kind: 'fill',
      legKind: 'put',
      orderId: 'leg-b',
      side: 'sell',
      qty: '1',
      price: '1',
      multiplier: '100',
      executedAt: '2026-11-10T15:00:00Z',
      tradingDay: '2026-11-10',
    })
    const { orders } = await api.get(tradeOrdersSchema, `/orders/${SHARES}`)
    expect(orders.map(({ alpaca_order_id }) => alpaca_order_id).sort()).toEqual(['held', 'leg-b'])
  })

  it('answers 404 for an unknown trade', async () => {
    const response = await api.request('/orders/00000000-0000-0000-0000-000000000000')
    await expectError(response, 'trade_not_found')
  })

  it('refuses a malformed id', async () => {
    await expectError(await api.request('/orders/42'), 'invalid_parameter', 'trade_id')
  })

  it('needs a token', async () => {
    await expectError(await api.request(`/orders/${CONDOR}`, { headers: {} }), 'unauthorized')
  })
})
