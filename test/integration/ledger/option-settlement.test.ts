import { describe, expect, it } from 'vitest'
import { readReconciliation } from '../../../src/db/reconciliation/read'
import { Broker } from '../../../src/local/alpaca/broker'
import { openWorld, rowsOf, theValue, type World } from '../sync/support'
import { refoldAll } from './refold'

const OPENED = { openedAt: '2026-01-05T14:30:00Z', deposit: '100000' }
const WEEKLY = 'SPXW260116C05000000'
const MONTHLY = 'SPX260116C05100000'

function trade(broker: Broker, side: 'buy' | 'sell', symbol: string, price: string, at: string) {
  const qty = symbol.length > 10 ? '1' : '100'
  const { id } = broker.submit({ at, symbol, side, qty })
  broker.fill(id, { at, price })
}

async function balanceOf(world: World, today = '2026-01-21') {
  const id = String(await theValue(world.db, 'select account_id from alpaca_accounts'))
  return await readReconciliation(world.db, id, today)
}

async function syncAt(world: World, now: string): Promise<void> {
  world.clock.now = new Date(now)
  await world.sync()
}

/**
 * Changes the text of each row of cash that settles options, as a correction by the broker does.
 */
function correctCash(world: World, change: (row: string) => string): void {
  const answer = world.ctx.fetch
  world.ctx.fetch = async (input, init) => {
    const response = await answer(input, init)
    if (!new URL(String(input)).pathname.includes('/activities')) return response
    const text = await response.text()
    return new Response(text.replaceAll(/\{[^{}]*"OPCSH"[^{}]*\}/g, change), response)
  }
}

const TRADES = `select underlying, strategy, status, closed_by, realized_pl::float8 as pl from alpaca_trades
  order by opened_at, trade_id`

/** The tables with rows of an underlying. */
const TABLES = [
  'alpaca_orders',
  'alpaca_activities',
  'alpaca_positions',
  'alpaca_trades',
  'alpaca_trade_fills',
]

const settledCall = (pl: number) => [
  { underlying: 'SPX', strategy: 'long_call', status: 'closed', closed_by: ['exercise'], pl },
]

