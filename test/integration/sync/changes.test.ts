import { describe, expect, it } from 'vitest'
import { listPositions } from '../../../src/db/positions/list'
import { Broker } from '../../../src/local/alpaca/broker'
import { sampleOf } from '../../support/effort'
import { credentials, openWorld, openWorldOf, rowsOf, theValue, type World } from './support'

const OPENED = { openedAt: '2026-01-05T14:30:00Z', deposit: '1000000' }
const CALLS = ['SPY261218C00700000', 'SPY261218C00710000'] as const

/** Working orders a minute apart; their ids. */
function placeMany(broker: Broker, from: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    const at = new Date(Date.parse(from) + i * 60_000).toISOString()
    const order = { symbol: 'AAPL', side: 'buy', qty: '1', limitPrice: '1' } as const
    return broker.submit({ at, submittedAt: at, timeInForce: 'gtc', ...order }).id
  })
}

/** Does something before the page of orders that comes after an id is answered, the first time. */
function beforeSecondPage(world: World, happen: () => void): void {
  const answer = world.ctx.fetch
  let happened = false
  world.ctx.fetch = async (input, init) => {
    const isNext = new URL(String(input)).searchParams.has('after_order_id')
    if (isNext && !happened) {
      happened = true
      happen()
    }
    return await answer(input, init)
  }
}

async function storedIds(world: World): Promise<unknown[]> {
  const rows = await rowsOf(world.db, 'select alpaca_order_id as id from alpaca_orders')
  return rows.map(({ id }) => id).sort()
}

const everyId = (broker: Broker) => [...broker.orders.all()].map(({ id }) => id).sort()

describe('orders that change while their pages are read', () => {
  it('are all stored when some are placed, cancelled or replaced between two pages', async () => {
    const broker = new Broker(OPENED)
    const ids = placeMany(broker, '2026-03-02T15:00:00Z', 700)
    const world = await openWorld(broker)
    beforeSecondPage(world, () => {
      const at = '2026-04-01T15:00:00Z'
      for (const id of [ids[3], ids[499], ids[500], ids[650]]) broker.cancel(id ?? '', at)
      broker.replace(ids[10] ?? '', { at, limitPrice: '2' })
      broker.replace(ids[600] ?? '', { at, limitPrice: '2' })
      placeMany(broker, '2026-04-01T15:01:00Z', 3)
    })
    await world.sync({ scope: 'orders' })
    expect(await storedIds(world)).toEqual(everyId(broker))
    await world.sync({ scope: 'orders' })
    const statuses = 'select status, count(*)::int as n from alpaca_orders group by 1 order by 1'
    expect(await rowsOf(world.db, statuses)).toEqual([
      { status: 'canceled', n: 4 },
      { status: 'new', n: 699 },
      { status: 'replaced', n: 2 },
    ])
  })

  it.each(sampleOf([499, 498], 2))(
    'are all stored when order %i of the page is submitted again',
    async (index) => {
      const broker = new Broker(OPENED)
      const ids = placeMany(broker, '2026-03-02T15:00:00Z', 900)
      const world = await openWorld(broker)
      // Its place is the end of the list now: what followed it there is not behind it any more.
      beforeSecondPage(world, () => broker.resubmit(ids[index] ?? '', '2026-04-01T15:00:00Z'))
      const { report } = await world.sync({ scope: 'orders' })
      expect(report).toMatchObject({ inserted: 900, has_more: false })
      expect(await storedIds(world)).toEqual(everyId(broker))
    },
  )

  it('are all stored when the order that is the cursor of an earlier run is submitted again', async () => {
    const broker = new Broker(OPENED)
    const ids = placeMany(broker, '2026-03-02T15:00:00Z', 900)
    // What is done is in no list of open orders, which would bring it after all.
    for (const id of ids.toSpliced(498, 1)) broker.cancel(id, '2026-03-09T15:00:00Z')
    const world = await openWorld(broker)
    const answer = world.ctx.fetch
    world.ctx.fetch = async (input, init) =>
      new URL(String(input)).searchParams.has('after_order_id')
        ? new Response('', { status: 500 })
        : await answer(input, init)
    await expect(world.sync({ scope: 'orders' })).rejects.toThrow()
    const cursor = await theValue(world.db, 'select orders_cursor from sync_state')
    expect(cursor).toBe(ids[498])
    broker.resubmit(String(cursor), '2026-04-01T15:00:00Z')
    world.ctx.fetch = answer
    await world.sync({ scope: 'orders' })
    expect(await storedIds(world)).toEqual(everyId(broker))
  })
})

