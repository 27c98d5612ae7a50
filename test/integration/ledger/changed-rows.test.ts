import { describe, expect, it } from 'vitest'
import { readReconciliation } from '../../../src/db/reconciliation/read'
import { Broker } from '../../../src/local/alpaca/broker'
import { openWorld, rowsOf, theValue, type World } from '../sync/support'
import { refoldAll } from './refold'

type Row = Record<string, unknown> & { id: string }

const OPENED = { openedAt: '2026-01-05T14:30:00Z', deposit: '100000' }

/** What Alpaca answers instead of what the stand-in does. Each may be set at any time. */
interface Changes {
  activities: (rows: Row[], url: URL) => Row[]
  order: (row: Row) => Row
}

/** A world whose activities and orders can be changed. */
async function openChanged(broker: Broker) {
  const world = await openWorld(broker)
  const changes: Changes = { activities: (rows) => rows, order: (row) => row }
  const { fetch: answer } = world.ctx
  const orders: string[] = []
  world.ctx.fetch = async (input, init) => {
    const url = new URL(new Request(input, init).url)
    const response = await answer(input, init)
    if (!response.ok) return response
    if (url.pathname === '/v2/account/activities')
      return Response.json(changes.activities(await response.json(), url))
    if (url.pathname === '/v2/orders') {
      const rows: Row[] = await response.json()
      return Response.json(rows.map((row) => changes.order(row)))
    }
    if (url.pathname.startsWith('/v2/orders/')) {
      orders.push(url.pathname.slice('/v2/orders/'.length))
      return Response.json(changes.order(await response.json()))
    }
    return response
  }
  return { world, changes, orders }
}

function trade(broker: Broker, side: 'buy' | 'sell', qty: string, price: string, at: string) {
  const { id } = broker.submit({ at, symbol: 'AAPL', side, qty })
  broker.fill(id, { at, price })
  return id
}

async function syncAt(world: World, now: string): Promise<void> {
  world.clock.now = new Date(now)
  await world.sync()
}

const TRADES = `select strategy, status, quantity::float8 as qty, realized_pl::float8 as pl from alpaca_trades
  order by opened_at, trade_id`

const tradesOf = async ({ db }: World) => await rowsOf(db, TRADES)

async function balanceOf({ db, clock }: World) {
  const id = String(await theValue(db, 'select account_id from alpaca_accounts'))
  return await readReconciliation(db, id, clock.now.toISOString().slice(0, 10))
}

/** The ledger is the same when it is folded from the beginning. */
async function expectSettled(world: World): Promise<void> {
  const before = await tradesOf(world)
  await refoldAll(world)
  expect(await tradesOf(world)).toEqual(before)
}

const isFillOf = (row: Row, orderId: string) =>
  row.activity_type === 'FILL' && row.order_id === orderId

