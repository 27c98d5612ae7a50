import { beforeAll, describe, expect, it } from 'vitest'
import { tradeDetailSchema, tradeListSchema } from '../../../src/api/trades/schemas'
import {
  alpacaActivities,
  alpacaOrders,
  alpacaPositions,
  alpacaTradeFees,
  alpacaTradeFills,
  alpacaTrades,
} from '../../../src/db/schema'
import { ACCOUNT_ID, type Api, bearer, insertAccount, openApi, READ_TOKEN } from './api'
import { expectError } from './errors'

const SPREAD = '0f1c8a4e-6a53-5b0e-9d2c-2f6f6f1f2a01'
const COIN = '0f1c8a4e-6a53-5b0e-9d2c-2f6f6f1f2a02'
const OLD = '0f1c8a4e-6a53-5b0e-9d2c-2f6f6f1f2a03'
const DONE = '0f1c8a4e-6a53-5b0e-9d2c-2f6f6f1f2a04'
const ROLLED = '0f1c8a4e-6a53-5b0e-9d2c-2f6f6f1f2a05'
const ROLLED_INTO = '0f1c8a4e-6a53-5b0e-9d2c-2f6f6f1f2a06'
const SHORT = 'SPY261218P00580000'
const LONG = 'SPY261218P00570000'

type NewTrade = typeof alpacaTrades.$inferInsert
type NewFill = typeof alpacaTradeFills.$inferInsert

const trade = (tradeId: string, openedAt: string, more: Partial<NewTrade>): NewTrade => ({
  tradeId,
  openedAt,
  accountId: ACCOUNT_ID,
  underlying: 'SPY',
  strategy: 'bull_put_spread',
  strategyType: 'vertical_spread',
  status: 'open',
  quantity: '2',
  chainId: tradeId,
  legs: [],
  ...more,
})

const fill = (tradeId: string, executionId: string, more: Partial<NewFill>): NewFill => ({
  tradeId,
  executionId,
  effect: 'open',
  symbol: SHORT,
  accountId: ACCOUNT_ID,
  underlying: 'SPY',
  kind: 'fill',
  legKind: 'put',
  side: 'sell',
  qty: '2',
  price: '3.10',
  multiplier: '100',
  executedAt: '2026-11-10T15:00:00.000001Z',
  tradingDay: '2026-11-10',
  ...more,
})

const position = (symbol: string, currentPrice: string | null, qty = '1') => ({
  accountId: ACCOUNT_ID,
  symbol,
  underlying: 'SPY',
  qty,
  side: qty.startsWith('-') ? ('short' as const) : ('long' as const),
  currentPrice,
  rawData: {},
})

let api: Api