describe('orders that were placed long ago', () => {
  it('are found when they fill months later, with their legs', async () => {
    const broker = new Broker(OPENED)
    const legs = CALLS.map((symbol, i) => ({
      symbol,
      side: i ? ('sell' as const) : ('buy' as const),
    }))
    const spread = broker.submitMultileg({
      at: '2026-02-02T15:00:00Z',
      qty: '1',
      limitPrice: '1',
      legs,
    })
    const bracket = broker.submit({
      at: '2026-02-02T15:01:00Z',
      symbol: 'MSFT',
      side: 'buy',
      qty: '2',
      limitPrice: '400',
      timeInForce: 'gtc',
      orderClass: 'bracket',
      takeProfit: { limitPrice: '500' },
      stopLoss: { stopPrice: '300' },
    })
    const world = await openWorld(broker)
    for (const now of ['2026-02-02T16:00:00Z', '2026-03-02T16:00:00Z', '2026-06-01T16:00:00Z']) {
      world.clock.now = new Date(now)
      await world.sync()
    }
    broker.fillSpread(spread.id, { at: '2026-06-02T15:00:00Z', prices: ['3', '2'] })
    broker.fill(bracket.id, { at: '2026-06-02T15:01:00Z', price: '399' })
    world.clock.now = new Date('2026-06-02T15:02:00Z')
    await world.sync()
    const filled = "select count(*)::int from alpaca_orders where status = 'filled'"
    expect(await theValue(world.db, filled)).toBe(3)
    const open = 'select status, count(*)::int as n from alpaca_trades group by 1'
    expect(await rowsOf(world.db, open)).toEqual([{ status: 'open', n: 2 }])
  })
})

describe('an order that is no longer in the list', () => {
  async function vanished() {
    const broker = new Broker(OPENED)
    const [done = '', working = ''] = placeMany(broker, '2026-08-03T15:00:00Z', 2)
    broker.fill(done, { at: '2026-08-03T15:05:00Z', price: '1' })
    const world = await openWorld(broker)
    world.clock.now = new Date('2026-08-03T16:00:00Z')
    await world.sync()
    const answer = world.ctx.fetch
    world.ctx.fetch = async (input, init) => {
      const { pathname } = new URL(String(input))
      if (pathname === '/v2/orders') return Response.json([])
      if (!pathname.startsWith('/v2/orders/')) return await answer(input, init)
      world.standIn.requests.add({ method: 'GET', path: pathname, query: {}, status: 404 })
      return Response.json({ code: 40410000, message: 'order not found' }, { status: 404 })
    }
    return { world, working, answer }
  }

  it('stays as stored; if it could still change, it is quarantined, and runs succeed', async () => {
    const { world, working } = await vanished()
    for (const now of ['2026-08-03T17:00:00Z', '2026-08-20T17:00:00Z']) {
      world.clock.now = new Date(now)
      expect((await world.sync()).report.has_more).toBe(false)
    }
    expect(
      await rowsOf(world.db, 'select status from alpaca_orders order by submitted_at'),
    ).toEqual([{ status: 'filled' }, { status: 'new' }])
    expect(
      await rowsOf(world.db, 'select payload_key, reason, healed_at from sync_quarantine'),
    ).toEqual([
      { payload_key: working, reason: 'id: Alpaca does not know this order', healed_at: null },
    ])
    expect(await theValue(world.db, 'select balanced from sync_state')).toBe(true)
  })

  it('is requested less and less often, at last once a day, and updated when it returns', async () => {
    const { world, answer } = await vanished()
    world.standIn.requests.clear()
    // Four days of a run every six hours.
    const start = Date.parse('2026-08-03T17:00:00Z')
    for (let hours = 0; hours < 4 * 24; hours += 6) {
      world.clock.now = new Date(start + hours * 3_600_000)
      await world.sync({ scope: 'orders' })
    }
    const asked = world.standIn.requests.count('/v2/orders/{id}')
    expect(asked).toBeGreaterThan(4)
    expect(asked).toBeLessThan(10)
    world.ctx.fetch = answer
    world.clock.now = new Date(start + 6 * 86_400_000)
    await world.sync({ scope: 'orders' })
    expect(
      await theValue(world.db, 'select count(*)::int from sync_quarantine where healed_at is null'),
    ).toBe(0)
  })
})