describe('a fill that the broker takes back', () => {
  async function twoFills() {
    const broker = new Broker(OPENED)
    const { id } = broker.submit({
      at: '2026-02-02T15:00:00Z',
      symbol: 'AAPL',
      side: 'buy',
      qty: '10',
    })
    const first = broker.fill(id, { at: '2026-02-02T15:01:00Z', qty: '6', price: '100' })
    const second = broker.fill(id, { at: '2026-02-02T15:02:00Z', qty: '4', price: '110' })
    const opened = await openChanged(broker)
    await syncAt(opened.world, '2026-02-02T16:00:00Z')
    // Long enough ago that no page of orders holds the order.
    broker.deposit({ at: '2026-02-09T15:00:00Z', amount: '1' })
    const later = broker.submit({
      at: '2026-02-09T15:00:00Z',
      symbol: 'MSFT',
      side: 'buy',
      qty: '1',
    })
    broker.cancel(later.id, '2026-02-09T15:00:01Z')
    await syncAt(opened.world, '2026-02-09T16:00:00Z')
    opened.orders.length = 0
    return { ...opened, broker, id, first, second }
  }

  const bust = (id: string, changes: Record<string, unknown> = {}): Row => ({
    id: '20260209120000000::b0570000-0000-4000-8000-000000000001',
    activity_type: 'FILL',
    type: 'trade_bust',
    transaction_time: '2026-02-09T17:00:00Z',
    order_id: id,
    symbol: 'AAPL',
    side: 'buy',
    qty: '-4',
    price: '110',
    ...changes,
  })

  const OPEN = `select jsonb_path_query_first(legs, '$[0]') as leg from alpaca_trades order by opened_at limit 1`

  async function legOf(world: World) {
    const { leg } = (await rowsOf(world.db, OPEN))[0] as { leg: Record<string, unknown> }
    return [Number(leg.open_qty), Number(leg.open_cost)]
  }

  it('no longer counts, named or found by its price, whatever the order says', async () => {
    for (const named of [true, false]) {
      const { world, changes, id, second, orders } = await twoFills()
      const row = bust(id, named ? { previous_id: second.id, qty: null, price: null } : {})
      changes.activities = (rows) => [...rows, row].sort((a, b) => (a.id < b.id ? -1 : 1))
      await syncAt(world, '2026-02-09T18:00:00Z')
      expect(orders).toEqual([id])
      expect(await legOf(world)).toEqual([6, 600])
      // The run after it reads the order once more, and no run after that.
      await syncAt(world, '2026-02-09T18:05:00Z')
      expect(orders).toEqual([id, id])
      await syncAt(world, '2026-02-09T18:10:00Z')
      expect(orders).toEqual([id, id])
      await expectSettled(world)
    }
  })

  it('is read again with its order, which keeps its update time and its average', async () => {
    const { world, changes, id, second } = await twoFills()
    // The old row stays listed, and the bust names neither price nor fill.
    changes.order = (row) => (row.id === id ? { ...row, filled_qty: '6' } : row)
    changes.activities = (rows) =>
      [...rows, bust(id, { qty: '4', price: null })].sort((a, b) => (a.id < b.id ? -1 : 1))
    await syncAt(world, '2026-02-09T18:00:00Z')
    expect(
      await theValue(
        world.db,
        `select filled_qty::int from alpaca_orders where alpaca_order_id = '${id}'`,
      ),
    ).toBe(6)
    expect(await legOf(world)).toEqual([6, 600])
    expect(second.qty).toBe('4')
  })

  it('counts at its corrected price when a correction names it', async () => {
    const { world, changes, id, second } = await twoFills()
    const row = bust(id, {
      type: 'trade_correct',
      qty: '4',
      price: '105',
      previous_execution_id: second.id,
    })
    changes.activities = (rows) => [...rows, row].sort((a, b) => (a.id < b.id ? -1 : 1))
    await syncAt(world, '2026-02-09T18:00:00Z')
    expect(await legOf(world)).toEqual([10, 1020])
    await expectSettled(world)
  })

  it.each(['6', '10'])(
    'no longer counts once its row is canceled, where its order has filled %s',
    async (filled) => {
      const { world, changes, id } = await twoFills()
      const isSecond = (row: Row) => isFillOf(row, id) && row.qty === '4'
      changes.order = (row) => (row.id === id ? { ...row, filled_qty: filled } : row)
      changes.activities = (rows) =>
        rows.map((row) => (isSecond(row) ? { ...row, status: 'canceled' } : row))
      world.clock.now = new Date('2026-02-09T18:00:00Z')
      await world.sync({ rereadDays: 30, scope: 'activities' })
      expect(await legOf(world)).toEqual([6, 600])
    },
  )

  it.each([
    ['6', [6, 600]],
    ['10', [10, 1040]],
  ])('that vanished counts as its order does, which has filled %s', async (filled, left) => {
    const { world, changes, id } = await twoFills()
    changes.order = (row) => (row.id === id ? { ...row, filled_qty: filled } : row)
    changes.activities = (rows) => rows.filter((row) => !(isFillOf(row, id) && row.qty === '4'))
    world.clock.now = new Date('2026-02-09T18:00:00Z')
    await world.sync({ rereadDays: 30, scope: 'activities' })
    expect(await legOf(world)).toEqual(left)
    await expectSettled(world)
  })

  it('is read again with its order when a fill arrives after the order was final', async () => {
    const { world, broker, id, second, orders } = await twoFills()
    broker.correct(second.id, { at: '2026-02-09T17:00:00Z', price: '105' })
    await syncAt(world, '2026-02-09T18:00:00Z')
    expect(orders).toContain(id)
    expect(await legOf(world)).toEqual([10, 1020])
  })
})

