import { beforeAll, describe, expect, it } from 'vitest'
import { statsSchema } from '../../../src/api/stats/schemas'
import { alpacaTradeFees, alpacaTradeFills, alpacaTrades } from '../../../src/db/schema'
import { ACCOUNT_ID, type Api, bearer, insertAccount, openApi, READ_TOKEN } from './api'
import { expectError } from './errors'

const OTHER_ID = '11111111-64a4-4921-8928-cadf02f92f98'

/** A trade: profit by time of its closing executions, and fees by day. */
interface Entry {
  id: number
  underlying?: string
  strategy?: string
  status?: 'open' | 'partial' | 'closed' | 'unfilled'
  opened: string
  closes?: [at: string, day: string, realized: string][]
  fees?: [day: string, amount: string][]
  more?: Partial<typeof alpacaTrades.$inferInsert>
}

const idOf = (id: number) => `0f1c8a4e-6a53-5b0e-9d2c-2f6f6f1f2b${String(id).padStart(2, '0')}`
const cents = (amount: string) => BigInt(Math.round(Number(amount) * 100))
const sum = (amounts: string[]) =>
  (Number(amounts.reduce((all, amount) => all + cents(amount), 0n)) / 100).toFixed(2)

async function enter(api: Api, entry: Entry): Promise<void> {
  const { id, underlying = 'SPY', strategy = 'long_call', status = 'closed', opened } = entry
  const { closes = [], fees = [], more = {} } = entry
  const tradeId = idOf(id)
  const accountId = more.accountId ?? ACCOUNT_ID
  await api.db.insert(alpacaTrades).values({
    tradeId,
    accountId,
    underlying,
    strategy,
    strategyType: 'single_leg',
    status,
    quantity: '1',
    openedAt: opened,
    closedAt: status === 'closed' ? (closes.at(-1)?.[0] ?? null) : null,
    realizedPl: sum(closes.map(([, , realized]) => realized)),
    fees: sum(fees.map(([, amount]) => amount)),
    chainId: tradeId,
    legs: [],
    ...more,
  })
  const fills = closes.map(([executedAt, tradingDay, realizedPl], i) => ({
    tradeId,
    executionId: `${id}-${i}`,
    effect: 'close',
    symbol: 'SPY261218C00600000',
    accountId,
    underlying,
    kind: 'fill',
    legKind: 'call',
    side: 'sell',
    qty: '1',
    price: '1',
    multiplier: '100',
    realizedPl,
    executedAt,
    tradingDay,
  }))
  if (fills.length > 0) await api.db.insert(alpacaTradeFills).values(fills)
  const shares = fees.map(([tradingDay, amount], i) => ({
    accountId,
    activityId: `fee-${id}-${i}`,
    tradeId,
    amount,
    tradingDay,
  }))
  if (shares.length > 0) await api.db.insert(alpacaTradeFees).values(shares)
}

const BOOK: Entry[] = [
  // Wins 100.10 less 0.10, on the day after it was opened.
  {
    id: 1,
    opened: '2026-08-03T14:00:00Z',
    closes: [['2026-08-04T14:00:00Z', '2026-08-04', '100.10']],
    fees: [['2026-08-04', '0.10']],
  },
  // Loses 40 less its fees, of which one was paid in July: closed at 23:30 New York time of 31
  // August, September in UTC.
  {
    id: 2,
    strategy: 'iron_condor',
    underlying: 'QQQ',
    opened: '2026-07-31T03:30:00Z',
    closes: [
      ['2026-08-20T14:00:00Z', '2026-08-20', '-50'],
      ['2026-09-01T03:30:00Z', '2026-08-31', '10'],
    ],
    fees: [
      ['2026-07-30', '0.03'],
      ['2026-08-31', '0.07'],
    ],
  },
  // Half closed: its money counts, but it is no closed trade.
  {
    id: 3,
    status: 'partial',
    opened: '2026-09-10T14:00:00Z',
    closes: [['2026-09-11T14:00:00Z', '2026-09-11', '25']],
    fees: [['2026-09-10', '0.02']],
  },
  // A win before its fee that is none after it; two days held.
  {
    id: 4,
    underlying: 'QQQ',
    opened: '2026-09-14T14:00:00Z',
    closes: [['2026-09-16T14:00:00Z', '2026-09-16', '0.05']],
    fees: [['2026-09-16', '0.05']],
  },
  // Opened before the known history: its cost is unknown, so its profit is left out.
  {
    id: 5,
    opened: '2026-08-05T14:00:00Z',
    closes: [['2026-08-05T14:00:00Z', '2026-08-05', '33']],
    fees: [['2026-08-05', '0.04']],
    more: { incomplete: true, realizedPl: null },
  },
  { id: 6, status: 'unfilled', opened: '2026-08-06T14:00:00Z', more: { realizedPl: null } },
  { id: 7, status: 'open', opened: '2026-10-01T14:00:00Z', more: { tags: ['earnings'] } },
  {
    id: 8,
    opened: '2026-10-01T14:00:00Z',
    closes: [['2026-10-02T14:00:00Z', '2026-10-02', '7']],
    more: { accountId: OTHER_ID },
  },
]