describe('an index option that settles in cash', () => {
  it('bought for 2,000 and settled for 5,000 made 3,000, whichever row arrives first', async () => {
    for (const createdAt of ['2026-01-17T01:45:00Z', '2026-01-20T14:00:00Z']) {
      const broker = new Broker(OPENED)
      trade(broker, 'buy', WEEKLY, '20', '2026-01-15T15:00:00Z')
      const cashCreatedAt = createdAt.startsWith('2026-01-20')
        ? '2026-01-17T01:45:00Z'
        : '2026-01-20T14:00:00Z'
      broker.exercise(WEEKLY, {
        at: '2026-01-16T21:00:00Z',
        date: '2026-01-16',
        createdAt,
        cash: '5000',
        cashCreatedAt,
      })
      const world = await openWorld(broker)
      await syncAt(world, '2026-01-17T15:00:00Z')
      await syncAt(world, '2026-01-21T15:00:00Z')
      expect(await rowsOf(world.db, TRADES)).toEqual(settledCall(3000))
      expect((await balanceOf(world))?.cash).toMatchObject({
        difference: '0',
        executions: '3000',
        other: '0',
      })
      await refoldAll(world)
      expect(await rowsOf(world.db, TRADES)).toEqual(settledCall(3000))
    }
  })

  it('follows its cash when that is corrected or canceled', async () => {
    const broker = new Broker(OPENED)
    trade(broker, 'buy', WEEKLY, '20', '2026-01-15T15:00:00Z')
    const posted = { date: '2026-01-16', createdAt: '2026-01-17T01:45:00Z' }
    broker.exercise(WEEKLY, { at: '2026-01-16T21:00:00Z', ...posted, cash: '5000' })
    const world = await openWorld(broker)
    await syncAt(world, '2026-01-17T15:00:00Z')
    expect(await rowsOf(world.db, TRADES)).toEqual(settledCall(3000))
    correctCash(world, (row) => row.replace('"5000"', '"5100.01"'))
    await syncAt(world, '2026-01-18T15:00:00Z')
    expect(await rowsOf(world.db, TRADES)).toEqual(settledCall(3100.01))
    correctCash(world, (row) => row.replace('"executed"', '"canceled"'))
    await syncAt(world, '2026-01-19T15:00:00Z')
    expect(await rowsOf(world.db, TRADES)).toEqual(settledCall(-2000))
  })

  it('leaves cash without its option event unbooked, by its id, until the event arrives', async () => {
    const broker = new Broker(OPENED)
    trade(broker, 'buy', WEEKLY, '20', '2026-01-15T15:00:00Z')
    broker.exercise(WEEKLY, {
      at: '2026-01-16T21:00:00Z',
      date: '2026-01-16',
      createdAt: '2026-01-21T01:45:00Z',
      cash: '5000',
      cashCreatedAt: '2026-01-17T01:45:00Z',
    })
    const world = await openWorld(broker)
    await syncAt(world, '2026-01-20T15:00:00Z')
    const before = await balanceOf(world, '2026-01-20')
    expect(before?.state).toBe('differs')
    expect(before?.unbooked).toMatchObject([
      { activity_type: 'OPCSH', net_amount: '5000', reason: expect.stringContaining('group') },
    ])
    expect(before?.unbooked[0]?.activity_id).toMatch(/^20260116000000000::/)
    await syncAt(world, '2026-01-21T15:00:00Z')
    expect(await balanceOf(world)).toMatchObject({ state: 'balanced', unbooked: [] })
  })

  it('makes one trade of the SPX and SPXW legs of one parent, and looks up no contract', async () => {
    const broker = new Broker(OPENED)
    const at = '2026-01-15T15:00:00Z'
    const { id } = broker.submitMultileg({
      at,
      qty: '1',
      legs: [
        { symbol: WEEKLY, side: 'buy', intent: 'buy_to_open' },
        { symbol: MONTHLY, side: 'sell', intent: 'sell_to_open' },
      ],
    })
    broker.fillSpread(id, { at, prices: ['30', '10'] })
    const posted = { date: '2026-01-16', createdAt: '2026-01-17T01:45:00Z' }
    broker.exercise(WEEKLY, { at: '2026-01-16T21:00:00Z', ...posted, cash: '20000' })
    broker.assign(MONTHLY, { at: '2026-01-16T21:00:00Z', ...posted, cash: '-10000' })
    const world = await openWorld(broker)
    await syncAt(world, '2026-01-17T15:00:00Z')
    expect(await rowsOf(world.db, TRADES)).toMatchObject([
      { underlying: 'SPX', strategy: 'bull_call_spread', status: 'closed', pl: 8000 },
    ])
    expect(await rowsOf(world.db, 'select distinct underlying from alpaca_orders')).toEqual([
      { underlying: 'SPX' },
    ])
    expect(await theValue(world.db, 'select count(*)::int from alpaca_contracts')).toBe(0)
    expect((await balanceOf(world))?.balanced).toBe(true)
  })

  it('stored under its root by an earlier version moves to its index when the rules change', async () => {
    const broker = new Broker(OPENED)
    trade(broker, 'buy', WEEKLY, '20', '2026-01-15T15:00:00Z')
    trade(broker, 'buy', MONTHLY, '10', '2026-01-15T16:00:00Z')
    const world = await openWorld(broker)
    await syncAt(world, '2026-01-15T17:00:00Z')
    const trades = await rowsOf(world.db, TRADES)
    for (const table of TABLES) {
      const isOfRoot =
        table === 'alpaca_trades' ? "legs::text like '%SPXW%'" : "symbol like 'SPXW%'"
      await rowsOf(world.db, `update ${table} set underlying = 'SPXW' where ${isOfRoot}`)
    }
    await rowsOf(
      world.db,
      'update sync_state set ledger_engine_version = ledger_engine_version - 1',
    )
    await syncAt(world, '2026-01-15T18:00:00Z')
    expect(await rowsOf(world.db, TRADES)).toEqual(trades)
    for (const table of TABLES) {
      const left = `select count(*)::int from ${table} where underlying = 'SPXW'`
      expect(await theValue(world.db, left), table).toBe(0)
    }
  })
})

