import { beforeAll, describe, expect, it } from 'vitest'
import { positionListSchema } from '../../../src/api/positions/schemas'
import { alpacaPositions } from '../../../src/db/schema'
import { ACCOUNT_ID, type Api, bearer, insertAccount, openApi, READ_TOKEN } from './api'
import { expectError } from './errors'

const SHORT_PUT = 'SPY261218P00580000'

type NewPosition = typeof alpacaPositions.$inferInsert

const position = (symbol: string, more: Partial<NewPosition> = {}): NewPosition => ({
  accountId: ACCOUNT_ID,
  symbol,
  underlying: 'SPY',
  qty: '-1',
  side: 'short',
  rawData: { account_number: 'PA3PRIVATE' },
  ...more,
})

const past = (closedAt: string): Partial<NewPosition> => ({
  isOpen: false,
  closedAt,
  closeCause: 'order',
})

let api: Api

beforeAll(async () => {
  api = await openApi()
  await insertAccount(api.db)
  await insertAccount(api.db, 'other', 'live')
  await api.db.insert(alpacaPositions).values([
    position(SHORT_PUT, {
      tradeId: '0f1c8a4e-6a53-5b0e-9d2c-2f6f6f1f2a01',
      avgEntryPrice: '2.0100',
      currentPrice: '0',
      unrealizedPlpc: '-1',
      expiryDate: '2026-12-18',
      strikePrice: '580',
      optionType: 'put',
    }),
    position('BTCUSD', {
      underlying: 'BTC/USD',
      qty: '0.000000001',
      side: 'long',
      avgEntryPrice: '22577.2578201313066474',
    }),
    position('F', { accountId: 'other', underlying: 'F', qty: '12', side: 'long' }),
  ])
  await api.db
    .insert(alpacaPositions)
    .values([
      position(SHORT_PUT, past('2026-11-02T15:00:00Z')),
      position('AAPL', past('2026-10-02T15:00:00Z')),
    ])
})

async function symbols(query = ''): Promise<string[]> {
  const { positions } = await api.get(positionListSchema, `/positions${query}`)
  return positions.map(({ symbol, is_open }) => (is_open ? symbol : `${symbol} (past)`))
}

describe('GET /positions', () => {
  it('lists open positions by symbol', async () => {
    expect(await symbols()).toEqual(['BTC/USD', 'F', SHORT_PUT])
  })

  it('shows numbers and dates without the payload; a worthless mark is 0, a missing one null', async () => {
    const { positions } = await api.get(positionListSchema, `/positions?symbol=${SHORT_PUT}`)
    expect(positions).toMatchObject([
      {
        trade_id: '0f1c8a4e-6a53-5b0e-9d2c-2f6f6f1f2a01',
        qty: -1,
        avg_entry_price: 2.01,
        current_price: 0,
        market_value: null,
        unrealized_plpc: -1,
        expiry_date: '2026-12-18',
        strike_price: 580,
        option_type: 'put',
        closed_at: null,
      },
    ])
    expect(await (await api.request('/positions')).text()).not.toMatch(/raw_data|PRIVATE/)
  })

  it.each([
    ['?is_open=true&account=main', ['BTC/USD', SHORT_PUT]],
    ['?is_open=false', ['AAPL (past)', `${SHORT_PUT} (past)`]],
    ['?is_open=all&underlying=spy', ['AAPL (past)', SHORT_PUT, `${SHORT_PUT} (past)`]],
    ['?underlying=BTC/USD', ['BTC/USD']],
    ['?underlying=btcusd', ['BTC/USD']],
    ['?symbol=BTC/USD', ['BTC/USD']],
    ['?symbol=btcusd', ['BTC/USD']],
    ['?account=live', ['F']],
    ['?symbol=TSLA', []],
  ])('filters: %s', async (query, expected) => {
    expect(await symbols(query)).toEqual(expected)
  })

  it('returns every row once over all pages', async () => {
    const seen: string[] = []
    let cursor: string | null = ''
    do {
      const page: { positions: { symbol: string }[]; next_cursor: string | null } = await api.get(
        positionListSchema,
        `/positions?is_open=all&limit=2${cursor && `&cursor=${cursor}`}`,
      )
      seen.push(...page.positions.map(({ symbol }) => symbol))
      cursor = page.next_cursor
    } while (cursor !== null)
    expect(seen).toEqual(['AAPL', 'BTC/USD', 'F', SHORT_PUT, SHORT_PUT])
  })

  it.each([
    ['is_open=yes', 'is_open'],
    ['limit=0', 'limit'],
    ['limit=501', 'limit'],
    ['cursor=nonsense', 'cursor'],
    [`cursor=${btoa('["positions","A","2026-11-02T15:00:00Z","no-uuid"]')}`, 'cursor'],
    ['account=nobody', 'account'],
    ['side=long', 'side'],
  ])('refuses %s', async (query, param) => {
    await expectError(await api.request(`/positions?${query}`), 'invalid_parameter', param)
  })

  it('needs a token, and READ_TOKEN is enough', async () => {
    await expectError(await api.request('/positions', { headers: {} }), 'unauthorized')
    expect((await api.request('/positions', { headers: bearer(READ_TOKEN) })).status).toBe(200)
  })
})