let api: Api

beforeAll(async () => {
  api = await openApi()
  await insertAccount(api.db)
  await insertAccount(api.db, OTHER_ID, 'other')
  for (const entry of BOOK) await enter(api, entry)
})

const stats = (query = '') => api.get(statsSchema, `/stats${query}`)

describe('GET /stats', () => {
  it('counts trades and sums their profit', async () => {
    const { total } = await stats('?account=main')
    // 100.10 - 50 + 10 + 25 + 0.05; 0.10 + 0.03 + 0.07 + 0.02 + 0.05.
    expect(total).toMatchObject({ realized_pl: 85.15, fees: 0.27, net_pl: 84.88 })
    // Closed: 1 wins 100, 2 loses 40.10, 4 makes 0, 5 is unknown.
    expect(total).toMatchObject({ trades: 4, wins: 1, losses: 1, open_trades: 2 })
    expect(total.win_rate).toBeCloseTo(1 / 3, 12)
    expect(total.profit_factor).toBeCloseTo(100 / 40.1, 12)
    expect(total.expectancy).toBeCloseTo((100 - 40.1) / 3, 12)
    // 1, 32 and 2 days.
    expect(total.average_days_held).toBeCloseTo(35 / 3, 12)
  })

  it('counts profit in the New York month of the closing execution, a fee in its own month, a trade in the month it closed', async () => {
    const { by_month } = await stats('?account=main')
    expect(
      by_month.map(({ month, realized_pl, fees, net_pl, trades, wins, losses, open_trades }) => {
        return [month, realized_pl, fees, net_pl, trades, wins, losses, open_trades]
      }),
    ).toEqual([
      ['2026-07', 0, 0.03, -0.03, 0, 0, 0, 0],
      ['2026-08', 60.1, 0.17, 59.93, 3, 1, 1, 0],
      ['2026-09', 25.05, 0.07, 24.98, 1, 0, 0, 1],
      ['2026-10', 0, 0, 0, 0, 0, 0, 1],
    ])
  })

  it('has rows that add up to the total in every group', async () => {
    const { total, by_month, by_strategy, by_underlying } = await stats()
    for (const rows of [by_month, by_strategy, by_underlying]) {
      for (const key of ['realized_pl', 'fees', 'net_pl'] as const) {
        expect(rows.reduce((all, row) => all + row[key], 0)).toBeCloseTo(total[key], 9)
      }
      for (const key of ['trades', 'wins', 'losses', 'open_trades'] as const) {
        expect(rows.reduce((all, row) => all + row[key], 0)).toBe(total[key])
      }
    }
    expect(by_strategy.map(({ strategy }) => strategy)).toEqual(['iron_condor', 'long_call'])
    expect(by_underlying.map(({ underlying, trades }) => [underlying, trades])).toEqual([
      ['QQQ', 2],
      ['SPY', 3],
    ])
  })

  it('has a point of the equity curve for each day with profit or fees', async () => {
    const { equity_curve } = await stats('?account=main')
    expect(equity_curve).toEqual([
      { date: '2026-07-30', net_pl: -0.03, dividends: 0, cumulative: -0.03 },
      { date: '2026-08-04', net_pl: 100, dividends: 0, cumulative: 99.97 },
      { date: '2026-08-20', net_pl: -50, dividends: 0, cumulative: 49.97 },
      { date: '2026-08-31', net_pl: 9.93, dividends: 0, cumulative: 59.9 },
      { date: '2026-09-10', net_pl: -0.02, dividends: 0, cumulative: 59.88 },
      { date: '2026-09-11', net_pl: 25, dividends: 0, cumulative: 84.88 },
      { date: '2026-09-16', net_pl: 0, dividends: 0, cumulative: 84.88 },
    ])
  })

  it('returns the same figures for a range as for its months', async () => {
    const { by_month } = await stats('?account=main')
    const august = await stats('?account=main&since=2026-08-01&until=2026-09-01')
    expect(august.by_month).toHaveLength(1)
    const { max_drawdown, ...figures } = august.total
    expect({ month: '2026-08', ...figures }).toEqual(by_month[1])
    // From 100 after 4 August to 50 after the 20th.
    expect(max_drawdown).toBe(50)
    expect(august.equity_curve.at(-1)?.cumulative).toBe(august.total.net_pl)
    const { total } = await stats('?account=main&since=2026-09-01T04:00:00Z')
    expect(total).toMatchObject({ realized_pl: 25.05, trades: 1, open_trades: 2 })
  })

  it.each([
    ['?underlying=qqq', { trades: 2, net_pl: -40.1 }],
    ['?strategy=iron_condor', { trades: 1, losses: 1, profit_factor: 0 }],
    ['?status=partial', { trades: 0, realized_pl: 25, open_trades: 1, win_rate: null }],
    ['?tag=earnings', { trades: 0, open_trades: 1, expectancy: null, average_days_held: null }],
    ['?account=other', { trades: 1, net_pl: 7, win_rate: 1, profit_factor: null }],
    ['?underlying=NONE', { trades: 0, realized_pl: 0, fees: 0, net_pl: 0, open_trades: 0 }],
  ])('filters as lists of trades do: %s', async (query, expected) => {
    expect((await stats(query)).total).toMatchObject(expected)
  })

  it.each([
    ['status=won', 'status'],
    ['since=yesterday', 'since'],
    ['account=nobody', 'account'],
    ['limit=10', 'limit'],
  ])('refuses %s', async (query, param) => {
    await expectError(await api.request(`/stats?${query}`), 'invalid_parameter', param)
  })

  it('needs a token, and READ_TOKEN is enough', async () => {
    await expectError(await api.request('/stats', { headers: {} }), 'unauthorized')
    expect((await api.request('/stats', { headers: bearer(READ_TOKEN) })).status).toBe(200)
  })
})