beforeAll(async () => {
  api = await openApi()
  await insertAccount(api.db)
  await api.db.insert(alpacaTrades).values([
    trade(SPREAD, '2026-11-10T15:00:00.000001Z', {
      status: 'partial',
      direction: 'credit',
      closedBy: ['order'],
      tags: ['income', 'earnings'],
      entryCash: '380',
      legs: [
        {
          symbol: SHORT,
          kind: 'put',
          strike: '580',
          expiry_date: '2026-12-18',
          side: 'short',
          qty: '2',
          open_qty: '1',
          open_cost: '-310',
          avg_open_price: '3.1',
          avg_close_price: '1',
          realized_pl: '210',
          closed_by: ['order'],
        },
        {
          symbol: LONG,
          kind: 'put',
          strike: '570',
          expiry_date: '2026-12-18',
          side: 'long',
          qty: '2',
          open_qty: '1',
          open_cost: '120',
          avg_open_price: '1.2',
          avg_close_price: '0.5',
          realized_pl: '-70',
          closed_by: ['order'],
        },
      ],
    }),
    trade(COIN, '2026-11-12T04:59:59Z', {
      legs: [
        {
          symbol: 'BTC/USD',
          kind: 'crypto',
          strike: null,
          expiry_date: null,
          side: 'long',
          qty: '0.5',
          open_qty: '0.5',
          open_cost: '45000',
          avg_open_price: '90000',
          avg_close_price: null,
          realized_pl: '0',
          closed_by: [],
        },
      ],
      underlying: 'BTC/USD',
      strategy: 'long_crypto',
      strategyType: 'crypto',
    }),
    trade(OLD, '2026-11-09T15:00:00Z', { incomplete: true, tags: ['income'] }),
    trade(DONE, '2026-11-09T15:00:00Z', {
      status: 'closed',
      closedAt: '2026-11-14T03:59:59.999999Z',
      realizedPl: '12.34',
      fees: '1.04',
    }),
  ])
  await api.db.insert(alpacaTradeFills).values([
    fill(SPREAD, 'e1', {}),
    fill(SPREAD, 'e2', { symbol: LONG, side: 'buy', price: '1.20' }),
    fill(SPREAD, 'e3', {
      effect: 'close',
      side: 'buy',
      qty: '1',
      price: '1.00',
      realizedPl: '210',
    }),
    fill(SPREAD, 'e4', {
      effect: 'close',
      side: 'sell',
      symbol: LONG,
      qty: '1',
      price: '0.50',
      realizedPl: '-70',
    }),
    fill(COIN, 'e5', {
      symbol: 'BTC/USD',
      legKind: 'crypto',
      side: 'buy',
      qty: '0.5',
      price: '90000',
      multiplier: '1',
    }),
    fill(OLD, 'e6', { effect: 'close' }),
    fill(DONE, 'e7', {}),
    fill(DONE, 'e8', { effect: 'close', side: 'buy', realizedPl: '12.34' }),
  ])
  await api.db
    .insert(alpacaPositions)
    .values([position(SHORT, '0.90', '-1'), position('BTCUSD', '91000', '0.5')])
})

async function ids(query = ''): Promise<string[]> {
  const { trades } = await api.get(tradeListSchema, `/trades${query}`)
  return trades.map(({ trade_id }) => trade_id)
}

const one = async (tradeId: string) =>
  (await api.get(tradeDetailSchema, `/trades/${tradeId}`)).trade

describe('GET /trades?include=totals', () => {
  it('adds the sums of all pages, without the money of incomplete trades', async () => {
    const first = await api.get(tradeListSchema, '/trades?include=totals&limit=1')
    expect(first.trades.length).toBe(1)
    expect(first.totals).toEqual({
      trades: 4,
      open_trades: 3,
      incomplete_trades: 1,
      realized_pl: 12.34,
      fees: 1.04,
      net_pl: 11.3,
      dividends: 0,
      unrealized_pl: null,
    })
    const cursor = `/trades?include=totals&limit=1&cursor=${first.next_cursor}`
    expect((await api.get(tradeListSchema, cursor)).totals).toEqual(first.totals)
  })

  it('sums the trades that match the filters alone', async () => {
    const { totals } = await api.get(tradeListSchema, '/trades?include=totals&underlying=BTC/USD')
    expect(totals).toMatchObject({ trades: 1, net_pl: 0, unrealized_pl: 500 })
    const none = await api.get(tradeListSchema, '/trades?include=totals&tag=inc')
    expect(none.totals).toMatchObject({ trades: 0, net_pl: 0, unrealized_pl: 0 })
    expect((await api.get(tradeListSchema, '/trades')).totals).toBeUndefined()
  })
})