describe('an adjusted contract that delivers shares and cash', () => {
  it('books both: 500 paid, 42 in cash, 100 shares at 20 sold at 27', async () => {
    const broker = new Broker(OPENED)
    const symbol = 'GME260116C00020000'
    trade(broker, 'buy', symbol, '5', '2026-01-14T15:00:00Z')
    const posted = { date: '2026-01-16', createdAt: '2026-01-17T01:45:00Z' }
    broker.exercise(symbol, { at: '2026-01-16T21:00:00Z', ...posted, cash: '42' })
    trade(broker, 'sell', 'GME', '27', '2026-01-20T15:00:00Z')
    const world = await openWorld(broker)
    await syncAt(world, '2026-01-21T15:00:00Z')
    expect(await rowsOf(world.db, TRADES)).toMatchObject([
      { strategy: 'long_call', closed_by: ['exercise'], pl: -458 },
      { strategy: 'long_stock', closed_by: ['order'], pl: 700 },
    ])
    expect((await balanceOf(world))?.balanced).toBe(true)
  })
})

describe('an exercise in the middle of a day', () => {
  it('that the shares’ orders contradict leaves both sides open, and the reconciliation says so', async () => {
    const broker = new Broker(OPENED)
    const symbol = 'AAPL260116C00092000'
    trade(broker, 'buy', symbol, '9', '2026-01-05T15:00:00Z')
    const posted = { date: '2026-01-06', createdAt: '2026-01-06T15:05:00Z' }
    broker.exercise(symbol, { at: '2026-01-06T15:05:00Z', ...posted })
    const { id } = broker.submit({
      at: '2026-01-09T15:00:00Z',
      symbol: 'AAPL',
      side: 'sell',
      qty: '100',
      intent: 'sell_to_open',
    })
    broker.fill(id, { at: '2026-01-09T15:00:00Z', price: '100' })
    const world = await openWorld(broker)
    await syncAt(world, '2026-01-12T15:00:00Z')
    expect(await balanceOf(world, '2026-01-12')).toMatchObject({
      balanced: false,
      symbols: [{ symbol: 'AAPL', cause: 'both sides open' }],
    })
  })

  it('closes shares sold short before it, though its row arrives a day later', async () => {
    const broker = new Broker(OPENED)
    const symbol = 'AAPL260116C00092000'
    trade(broker, 'buy', symbol, '9', '2026-01-06T15:00:00Z')
    trade(broker, 'sell', 'AAPL', '100', '2026-01-07T15:00:00Z')
    const posted = { date: '2026-01-07', createdAt: '2026-01-07T15:05:00Z' }
    broker.exercise(symbol, { at: '2026-01-07T15:05:00Z', ...posted })
    const world = await openWorld(broker)
    await syncAt(world, '2026-01-07T15:04:00Z')
    await syncAt(world, '2026-01-08T15:00:00Z')
    const expected = [
      { strategy: 'long_call', status: 'closed', pl: -900 },
      { strategy: 'short_stock', status: 'closed', closed_by: ['exercise'], pl: 800 },
    ]
    expect(await rowsOf(world.db, TRADES)).toMatchObject(expected)
    expect((await balanceOf(world, '2026-01-08'))?.balanced).toBe(true)
    await refoldAll(world)
    expect(await rowsOf(world.db, TRADES)).toMatchObject(expected)
  })

  it('that a paper account posts the next morning comes before the sale of its shares', async () => {
    const broker = new Broker(OPENED)
    const symbol = 'AAPL260116C00092000'
    trade(broker, 'buy', symbol, '9', '2026-01-06T15:00:00Z')
    const posted = { date: '2026-01-08', createdAt: '2026-01-08T09:00:00Z' }
    broker.exercise(symbol, { at: '2026-01-07T15:05:00Z', ...posted })
    const { id } = broker.submit({
      at: '2026-01-07T16:00:00Z',
      symbol: 'AAPL',
      side: 'sell',
      qty: '100',
    })
    broker.fill(id, { at: '2026-01-07T16:00:00Z', price: '100' })
    const world = await openWorld(broker)
    await syncAt(world, '2026-01-07T17:00:00Z')
    await syncAt(world, '2026-01-09T15:00:00Z')
    const expected = [
      { strategy: 'long_call', status: 'closed', pl: -900 },
      { strategy: 'long_stock', status: 'closed', closed_by: ['order'], pl: 800 },
    ]
    expect(await rowsOf(world.db, TRADES)).toMatchObject(expected)
    await refoldAll(world)
    expect(await rowsOf(world.db, TRADES)).toMatchObject(expected)
  })
})