describe('an activity that Alpaca no longer lists', () => {
  async function withDividend() {
    const broker = new Broker(OPENED)
    trade(broker, 'buy', '100', '10', '2026-02-02T15:00:00Z')
    trade(broker, 'sell', '50', '12', '2026-02-03T15:00:00Z')
    broker.moveCash({ at: '2026-02-04T15:00:00Z', amount: '25', type: 'INT' })
    trade(broker, 'sell', '10', '12', '2026-02-05T15:00:00Z')
    const opened = await openChanged(broker)
    await syncAt(opened.world, '2026-02-06T15:00:00Z')
    return { ...opened, broker }
  }

  const isInterest = (row: Row) => row.activity_type === 'INT'
  const interestOf = async (world: World) => (await balanceOf(world))?.cash.interest

  it('stops counting in the sync that misses it twice, is reported, and counts again when it returns', async () => {
    const { world, changes } = await withDividend()
    expect(await interestOf(world)).toBe('25')
    changes.activities = (rows) => rows.filter((row) => !isInterest(row))
    await syncAt(world, '2026-02-06T16:00:00Z')
    expect(await interestOf(world)).toBe('0')
    const found = await balanceOf(world)
    expect(found?.unbooked).toMatchObject([
      { activity_type: 'INT', net_amount: '25', reason: 'Alpaca no longer lists it' },
    ])
    expect(found?.differences.map(({ cause }) => cause)).toEqual(['unexplained'])
    expect(world.log.filter(({ event }) => event === 'activities_vanished')).toHaveLength(1)
    expect(
      await theValue(
        world.db,
        "select count(*)::int from alpaca_activities where activity_type = 'INT'",
      ),
    ).toBe(1)
    changes.activities = (rows) => rows
    await syncAt(world, '2026-02-06T17:00:00Z')
    expect(await interestOf(world)).toBe('25')
    expect(await balanceOf(world)).toMatchObject({ unbooked: [], state: 'balanced' })
    await syncAt(world, '2026-02-06T18:00:00Z')
    expect((await world.sync()).report).toMatchObject({ inserted: 0, updated: 0 })
  })

  it('keeps the proof balanced when the broker took its cash back as well', async () => {
    const { world, changes } = await withDividend()
    changes.activities = (rows) => rows.filter((row) => !isInterest(row))
    const { fetch: answer } = world.ctx
    world.ctx.fetch = async (input, init) => {
      const response = await answer(input, init)
      if (new URL(new Request(input, init).url).pathname !== '/v2/account') return response
      const account: Record<string, unknown> = await response.json()
      const less = (text: unknown) => String(Number(text) - 25)
      return Response.json({ ...account, cash: less(account.cash), equity: less(account.equity) })
    }
    await syncAt(world, '2026-02-06T16:00:00Z')
    expect(await balanceOf(world)).toMatchObject({ state: 'balanced', differences: [] })
  })

  it('still counts when only one response lacks it, when it is refused, or is as new as a lag', async () => {
    const { world, changes, broker } = await withDividend()
    let responses = 0
    changes.activities = (rows) =>
      ++responses === 1 ? rows.filter((row) => !isInterest(row)) : rows
    await syncAt(world, '2026-02-06T16:00:00Z')
    expect(responses).toBe(2)
    expect(await interestOf(world)).toBe('25')
    expect(
      await theValue(
        world.db,
        'select count(*)::int from alpaca_activities where missing_since is not null',
      ),
    ).toBe(0)
    changes.activities = (rows) =>
      rows.map((row) => (isInterest(row) ? { ...row, net_amount: 'x' } : row))
    await syncAt(world, '2026-02-06T17:00:00Z')
    expect(await interestOf(world)).toBe('25')
    changes.activities = (rows) => rows
    broker.moveCash({ at: '2026-02-06T17:30:00Z', amount: '5', type: 'INT' })
    await syncAt(world, '2026-02-06T17:31:00Z')
    expect(await interestOf(world)).toBe('30')
    changes.activities = (rows) => rows.filter((row) => row.net_amount !== '5')
    await syncAt(world, '2026-02-06T17:35:00Z')
    expect(await interestOf(world)).toBe('30')
  })

  it('still counts when Alpaca lists nothing of the range for a while, or only what is young', async () => {
    const { world, changes } = await withDividend()
    const trades = await tradesOf(world)
    changes.activities = () => []
    for (const now of ['2026-02-06T16:00:00Z', '2026-02-06T17:00:00Z']) await syncAt(world, now)
    world.clock.now = new Date('2026-02-06T18:00:00Z')
    await world.sync({ full: true })
    expect(await tradesOf(world)).toEqual(trades)
    expect(await interestOf(world)).toBe('25')
    // Alpaca forgot what is older: a full reading begins later than the history.
    world.clock.now = new Date('2027-06-01T15:00:00Z')
    changes.activities = (rows) => rows.slice(-1)
    for (let i = 0; i < 2; i++) await world.sync({ full: true })
    expect(await tradesOf(world)).toEqual(trades)
    expect(await interestOf(world)).toBe('25')
  })

  it('is noticed on each page of a long list, and no row at the border of two pages is', async () => {
    const broker = new Broker(OPENED)
    for (let i = 0; i < 250; i++) {
      const at = new Date(
        Date.parse('2026-02-02T15:00:00Z') + Math.floor(i / 3) * 60_000,
      ).toISOString()
      trade(broker, 'buy', '1', '10', at)
    }
    const { world, changes } = await openChanged(broker)
    await syncAt(world, '2026-02-03T15:00:00Z')
    await world.sync({ full: true })
    const missing = 'select count(*)::int from alpaca_activities where missing_since is not null'
    expect(await theValue(world.db, missing)).toBe(0)
    const ids = (
      await rowsOf(
        world.db,
        "select activity_id as id from alpaca_activities where activity_type = 'FILL' order by 1",
      )
    ).map(({ id }) => id)
    const gone = new Set([ids[20], ids[150], ids[240]])
    const all = new Map<string, Row>()
    changes.activities = (rows) => {
      for (const row of rows) all.set(row.id, row)
      return rows
    }
    await world.sync({ full: true })
    changes.activities = (_, url) => {
      const token = url.searchParams.get('page_token') ?? ''
      return [...all.values()].filter(({ id }) => id > token && !gone.has(id)).slice(0, 100)
    }
    await world.sync({ full: true })
    const vanished =
      'select activity_id as id from alpaca_activities where vanished_at is not null order by 1'
    expect((await rowsOf(world.db, vanished)).map(({ id }) => id)).toEqual([...gone])
  })
})