describe('GET /trades', () => {
  it('lists trades last opened first, ties by id', async () => {
    expect(await ids()).toEqual([COIN, SPREAD, DONE, OLD])
  })

  it.each([
    ['?underlying=spy', [SPREAD, DONE, OLD]],
    ['?strategy=long_crypto', [COIN]],
    ['?strategy_type=vertical_spread&status=partial', [SPREAD]],
    ['?tag=income', [SPREAD, OLD]],
    ['?tag=inc', []],
    ['?account=main&status=closed', [DONE]],
    ['?since=2026-11-10T15:00:00.000001Z', [COIN, SPREAD]],
    ['?until=2026-11-10T15:00:00.000001Z', [DONE, OLD]],
    ['?status=open,partial', [COIN, SPREAD, OLD]],
    ['?status=partial,closed,partial', [SPREAD, DONE]],
    ['?status=pending,unfilled', []],
    ['?underlying=btcusd', [COIN]],
    ['?closed_since=2026-11-14T03:59:59.999999Z', [DONE]],
    ['?closed_since=2026-11-14T04:00:00Z', []],
    ['?closed_since=2026-11-13&closed_until=2026-11-14', [DONE]],
    ['?closed_until=2026-11-14T03:59:59.999999Z', []],
    ['?closed_until=2026-11-14T04:00:00Z', [DONE]],
    ['?closed_until=2026-11-13', []],
    ['?closed_since=2026-11-01&underlying=BTC/USD', []],
  ])('filters: %s', async (query, expected) => {
    expect(await ids(query)).toEqual(expected)
  })

  it('returns every row once over all pages', async () => {
    const first = await api.get(tradeListSchema, '/trades?limit=3')
    expect(first.trades).toHaveLength(3)
    const second = await api.get(tradeListSchema, `/trades?limit=3&cursor=${first.next_cursor}`)
    expect(second.trades.map(({ trade_id }) => trade_id)).toEqual([OLD])
    expect(second.next_cursor).toBeNull()
  })

  it.each([
    ['status=won', 'status'],
    ['status=open,won', 'status'],
    ['status=open,', 'status'],
    ['status=', 'status'],
    ['status=open&status=closed', 'status'],
    ['closed_since=yesterday', 'closed_since'],
    ['closed_until=2026-11-31', 'closed_until'],
    ['strategy_type=spread', 'strategy_type'],
    ['limit=1000', 'limit'],
    ['cursor=x', 'cursor'],
    ['account=nobody', 'account'],
    ['since=2026-13-01', 'since'],
    ['offset=1', 'offset'],
  ])('refuses %s', async (query, param) => {
    await expectError(await api.request(`/trades?${query}`), 'invalid_parameter', param)
  })

  it('needs a token, and READ_TOKEN is enough', async () => {
    await expectError(await api.request('/trades', { headers: {} }), 'unauthorized')
    expect((await api.request('/trades', { headers: bearer(READ_TOKEN) })).status).toBe(200)
  })
})

describe('opened_on and closed_on', () => {
  it('are New York dates, whose day ends hours after that of UTC; null while open', async () => {
    const { trades } = await api.get(tradeListSchema, '/trades')
    const days = trades.map((one) => [one.trade_id, one.opened_on, one.closed_on])
    expect(days).toEqual([
      [COIN, '2026-11-11', null],
      [SPREAD, '2026-11-10', null],
      [DONE, '2026-11-09', '2026-11-13'],
      [OLD, '2026-11-09', null],
    ])
    expect(await one(DONE)).toMatchObject({ opened_on: '2026-11-09', closed_on: '2026-11-13' })
    const csv = await api.request('/trades.csv?fields=trade_id,opened_on,closed_on')
    expect((await csv.text()).slice(1).split('\r\n').slice(1, -1)).toEqual(
      days.map(([id, opened, closed]) => `${id},${opened},${closed ?? ''}`),
    )
  })

  it('are no filters of the statistics, which count money when it was made', async () => {
    await expectError(
      await api.request('/stats?closed_since=2026-11-01'),
      'invalid_parameter',
      'closed_since',
    )
    expect((await api.request('/stats?status=open,closed')).status).toBe(200)
  })
})

describe('unrealized_pl', () => {
  it('is null while one open leg has no mark', async () => {
    expect((await one(SPREAD)).unrealized_pl).toBeNull()
  })

  it('is the market value of the open part minus the cost of its lots', async () => {
    await api.db.insert(alpacaPositions).values(position(LONG, '0.40'))
    // Short put: sold at 3.10, now 0.90, is +220. Long put: bought at 1.20, now 0.40, is -80.
    expect((await one(SPREAD)).unrealized_pl).toBe(140)
  })

  it('finds the mark of a coin, whose position has no slash in the symbol', async () => {
    expect((await one(COIN)).unrealized_pl).toBe(500)
  })

  it('is 0 if nothing is open, and null if the lots are unknown', async () => {
    expect((await one(DONE)).unrealized_pl).toBe(0)
    expect((await one(OLD)).unrealized_pl).toBeNull()
  })
})