describe('activities that are dated before they appear', () => {
  it('are found days later under their midnight, also when the pages are half read', async () => {
    const broker = new Broker(OPENED)
    for (let i = 0; i < 150; i++) {
      const at = new Date(Date.parse('2026-09-14T15:00:00Z') + i * 60_000).toISOString()
      broker.deposit({ at, amount: '1' })
    }
    const world = await openWorld(broker)
    world.clock.now = new Date('2026-09-15T15:00:00Z')
    const answer = world.ctx.fetch
    const late: Record<string, unknown>[] = []
    const row = (id: string, date: string) => ({
      id: `${date.replaceAll('-', '')}000000000::${id}`,
      activity_type: 'FEE',
      activity_sub_type: 'ORF',
      date,
      created_at: '2026-09-18T08:20:00Z',
      net_amount: '-0.02',
      status: 'executed',
    })
    world.ctx.fetch = async (input, init) => {
      const response = await answer(input, init)
      const url = new URL(String(input))
      if (url.pathname !== '/v2/account/activities') return response
      const token = url.searchParams.get('page_token') ?? ''
      const after = url.searchParams.get('after') ?? ''
      const rows: Record<string, unknown>[] = await response.json()
      const seen = late.filter(({ id, date }) => String(id) > token && String(date) > after)
      return Response.json(
        [...rows, ...seen].sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1)),
      )
    }
    await world.sync()
    const fees = "select count(*)::int from alpaca_activities where activity_type = 'FEE'"
    expect(await theValue(world.db, fees)).toBe(0)
    // Behind the page token of every walk that has begun already.
    late.push(row('a', '2026-09-14'), row('b', '2026-09-11'))
    world.clock.now = new Date('2026-09-18T15:00:00Z')
    await world.sync()
    expect(await theValue(world.db, fees)).toBe(2)
    expect((await world.sync()).report).toMatchObject({ inserted: 0, updated: 0 })
  })
})

describe('a paper account that was reset', () => {
  it('is a new account with the old label and keys, without the positions of the old one', async () => {
    const brokerOf = (seed: string, symbol: string) => {
      const broker = new Broker({ seed, openedAt: '2026-08-03T14:30:00Z' })
      const order = broker.submit({ at: '2026-09-01T15:00:00Z', symbol, side: 'buy', qty: '1' })
      broker.fill(order.id, { at: '2026-09-01T15:00:01Z', price: '10' })
      return broker
    }
    const before = brokerOf('before', 'AAPL')
    const after = brokerOf('after', 'MSFT')
    const world = await openWorldOf({ paper: before, fresh: after })
    world.ctx.accounts = [credentials('paper')]
    await world.sync()
    const answer = world.ctx.fetch
    const keysOf = (label: string) => ({
      'APCA-API-KEY-ID': `key-${label}`,
      'APCA-API-SECRET-KEY': `secret-${label}`,
    })
    world.ctx.fetch = (input, init) => answer(input, { ...init, headers: keysOf('fresh') })
    await world.sync()
    const held = async (account?: string) =>
      (await listPositions(world.db, { isOpen: true, account }, { limit: 10 })).rows.map(
        ({ symbol }) => symbol,
      )
    const oldLabel = `paper-${before.accountId.slice(0, 8)}`
    expect(await held()).toEqual(['MSFT'])
    expect(await held(oldLabel)).toEqual(['AAPL'])
    expect(await held('paper')).toEqual(['MSFT'])
    const orders = 'select account_id, symbol from alpaca_orders order by symbol'
    expect(await rowsOf(world.db, orders)).toEqual([
      { account_id: before.accountId, symbol: 'AAPL' },
      { account_id: after.accountId, symbol: 'MSFT' },
    ])
    const successor = `select succeeded_by from alpaca_accounts where label = '${oldLabel}'`
    expect(await theValue(world.db, successor)).toBe(after.accountId)
    // It was a mistake of keys: the label goes back, and nothing was lost.
    world.ctx.fetch = answer
    await world.sync()
    expect(await held()).toEqual(['AAPL'])
    expect(await theValue(world.db, 'select count(*)::int from alpaca_positions')).toBe(2)
  })
})