describe('a row that corrects another without its id', () => {
  it('replaces it, whichever arrives first, and a canceled correction brings it back', async () => {
    const broker = new Broker(OPENED)
    trade(broker, 'buy', '100', '10', '2026-02-02T15:00:00Z')
    const { world, changes } = await openChanged(broker)
    const dividend = (id: string, net: string, status: string, hour: string): Row => ({
      id: `20260203000000000::00000000-0000-4000-8000-00000000000${id}`,
      activity_type: 'DIV',
      activity_sub_type: 'CDIV',
      symbol: 'AAPL',
      date: '2026-02-03',
      created_at: `2026-02-03T${hour}:00:00Z`,
      net_amount: net,
      status,
    })
    const first = dividend('1', '10', 'executed', '12')
    const second = dividend('2', '12', 'correct', '13')
    const other = { ...dividend('3', '7', 'executed', '12'), symbol: 'MSFT' }
    const list = async (rows: Row[], now: string) => {
      changes.activities = (sent) => [...sent, ...rows].sort((a, b) => (a.id < b.id ? -1 : 1))
      await syncAt(world, now)
      return (await balanceOf(world))?.cash.dividends
    }
    expect(await list([second], '2026-02-04T15:00:00Z')).toBe('12')
    expect(await list([first, second, other], '2026-02-04T16:00:00Z')).toBe('19')
    expect(await theValue(world.db, 'select sum(dividends)::float8 from alpaca_trades')).toBe(12)
    const third = dividend('4', '11', 'correct', '14')
    expect(await list([first, second, third, other], '2026-02-04T17:00:00Z')).toBe('18')
    const canceled = [second, third].map((row) => ({ ...row, status: 'canceled' }))
    expect(await list([first, ...canceled, other], '2026-02-04T18:00:00Z')).toBe('17')
  })
})

