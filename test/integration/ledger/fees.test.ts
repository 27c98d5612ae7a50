import { describe, expect, it } from 'vitest'
import { Broker } from '../../../src/local/alpaca/broker'
import { openWorld, rowsOf, theValue } from '../sync/support'
import { refoldAll } from './refold'

const ACCOUNT_NUMBER = '123456789'

const posted = (id: number, subType: string | null, net: string, description: string) => ({
  id: `20260310000000000::00000000-0000-4000-8000-00000000000${id}`,
  activity_type: 'FEE',
  ...(subType === null ? {} : { activity_sub_type: subType }),
  date: '2026-03-10',
  created_at: '2026-03-11T00:06:00Z',
  net_amount: net,
  status: 'executed',
  description,
})

const ON = `on 2026-03-10 by ${ACCOUNT_NUMBER}`
const FEES = [
  posted(1, 'REG', '-0.04', `REG fee for proceed of $4000 ${ON}`),
  posted(2, 'TAF', '-0.01', `TAF fee for proceed of 40 shares (2 trades) ${ON}`),
  posted(3, null, '-25', 'Outgoing wire'),
  posted(4, 'ADR', '-0.24', 'ADR fee'),
]

const BY_TRADE = `select underlying, fees::float8 as fees, fees_pending as waits
  from alpaca_trades order by underlying`

interface Row {
  id: string
  symbol?: string
}

/** Sales of two shares and a large purchase; the sale of MSFT is hidden while `isHidden`. */
async function openDay() {
  const broker = new Broker({ openedAt: '2026-01-05T14:30:00Z', deposit: '1000000' })
  const trade = (side: 'buy' | 'sell', symbol: string, qty: string, at: string) => {
    const { id } = broker.submit({ at, symbol, side, qty })
    broker.fill(id, { at, price: '100' })
    return id
  }
  trade('buy', 'AAPL', '10', '2026-03-02T15:00:00Z')
  trade('buy', 'MSFT', '30', '2026-03-02T16:00:00Z')
  const early = trade('sell', 'AAPL', '10', '2026-03-10T15:00:00Z')
  trade('buy', 'NVDA', '500', '2026-03-10T16:00:00Z')
  const late = trade('sell', 'MSFT', '30', '2026-03-10T17:00:00Z')
  const world = await openWorld(broker)
  const state = { isHidden: true, more: [] as object[] }
  const answer = world.ctx.fetch
  const isLate = (row: object) => state.isHidden && JSON.stringify(row).includes(late)
  world.ctx.fetch = async (input, init) => {
    const { pathname, searchParams } = new URL(String(input))
    const response = await answer(input, init)
    const isActivities = pathname.includes('/activities')
    if (!isActivities && !pathname.endsWith('/orders')) return response
    const rows = ((await response.json()) as Row[]).filter((row) => !isLate(row))
    const reported = [...FEES, ...state.more] as Row[]
    const more = isActivities && !searchParams.has('page_token') ? reported : []
    const all = isActivities ? [...rows, ...more].sort((a, b) => (a.id < b.id ? -1 : 1)) : rows
    return new Response(JSON.stringify(all), response)
  }
  world.clock.now = new Date('2026-03-11T15:00:00Z')
  return { world, state, early }
}

describe('fees of a day through the sync', () => {
  it('go to that trade date’s sales, a late sale shares them anew; a wire stays with the account', async () => {
    const { world, state } = await openDay()
    await world.sync()
    expect(await rowsOf(world.db, BY_TRADE)).toEqual([
      { underlying: 'AAPL', fees: 0.05, waits: false },
      { underlying: 'MSFT', fees: 0, waits: false },
      { underlying: 'NVDA', fees: 0, waits: false },
    ])
    state.isHidden = false
    await world.sync()
    const shared = [
      { underlying: 'AAPL', fees: 0.01, waits: false },
      { underlying: 'MSFT', fees: 0.04, waits: false },
      { underlying: 'NVDA', fees: 0, waits: false },
    ]
    expect(await rowsOf(world.db, BY_TRADE)).toEqual(shared)
    await refoldAll(world)
    expect(await rowsOf(world.db, BY_TRADE)).toEqual(shared)
    const ofAccount = `select ((select -sum(fees) from alpaca_cash_days)
      - (select sum(amount) from alpaca_trade_fees))::float8`
    expect(await theValue(world.db, ofAccount)).toBe(25.24)
  })

  it('count a fill once that a fee of its day names', async () => {
    const { world, state, early } = await openDay()
    state.isHidden = false
    state.more = [{ ...posted(5, 'COM', '-2', 'Commission'), order_id: early }]
    await world.sync()
    expect(await rowsOf(world.db, BY_TRADE)).toMatchObject([
      { underlying: 'AAPL', fees: 2.01 },
      { underlying: 'MSFT', fees: 0.04 },
      { underlying: 'NVDA', fees: 0 },
    ])
  })

  it('keep the account number in the payload alone', async () => {
    const { world } = await openDay()
    await world.sync()
    const rows = [
      await rowsOf(world.db, 'select * from alpaca_trade_fees'),
      await rowsOf(world.db, `select to_jsonb(a) - 'raw_data' as row from alpaca_activities a`),
    ]
    expect(JSON.stringify(rows)).not.toContain(ACCOUNT_NUMBER)
    expect(JSON.stringify(world.log)).not.toContain(ACCOUNT_NUMBER)
  })
})
