import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Broker } from '../../../src/local/alpaca/broker'
import { openWorld, rowsOf, theValue, type World } from './support'

const OPENED = { openedAt: '2026-08-03T14:30:00Z', deposit: '1000000' }
const CALL = 'SPY260918C00700000'

/** Of the day on which the call vanished, and told weeks later. */
const LATE_EXERCISE = {
  id: '20260902000000000::2f1a4b0e-6b1f-4d4e-9c0a-6c1a1f2e3d4c',
  activity_type: 'OPEXC',
  date: '2026-09-02',
  created_at: '2026-09-19T08:00:00Z',
  net_amount: '0',
  symbol: CALL,
  qty: '-1',
  status: 'executed',
}

function buy(broker: Broker, symbol: string, at: string, qty = '1'): void {
  const order = broker.submit({ at, symbol, side: 'buy', qty })
  broker.fill(order.id, { at, price: '10' })
}

function sell(broker: Broker, symbol: string, at: string, qty = '1'): void {
  const order = broker.submit({ at, symbol, side: 'sell', qty })
  broker.fill(order.id, { at, price: '11' })
}

async function syncAt(world: World, time: string) {
  world.clock.now = new Date(time)
  return await world.sync()
}

const all =
  'select symbol, qty, is_open, close_cause from alpaca_positions order by symbol, created_at, is_open'