describe('the sides of conditional orders', () => {
  it('count as what they are: an exempt short sale opens a short position', async () => {
    const broker = new Broker(OPENED)
    trade(broker, 'buy', '100', '10', '2026-02-02T15:00:00Z')
    trade(broker, 'sell', '100', '11', '2026-02-03T15:00:00Z')
    trade(broker, 'sell', '50', '12', '2026-02-04T15:00:00Z')
    trade(broker, 'buy', '50', '9', '2026-02-05T15:00:00Z')
    const { world, changes } = await openChanged(broker)
    const words = ['buy_minus', 'sell_plus', 'sell_short_exempt', 'buy_minus']
    const wordOf = (day: string) => words[Number(day.slice(8, 10)) - 2]
    changes.activities = (rows) =>
      rows.map((row) =>
        row.activity_type === 'FILL' ? { ...row, side: wordOf(String(row.transaction_time)) } : row,
      )
    changes.order = ({ position_intent: _, ...row }) => ({
      ...row,
      side: wordOf(String(row.created_at)),
    })
    await syncAt(world, '2026-02-06T15:00:00Z')
    expect(await tradesOf(world)).toEqual([
      { strategy: 'long_stock', status: 'closed', qty: 100, pl: 100 },
      { strategy: 'short_stock', status: 'closed', qty: 50, pl: 150 },
    ])
    expect(await theValue(world.db, 'select count(*)::int from sync_quarantine')).toBe(0)
    changes.activities = (rows) => rows.map((row) => ({ ...row, side: 'cross_short' }))
    await syncAt(world, '2026-02-06T16:00:00Z')
    expect(await theValue(world.db, 'select min(reason) from sync_quarantine')).toBe(
      'side: neither buy, sell nor sell_short',
    )
  })
})

describe('a dividend row that moves shares or names those held', () => {
  const row = (subType: string, changes: Record<string, unknown>): Row => ({
    id: `20260203000000000::00000000-0000-4000-8000-0000000000${changes.n}`,
    activity_type: 'DIV',
    activity_sub_type: subType,
    symbol: 'AAPL',
    date: '2026-02-03',
    created_at: '2026-02-03T12:00:00Z',
    net_amount: '0',
    status: 'executed',
    ...changes,
  })

  it('is a return of capital of its cash, whatever quantity it names', async () => {
    const broker = new Broker(OPENED)
    trade(broker, 'buy', '100', '10', '2026-02-02T15:00:00Z')
    const { world, changes } = await openChanged(broker)
    changes.activities = (rows) =>
      [
        ...rows,
        row('ROC', { n: '01', qty: '100', net_amount: '50' }),
        row('CDIV', { n: '02', qty: '100', net_amount: '20' }),
      ].sort((a, b) => (a.id < b.id ? -1 : 1))
    await syncAt(world, '2026-02-06T15:00:00Z')
    const trades = await rowsOf(
      world.db,
      `select status, dividends::int, (legs->0->>'open_qty')::int as qty,
        (legs->0->>'open_cost')::float8 as cost from alpaca_trades`,
    )
    expect(trades).toEqual([{ status: 'open', dividends: 20, qty: 100, cost: 950 }])
    expect((await balanceOf(world))?.unbooked).toEqual([])
  })

  it('explains with its shares why a position is gone', async () => {
    const broker = new Broker(OPENED)
    trade(broker, 'buy', '100', '10', '2026-02-02T15:00:00Z')
    const { world, changes } = await openChanged(broker)
    await syncAt(world, '2026-02-02T16:00:00Z')
    // Ten shares more came as a stock dividend, and all were sold.
    trade(broker, 'sell', '100', '11', '2026-02-04T15:00:00Z')
    changes.order = (order) =>
      order.side === 'sell' ? { ...order, qty: '110', filled_qty: '110' } : order
    changes.activities = (rows) =>
      [
        ...rows.map((one) => (one.side === 'sell' ? { ...one, qty: '110', cum_qty: '110' } : one)),
        row('SDIV', { n: '03', qty: '10' }),
        row('ROC', { n: '04', qty: '110', net_amount: '1' }),
      ].sort((a, b) => (a.id < b.id ? -1 : 1))
    await syncAt(world, '2026-02-06T15:00:00Z')
    const causes = 'select close_cause from alpaca_positions where not is_open'
    expect(await rowsOf(world.db, causes)).toEqual([{ close_cause: 'order' }])
  })
})
