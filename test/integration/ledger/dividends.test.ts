import { describe, expect, it } from 'vitest'
import { readStats } from '../../../src/db/trades/stats'
import { decimal, plain, ZERO } from '../../../src/engine/model/decimal'
import { Broker } from '../../../src/local/alpaca/broker'
import { openWorld, rowsOf } from '../sync/support'
import { refoldAll } from './refold'

const TRADES =
  'select dividends::float8, realized_pl::float8 as pl from alpaca_trades order by opened_at'

function trade(broker: Broker, side: 'buy' | 'sell', qty: string, at: string): void {
  const { id } = broker.submit({ at, symbol: 'AAPL', side, qty })
  broker.fill(id, { at, price: '100' })
}

async function paidWorld() {
  const broker = new Broker({ openedAt: '2026-01-05T14:30:00Z', deposit: '100000' })
  trade(broker, 'buy', '33', '2026-03-02T15:00:00Z')
  broker.dividend('AAPL', { at: '2026-03-20T12:00:00Z', perShare: '0.25' })
  const world = await openWorld(broker)
  world.clock.now = new Date('2026-03-25T15:00:00Z')
  await world.sync()
  return world
}

describe('dividends of synced shares', () => {
  it('are beside the profit of the trade that holds them', async () => {
    const { db } = await paidWorld()
    expect(await rowsOf(db, TRADES)).toEqual([{ dividends: 8.25, pl: 0 }])
    const { rows } = await readStats(db, {}, 'campaign')
    const total = rows.find(({ view }) => view === 'total')
    expect(total).toMatchObject({ open_trades: 1, trades: 0 })
    expect(Number(total?.dividends)).toBe(8.25)
    expect(Number(total?.net_pl)).toBe(0)
  })

  it('stop counting when their row is canceled', async () => {
    const world = await paidWorld()
    const answer = world.ctx.fetch
    world.ctx.fetch = async (input, init) => {
      const response = await answer(input, init)
      if (!new URL(String(input)).pathname.includes('/activities')) return response
      const rows: { activity_type: string }[] = await response.json()
      return Response.json(
        rows.map((row) => (row.activity_type === 'DIV' ? { ...row, status: 'canceled' } : row)),
        response,
      )
    }
    await world.sync()
    expect(await rowsOf(world.db, TRADES)).toEqual([{ dividends: 0, pl: 0 }])
    expect(await rowsOf(world.db, 'select * from alpaca_trade_dividends')).toEqual([])
  })

  it('belong to the trade that sold them between the ex-date and the payment', async () => {
    const broker = new Broker({ openedAt: '2026-01-05T14:30:00Z', deposit: '100000' })
    trade(broker, 'buy', '100', '2026-03-02T15:00:00Z')
    trade(broker, 'sell', '100', '2026-03-12T15:00:00Z')
    trade(broker, 'buy', '40', '2026-03-13T15:00:00Z')
    broker.dividend('AAPL', { at: '2026-03-20T12:00:00Z', perShare: '0.25' })
    const world = await openWorld(broker)
    const answer = world.ctx.fetch
    world.ctx.fetch = async (input, init) => {
      const response = await answer(input, init)
      if (!new URL(String(input)).pathname.includes('/activities')) return response
      const rows: { activity_type: string }[] = await response.json()
      const description = 'Cash DIV @ 0.25, Pos QTY: 100, Rec Date: 2026-03-10'
      return Response.json(
        rows.map((row) => (row.activity_type === 'DIV' ? { ...row, description } : row)),
        response,
      )
    }
    await world.sync()
    expect(await rowsOf(world.db, TRADES)).toEqual([
      { dividends: 10, pl: 0 },
      { dividends: 0, pl: 0 },
    ])
  })
})