describe('positions', () => {
  it('are inserted, updated, closed, and inserted as new rows when they return', async () => {
    const broker = new Broker(OPENED)
    buy(broker, 'AAPL', '2026-09-01T15:00:00Z', '2')
    const world = await openWorld(broker)
    await syncAt(world, '2026-09-01T16:00:00Z')
    sell(broker, 'AAPL', '2026-09-02T15:00:00Z')
    await syncAt(world, '2026-09-02T16:00:00Z')
    expect(await rowsOf(world.db, all)).toEqual([
      { symbol: 'AAPL', qty: '1', is_open: true, close_cause: null },
    ])
    sell(broker, 'AAPL', '2026-09-03T15:00:00Z')
    await syncAt(world, '2026-09-03T16:00:00Z')
    expect(await rowsOf(world.db, all)).toEqual([
      { symbol: 'AAPL', qty: '1', is_open: false, close_cause: 'order' },
    ])
    expect(
      await theValue(
        world.db,
        "select closed_at = timestamptz '2026-09-03T16:00:00Z' from alpaca_positions",
      ),
    ).toBe(true)
    buy(broker, 'AAPL', '2026-09-04T15:00:00Z', '3')
    await syncAt(world, '2026-09-04T16:00:00Z')
    expect(await rowsOf(world.db, `${all}`)).toEqual([
      { symbol: 'AAPL', qty: '1', is_open: false, close_cause: 'order' },
      { symbol: 'AAPL', qty: '3', is_open: true, close_cause: null },
    ])
  })

  it('that expire are closed at once, and get their cause with the activity', async () => {
    const broker = new Broker(OPENED)
    buy(broker, CALL, '2026-09-01T15:00:00Z')
    sell(broker, 'SPY260918P00600000', '2026-09-01T15:10:00Z')
    const world = await openWorld(broker)
    await syncAt(world, '2026-09-01T16:00:00Z')
    broker.expireOption(CALL, { at: '2026-09-18T21:00:00Z' })
    broker.assign('SPY260918P00600000', { at: '2026-09-18T21:00:01Z' })
    await syncAt(world, '2026-09-18T22:00:00Z')
    const options =
      "select symbol, is_open, close_cause from alpaca_positions where symbol <> 'SPY' order by symbol"
    expect(await rowsOf(world.db, options)).toEqual([
      { symbol: CALL, is_open: false, close_cause: 'pending' },
      { symbol: 'SPY260918P00600000', is_open: false, close_cause: 'pending' },
    ])
    expect(
      await rowsOf(world.db, "select qty from alpaca_positions where symbol = 'SPY' and is_open"),
    ).toEqual([{ qty: '100' }])
    await syncAt(world, '2026-09-23T15:00:00Z')
    expect(await rowsOf(world.db, options)).toEqual([
      { symbol: CALL, is_open: false, close_cause: 'expiration' },
      { symbol: 'SPY260918P00600000', is_open: false, close_cause: 'assignment' },
    ])
  })

  it('that vanish without an activity are unexplained after some days, until one comes', async () => {
    const broker = new Broker(OPENED)
    buy(broker, CALL, '2026-09-01T15:00:00Z')
    const world = await openWorld(broker)
    await syncAt(world, '2026-09-01T16:00:00Z')
    broker.vanish(CALL, '2026-09-02T15:00:00Z')
    const vanished = (close_cause: string) => [
      { symbol: CALL, qty: '1', is_open: false, close_cause },
    ]
    await syncAt(world, '2026-09-02T16:00:00Z')
    expect(await rowsOf(world.db, all)).toEqual(vanished('pending'))
    await syncAt(world, '2026-09-07T15:59:59Z')
    expect(await rowsOf(world.db, all)).toEqual(vanished('pending'))
    await syncAt(world, '2026-09-07T16:00:01Z')
    expect(await rowsOf(world.db, all)).toEqual(vanished('unexplained'))
    const answer = world.ctx.fetch
    world.ctx.fetch = async (input, init) => {
      const page = await answer(input, init)
      if (new URL(String(input)).pathname !== '/v2/account/activities') return page
      return Response.json([LATE_EXERCISE, ...z.array(z.unknown()).parse(await page.json())])
    }
    await syncAt(world, '2026-09-20T16:00:00Z')
    expect(await rowsOf(world.db, all)).toEqual(vanished('exercise'))
  })

  it('are updated but not closed while one item is malformed', async () => {
    const broker = new Broker(OPENED)
    for (const symbol of ['AAPL', 'MSFT', 'NVDA']) buy(broker, symbol, '2026-09-01T15:00:00Z')
    const world = await openWorld(broker)
    await syncAt(world, '2026-09-01T16:00:00Z')
    sell(broker, 'AAPL', '2026-09-02T15:00:00Z')
    buy(broker, 'NVDA', '2026-09-02T15:00:01Z')
    buy(broker, 'TSLA', '2026-09-02T15:00:02Z')
    const broken = (item: unknown) => ({ ...Object(item), qty: 'plenty' })
    world.standIn.faults.next(1, { kind: 'broken-item', index: 0, change: broken }, '/v2/positions')
    const { report } = await syncAt(world, '2026-09-02T16:00:00Z')
    expect(report.quarantined).toBe(1)
    const open = 'select symbol, qty from alpaca_positions where is_open order by symbol'
    const [first, ...rest] = await rowsOf(world.db, open)
    expect(first).toEqual({ symbol: 'AAPL', qty: '1' })
    expect(rest).toEqual(expect.arrayContaining([{ symbol: 'TSLA', qty: '1' }]))
    await syncAt(world, '2026-09-02T16:05:00Z')
    expect(await rowsOf(world.db, open)).toEqual([
      { symbol: 'MSFT', qty: '1' },
      { symbol: 'NVDA', qty: '2' },
      { symbol: 'TSLA', qty: '1' },
    ])
    expect(
      await theValue(world.db, 'select count(*)::int from sync_quarantine where healed_at is null'),
    ).toBe(0)
  })

  it('of coins have one row, although their symbol differs from the symbol of the orders', async () => {
    const broker = new Broker(OPENED)
    const order = broker.submit({
      at: '2026-09-01T15:00:00Z',
      symbol: 'BTC/USD',
      side: 'buy',
      qty: '0.001234567',
    })
    broker.fill(order.id, { at: '2026-09-01T15:00:01Z', price: '100000.5' })
    const world = await openWorld(broker)
    await syncAt(world, '2026-09-01T16:00:00Z')
    expect(await rowsOf(world.db, 'select symbol, underlying, qty from alpaca_positions')).toEqual([
      { symbol: 'BTCUSD', underlying: 'BTC/USD', qty: '0.001234567' },
    ])
    const answer = world.ctx.fetch
    world.ctx.fetch = async (input, init) => {
      const text = await (await answer(input, init)).text()
      return new Response(text.replaceAll('BTCUSD', 'BTC/USD'))
    }
    await syncAt(world, '2026-09-01T17:00:00Z')
    expect(await rowsOf(world.db, 'select symbol, is_open from alpaca_positions')).toEqual([
      { symbol: 'BTC/USD', is_open: true },
    ])
    world.ctx.fetch = answer
    sell(broker, 'BTC/USD', '2026-09-02T15:00:00Z', '0.001234567')
    await syncAt(world, '2026-09-02T16:00:00Z')
    expect(await rowsOf(world.db, 'select is_open, close_cause from alpaca_positions')).toEqual([
      { is_open: false, close_cause: 'order' },
    ])
  })

  it('keep the trade that the ledger linked them to', async () => {
    const broker = new Broker(OPENED)
    buy(broker, 'AAPL', '2026-09-01T15:00:00Z')
    const world = await openWorld(broker)
    await syncAt(world, '2026-09-01T16:00:00Z')
    const linked = await theValue(world.db, 'select trade_id from alpaca_positions')
    expect(linked).toBe(await theValue(world.db, 'select trade_id from alpaca_orders'))
    buy(broker, 'AAPL', '2026-09-01T16:00:30Z')
    world.clock.now = new Date('2026-09-01T16:01:00Z')
    await world.sync({ scope: 'positions' })
    expect(await rowsOf(world.db, 'select qty, trade_id from alpaca_positions')).toEqual([
      { qty: '2', trade_id: linked },
    ])
  })
})
