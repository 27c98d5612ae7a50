import { describe, expect, it } from 'vitest'
import { Broker } from '../../../src/local/alpaca/broker'
import { openWorld, rowsOf, theValue } from './support'

const OPENED = { openedAt: '2026-01-05T14:30:00Z', deposit: '1000000' }
const SPY = 'SPY261218C00700000'

/** So many orders that Alpaca took at the same microsecond. */
function brokerWithTies(count: number): Broker {
  const broker = new Broker(OPENED)
  const at = '2026-03-02T15:00:00.123456Z'
  for (let i = 0; i < count; i++) {
    broker.submit({
      at,
      submittedAt: at,
      symbol: 'AAPL',
      side: 'buy',
      qty: '1',
      limitPrice: '1',
      timeInForce: 'gtc',
    })
  }
  broker.submit({
    at: '2026-03-02T15:00:01Z',
    symbol: 'AAPL',
    side: 'buy',
    qty: '1',
    limitPrice: '2',
    timeInForce: 'gtc',
  })
  return broker
}

const storedOrders = 'select count(*)::int from alpaca_orders'

describe('reading orders page by page', () => {
  it('stores all of 1,201 orders with one submission time on three pages', async () => {
    const world = await openWorld(brokerWithTies(1201))
    const { report } = await world.sync({ scope: 'orders' })
    expect(report).toMatchObject({ count: 1202, inserted: 1202, has_more: false })
    expect(await theValue(world.db, storedOrders)).toBe(1202)
  })

  it('stores all orders when legs count toward the limit', async () => {
    const broker = new Broker(OPENED)
    for (let i = 0; i < 400; i++) {
      broker.submitMultileg({
        at: `2026-03-02T15:${String(10 + Math.floor(i / 60)).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}Z`,
        qty: '1',
        limitPrice: '1',
        legs: [
          { symbol: SPY, side: 'buy' },
          { symbol: 'SPY261218C00710000', side: 'sell' },
        ],
      })
    }
    for (const legsCountTowardLimit of [false, true]) {
      const world = await openWorld(broker, { legsCountTowardLimit })
      const { report } = await world.sync({ scope: 'orders' })
      expect(report).toMatchObject({ count: 800, inserted: 800, has_more: false })
      expect(await theValue(world.db, 'select count(*)::int from alpaca_parent_orders')).toBe(400)
      expect(
        await theValue(
          world.db,
          'select count(*)::int from alpaca_orders where parent_order_id is null',
        ),
      ).toBe(0)
    }
  })

  it('continues by time, with overlap, when Alpaca refuses ids as cursors', async () => {
    const broker = new Broker(OPENED)
    for (let i = 0; i < 1100; i++) {
      // Pairs of ties, so that a page boundary cuts one.
      const second = Math.floor(i / 2)
      const at = new Date(Date.parse('2026-03-02T15:00:00Z') + second * 1000).toISOString()
      broker.submit({
        at,
        submittedAt: at,
        symbol: 'AAPL',
        side: 'buy',
        qty: '1',
        limitPrice: '1',
        timeInForce: 'gtc',
      })
    }
    const world = await openWorld(broker)
    const answer = world.ctx.fetch
    world.ctx.fetch = async (input, init) => {
      const refused = new URL(String(input)).searchParams.has('after_order_id')
      if (refused)
        return Response.json({ code: 42210000, message: 'unknown parameter' }, { status: 422 })
      return await answer(input, init)
    }
    const { report } = await world.sync({ scope: 'orders' })
    expect(report).toMatchObject({ count: 1100, inserted: 1100, unchanged: 0, has_more: false })
    expect(world.log).toContainEqual(expect.objectContaining({ event: 'orders_cursor_refused' }))
  })

  it('continues by time when Alpaca ignores ids as cursors', async () => {
    const world = await openWorld(brokerWithDistinctTimes(1100))
    const answer = world.ctx.fetch
    world.ctx.fetch = async (input, init) => {
      const url = new URL(String(input))
      url.searchParams.delete('after_order_id')
      return await answer(url.href, init)
    }
    const { report } = await world.sync({ scope: 'orders' })
    expect(report).toMatchObject({ count: 1100, has_more: false })
  })

  it('stores the fill of an order that was placed weeks ago', async () => {
    const broker = new Broker(OPENED)
    const old = broker.submit({
      at: '2026-08-03T15:00:00Z',
      symbol: 'AAPL',
      side: 'buy',
      qty: '5',
      limitPrice: '180',
      timeInForce: 'gtc',
    })
    const world = await openWorld(broker)
    world.clock.now = new Date('2026-09-01T15:00:00Z')
    await world.sync()
    expect(await theValue(world.db, 'select status from alpaca_orders')).toBe('new')
    broker.fill(old.id, { at: '2026-09-10T15:00:00.5Z', price: '179.5' })
    world.clock.now = new Date('2026-09-10T15:01:00Z')
    const { report } = await world.sync()
    expect(report).toMatchObject({ updated: 1 })
    expect(await rowsOf(world.db, 'select status, filled_qty from alpaca_orders')).toEqual([
      { status: 'filled', filled_qty: '5' },
    ])
  })

  it('reads many open orders in one list, and held legs through their parents', async () => {
    const broker = new Broker(OPENED)
    for (let i = 0; i < 30; i++) {
      broker.submit({
        at: `2026-08-03T15:00:${10 + i}Z`,
        symbol: 'AAPL',
        side: 'buy',
        qty: '5',
        limitPrice: '180',
        timeInForce: 'gtc',
      })
    }
    const bracket = broker.submit({
      at: '2026-08-03T15:01:00Z',
      symbol: 'MSFT',
      side: 'buy',
      qty: '1',
      limitPrice: '400',
      timeInForce: 'gtc',
      orderClass: 'bracket',
      takeProfit: { limitPrice: '500' },
      stopLoss: { stopPrice: '300' },
    })
    const later = broker.submit({
      at: '2026-08-18T15:00:00Z',
      symbol: 'TSLA',
      side: 'buy',
      qty: '1',
    })
    broker.fill(later.id, { at: '2026-08-18T15:00:01Z', price: '300' })
    const world = await openWorld(broker)
    world.clock.now = new Date('2026-08-20T16:00:00Z')
    await world.sync()
    broker.fill(bracket.id, { at: '2026-09-10T15:00:00Z', price: '399' })
    world.clock.now = new Date('2026-09-10T15:01:00Z')
    world.standIn.requests.clear()
    const { report } = await world.sync({ scope: 'orders' })
    expect(report.updated).toBeGreaterThan(0)
    expect(world.standIn.requests.count('/v2/orders')).toBe(2)
    expect(world.standIn.requests.count('/v2/orders/{id}')).toBeLessThanOrEqual(1)
    const legs = await rowsOf(
      world.db,
      `select status from alpaca_orders where parent_order_id = '${bracket.id}' order by status`,
    )
    expect(legs).toEqual(
      bracket.legs
        .map(({ status }) => ({ status }))
        .sort((a, b) => a.status.localeCompare(b.status)),
    )
  })

  it('reads the other end of a replace chain, and the order of a fill, by id', async () => {
    const broker = new Broker(OPENED)
    const first = broker.submit({
      at: '2026-09-01T15:00:00Z',
      symbol: 'AAPL',
      side: 'buy',
      qty: '5',
      limitPrice: '180',
    })
    const second = broker.replace(first.id, { at: '2026-09-01T15:01:00Z', limitPrice: '181' })
    const third = broker.replace(second.id, { at: '2026-09-01T15:02:00Z', limitPrice: '182' })
    broker.fill(third.id, { at: '2026-09-01T15:03:00Z', price: '182' })
    const lone = broker.submit({
      at: '2026-09-01T15:04:00Z',
      symbol: 'MSFT',
      side: 'buy',
      qty: '1',
    })
    broker.fill(lone.id, { at: '2026-09-01T15:04:01Z', price: '400' })
    const world = await openWorld(broker)
    const answer = world.ctx.fetch
    // A list that holds the first order alone, as where the others lie outside of the window that
    // was read.
    world.ctx.fetch = async (input, init) => {
      const response = await answer(input, init)
      if (new URL(String(input)).pathname !== '/v2/orders') return response
      const rows: { id: string }[] = await response.json()
      return Response.json(rows.filter(({ id }) => id === first.id))
    }
    await world.sync()
    const ids = await rowsOf(
      world.db,
      'select alpaca_order_id as id from alpaca_orders order by submitted_at',
    )
    expect(ids.map(({ id }) => id)).toEqual([first.id, second.id, third.id, lone.id])
  })

  it('never overwrites a newer response with an older one', async () => {
    const broker = new Broker(OPENED)
    const order = broker.submit({
      at: '2026-09-30T15:00:00Z',
      symbol: 'AAPL',
      side: 'buy',
      qty: '5',
      limitPrice: '180',
      timeInForce: 'gtc',
    })
    const world = await openWorld(broker)
    const stale = await (await world.standIn.fetch(request('/v2/orders?status=all'))).text()
    broker.fill(order.id, { at: '2026-09-30T16:00:00Z', price: '179.5' })
    await world.sync({ scope: 'orders' })
    const answer = world.ctx.fetch
    world.ctx.fetch = async (input, init) =>
      new URL(String(input)).pathname === '/v2/orders'
        ? new Response(stale)
        : await answer(input, init)
    const { report } = await world.sync({ scope: 'orders' })
    expect(report).toMatchObject({ seen: 1, unchanged: 1, updated: 0 })
    expect(await theValue(world.db, 'select status from alpaca_orders')).toBe('filled')
  })

  it('keeps the parent of a leg that a flat list contains', async () => {
    const broker = new Broker(OPENED)
    const parent = broker.submitMultileg({
      at: '2026-09-30T15:00:00Z',
      qty: '1',
      limitPrice: '1',
      legs: [
        { symbol: SPY, side: 'buy' },
        { symbol: 'SPY261218C00710000', side: 'sell' },
      ],
    })
    const world = await openWorld(broker)
    await world.sync({ scope: 'orders' })
    const assigned =
      'select alpaca_order_id, parent_order_id, trade_id from alpaca_orders order by 1'
    const before = await rowsOf(world.db, assigned)
    broker.fillSpread(parent.id, { at: '2026-09-30T15:01:00Z', prices: ['3', '2'] })
    const answer = world.ctx.fetch
    world.ctx.fetch = async (input, init) => {
      const url = new URL(String(input))
      if (url.pathname === '/v2/orders') url.searchParams.set('nested', 'false')
      return await answer(url.href, init)
    }
    await world.sync({ scope: 'orders' })
    expect(await rowsOf(world.db, assigned)).toEqual(before)
    expect(
      await rowsOf(world.db, 'select distinct parent_order_id, status from alpaca_orders'),
    ).toEqual([{ parent_order_id: parent.id, status: 'filled' }])
  })

  it('reads again from the requested moment', async () => {
    const broker = new Broker(OPENED)
    const early = broker.submit({
      at: '2026-02-02T15:00:00Z',
      symbol: 'AAPL',
      side: 'buy',
      qty: '1',
    })
    broker.fill(early.id, { at: '2026-02-02T15:00:01Z', price: '180' })
    broker.submit({ at: '2026-03-02T15:00:00Z', symbol: 'AAPL', side: 'buy', qty: '1' })
    const world = await openWorld(broker)
    await world.sync()
    await rowsOf(world.db, `delete from alpaca_orders where alpaca_order_id = '${early.id}'`)
    expect((await world.sync({ scope: 'orders' })).report.inserted).toBe(0)
    const { report } = await world.sync({ scope: 'orders', since: '2026-02-02T10:00:01-05:00' })
    expect(report.inserted).toBe(0)
    expect(
      (await world.sync({ scope: 'orders', since: '2026-02-02T09:59:59-05:00' })).report.inserted,
    ).toBe(1)
  })
})

function brokerWithDistinctTimes(count: number): Broker {
  const broker = new Broker(OPENED)
  for (let i = 0; i < count; i++) {
    const at = new Date(Date.parse('2026-03-02T15:00:00Z') + i * 1000).toISOString()
    broker.submit({
      at,
      submittedAt: at,
      symbol: 'AAPL',
      side: 'buy',
      qty: '1',
      limitPrice: '1',
      timeInForce: 'gtc',
    })
  }
  return broker
}

function request(path: string): Request {
  return new Request(`http://alpaca.test${path}`, {
    headers: { 'APCA-API-KEY-ID': 'key-paper', 'APCA-API-SECRET-KEY': 'secret-paper' },
  })
}