describe('GET /trades/{trade_id}', () => {
  it('shows a trade with legs, fills and orders, in numbers', async () => {
    await api.db.insert(alpacaOrders).values({
      alpacaOrderId: 'leg-a',
      accountId: ACCOUNT_ID,
      tradeId: SPREAD,
      strategyType: 'vertical_spread',
      symbol: SHORT,
      underlying: 'SPY',
      side: 'sell',
      status: 'filled',
      rawData: {},
    })
    const shown = await one(SPREAD)
    expect(shown).toMatchObject({
      status: 'partial',
      direction: 'credit',
      entry_cash: 380,
      closed_by: ['order'],
      tags: ['income', 'earnings'],
      opened_at: '2026-11-10T15:00:00.000001Z',
      legs: [
        { strike: 580, open_qty: 1, avg_open_price: 3.1, realized_pl: 210, closed_by: ['order'] },
        { strike: 570, open_qty: 1, avg_open_price: 1.2, realized_pl: -70, closed_by: ['order'] },
      ],
      orders: [{ alpaca_order_id: 'leg-a' }],
    })
    expect(shown.fills.map(({ execution_id }) => execution_id)).toEqual(['e1', 'e2', 'e3', 'e4'])
    expect(shown.fills[0]).toMatchObject({
      effect: 'open',
      price: 3.1,
      multiplier: 100,
      trading_day: '2026-11-10',
    })
  })

  it('shows its shares of fees', async () => {
    const fee = (activityId: string, tradingDay: string, amount: string) => ({
      accountId: ACCOUNT_ID,
      tradeId: DONE,
      activityId,
      tradingDay,
      amount,
    })
    await api.db
      .insert(alpacaTradeFees)
      .values([fee('f2', '2026-11-10', '1.00'), fee('f1', '2026-11-09', '0.04')])
    await api.db.insert(alpacaActivities).values({
      accountId: ACCOUNT_ID,
      activityId: 'f1',
      activityType: 'FEE',
      activitySubType: 'ORF',
      effectiveAt: '2026-11-09T05:00:00Z',
      rawData: {},
    })
    expect((await one(DONE)).fees_detail).toEqual([
      { activity_id: 'f1', kind: 'ORF', amount: 0.04, trading_day: '2026-11-09' },
      { activity_id: 'f2', kind: null, amount: 1, trading_day: '2026-11-10' },
    ])
  })

  it('shows its chain of rolls and the profit of the chain', async () => {
    await api.db.insert(alpacaTrades).values([
      trade(ROLLED, '2026-10-01T15:00:00Z', {
        status: 'closed',
        underlying: 'IWM',
        realizedPl: '-30.5',
        fees: '0.5',
      }),
      trade(ROLLED_INTO, '2026-10-02T15:00:00Z', {
        underlying: 'IWM',
        realizedPl: '80',
        chainId: ROLLED,
        rolledFrom: ROLLED,
        rollCount: 1,
      }),
    ])
    for (const id of [ROLLED, ROLLED_INTO]) {
      const { chain, chain_net_pl } = await one(id)
      expect(chain.map(({ trade_id, net_pl }) => [trade_id, net_pl])).toEqual([
        [ROLLED, -31],
        [ROLLED_INTO, 80],
      ])
      expect(chain_net_pl).toBe(49)
    }
    expect(await one(OLD)).toMatchObject({ chain: [{ trade_id: OLD }], chain_net_pl: null })
  })

  it('answers 404 for an unknown trade and refuses a malformed id', async () => {
    const missing = await api.request('/trades/00000000-0000-0000-0000-000000000000')
    await expectError(missing, 'trade_not_found')
    await expectError(await api.request('/trades/x'), 'invalid_parameter', 'trade_id')
  })

  it('needs a token', async () => {
    await expectError(await api.request(`/trades/${SPREAD}`, { headers: {} }), 'unauthorized')
  })
})
