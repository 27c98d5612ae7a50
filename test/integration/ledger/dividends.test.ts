import { describe, expect, it } from 'vitest'
import { readStats } from '../../../src/db/trades/stats'
import { Broker } from '../../../src/local/alpaca/broker'
import { openWorld, rowsOf } from '../sync/support'

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