/** A wheel: a put is assigned, its shares earn a dividend, and a call takes them away. */
async function wheelWorld() {
  const broker = new Broker({ openedAt: '2026-01-05T14:30:00Z', deposit: '100000' })
  const option = (symbol: string, at: string, price: string) => {
    const { id } = broker.submit({ at, symbol, side: 'sell', qty: '1' })
    broker.fill(id, { at, price })
  }
  option('AAPL260220P00100000', '2026-02-02T15:00:00Z', '2')
  broker.assign('AAPL260220P00100000', { at: '2026-02-20T21:00:00Z' })
  option('AAPL260417C00105000', '2026-03-02T15:00:00Z', '1.5')
  broker.dividend('AAPL', { at: '2026-03-20T12:00:00Z', perShare: '0.25' })
  broker.assign('AAPL260417C00105000', { at: '2026-04-17T20:00:00Z' })
  const world = await openWorld(broker)
  await world.sync()
  return world
}

const MONEY = ['realized_pl', 'fees', 'net_pl', 'dividends'] as const

describe('statistics of a wheel with a dividend', () => {
  it('have the same money by trade and by campaign, and months that sum to the range', async () => {
    const { db } = await wheelWorld()
    const byTrade = await readStats(db, {}, 'trade')
    const byCampaign = await readStats(db, {}, 'campaign')
    const of = ({ rows }: typeof byTrade, view: string) => rows.filter((row) => row.view === view)
    const sum = (rows: typeof byTrade.rows) =>
      Object.fromEntries(
        MONEY.map((name) => [
          name,
          plain(rows.reduce((total, row) => total.plus(decimal(row[name])), ZERO)),
        ]),
      )
    const total = sum(of(byTrade, 'total'))
    expect(total).toMatchObject({ realized_pl: '850', dividends: '25' })
    expect(sum(of(byCampaign, 'total'))).toEqual(total)
    for (const view of ['month', 'day', 'strategy', 'underlying']) {
      expect(sum(of(byTrade, view))).toEqual(total)
      expect(sum(of(byCampaign, view))).toEqual(total)
    }
    expect(of(byCampaign, 'total')).toMatchObject([{ trades: 1, wins: 1, losses: 0 }])
  })
})

describe('the shares of dividends and fees', () => {
  it('are the same after a rebuild as after syncs', async () => {
    const world = await wheelWorld()
    const shares = () =>
      rowsOf(
        world.db,
        `select activity_id, trade_id, amount, trading_day from alpaca_trade_dividends
          union all select activity_id, trade_id, amount, trading_day from alpaca_trade_fees order by 1, 2`,
      )
    const synced = await shares()
    expect(synced).not.toEqual([])
    await world.db.execute('delete from alpaca_trade_dividends')
    await world.db.execute('delete from alpaca_trade_fees')
    await world.db.execute(
      "insert into ledger_dirty (account_id, underlying, since) select account_id, '', to_timestamp(0) from alpaca_accounts",
    )
    await refoldAll(world)
    expect(await shares()).toEqual(synced)
  })
})

describe('the profit that is summed for the proof', () => {
  const SUMS = `select a.realized_pl::float8 as kept, (select coalesce(sum(t.realized_pl), 0)::float8
    from alpaca_trades t where not t.incomplete) as summed from alpaca_accounts a`

  it('follows trades that are written, become incomplete and are deleted', async () => {
    const broker = new Broker({ openedAt: '2026-01-05T14:30:00Z', deposit: '100000' })
    const { id } = broker.submit({
      at: '2026-03-02T15:00:00Z',
      symbol: 'AAPL',
      side: 'buy',
      qty: '4',
    })
    broker.fill(id, { at: '2026-03-02T15:00:00Z', price: '90' })
    trade(broker, 'sell', '3', '2026-03-12T15:00:00Z')
    const { db, sync } = await openWorld(broker)
    await sync()
    expect(await rowsOf(db, SUMS)).toEqual([{ kept: 30, summed: 30 }])
    await db.execute('update alpaca_trades set incomplete = true')
    expect(await rowsOf(db, SUMS)).toEqual([{ kept: 0, summed: 0 }])
    await db.execute('update alpaca_trades set incomplete = false, realized_pl = 30.01')
    expect(await rowsOf(db, SUMS)).toEqual([{ kept: 30.01, summed: 30.01 }])
    await db.execute('delete from alpaca_trades')
    expect(await rowsOf(db, SUMS)).toEqual([{ kept: 0, summed: 0 }])
  })
})