describe('GET /stats?unit=campaign', () => {
  it('counts an assigned put whose shares lost more as one loss, with the same money', async () => {
    const wheel = await openApi()
    await insertAccount(wheel.db)
    const put = { id: 1, opened: '2026-08-03T14:00:00Z' }
    const shares = { id: 2, opened: '2026-08-21T20:00:00Z' }
    await enter(wheel, { ...put, closes: [['2026-08-21T20:00:00Z', '2026-08-21', '100']] })
    await enter(wheel, {
      ...shares,
      closes: [['2026-09-10T14:00:00Z', '2026-09-10', '-300']],
      more: { assignedFrom: idOf(1) },
    })
    const [byTrade, byCampaign] = [
      await wheel.get(statsSchema, '/stats'),
      await wheel.get(statsSchema, '/stats?unit=campaign'),
    ]
    expect(byTrade.total).toMatchObject({ trades: 2, wins: 1, losses: 1, net_pl: -200 })
    expect(byCampaign.total).toMatchObject({ trades: 1, wins: 0, losses: 1, net_pl: -200 })
    const months = byCampaign.by_month.map(({ month, trades, net_pl }) => [month, trades, net_pl])
    expect(months).toEqual([
      ['2026-08', 0, 100],
      ['2026-09', 1, -300],
    ])
    expect(byCampaign.total.max_drawdown).toBe(300)
  })
})
