import { describe, expect, it } from 'vitest'
import { PARSER_VERSION } from '../../../src/alpaca/parser-version'
import { Broker } from '../../../src/local/alpaca/broker'
import { openWorld, rowsOf, theValue, type World } from './support'

const OPENED = { openedAt: '2026-05-01T14:30:00Z', deposit: '1000000' }

/** Changes the items of an endpoint's answers, lists and single ones. */
function meddle(
  world: World,
  path: string,
  change: (item: Record<string, unknown>) => Record<string, unknown>,
) {
  const answer = world.ctx.fetch
  world.ctx.fetch = async (input, init) => {
    const response = await answer(input, init)
    if (!new URL(String(input)).pathname.startsWith(path) || !response.ok) return response
    const body: unknown = await response.json()
    return Response.json(Array.isArray(body) ? body.map(change) : change(Object(body)))
  }
  return () => {
    world.ctx.fetch = answer
  }
}

function brokerWithOrders(): { broker: Broker; ids: string[] } {
  const broker = new Broker(OPENED)
  const ids = ['AAPL', 'MSFT', 'NVDA'].map((symbol, i) => {
    const order = broker.submit({
      at: `2026-06-0${i + 1}T15:00:00Z`,
      symbol,
      side: 'buy',
      qty: '2',
    })
    broker.fill(order.id, { at: `2026-06-0${i + 1}T15:00:01Z`, price: '100' })
    return order.id
  })
  return { broker, ids }
}

const put =
  'select source, payload_key, healed_at is not null as healed from sync_quarantine order by source, payload_key'

describe('payloads that do not fit', () => {
  it('are quarantined whole while the rest is stored, and heal weeks later', async () => {
    const { broker, ids } = brokerWithOrders()
    const world = await openWorld(broker)
    const stop = meddle(world, '/v2/orders', (item) =>
      item.id === ids[1] ? { ...item, side: 'sideways' } : item,
    )
    const { report } = await world.sync()
    expect(report).toMatchObject({ quarantined: 1, has_more: false })
    expect(await theValue(world.db, 'select count(*)::int from alpaca_orders')).toBe(2)
    const [row] = await rowsOf(world.db, 'select * from sync_quarantine')
    expect(row).toMatchObject({
      source: 'order',
      payload_key: ids[1],
      payload: { side: 'sideways', symbol: 'MSFT' },
    })
    const written = await theValue(world.db, 'select xmin::text from sync_quarantine')
    await world.sync()
    expect(await theValue(world.db, 'select xmin::text from sync_quarantine')).toBe(written)
    stop()
    expect((await world.sync()).report).toMatchObject({ inserted: 1, quarantined: 0 })
    expect(await rowsOf(world.db, put)).toEqual([
      { source: 'order', payload_key: ids[1], healed: true },
    ])
    expect(await theValue(world.db, 'select count(*)::int from alpaca_orders')).toBe(3)
  })

  it('do not keep the parent order and its readable legs from being stored', async () => {
    const broker = new Broker(OPENED)
    const parent = broker.submitMultileg({
      at: '2026-09-30T15:00:00Z',
      qty: '1',
      limitPrice: '1',
      legs: [
        { symbol: 'SPY261218C00700000', side: 'buy' },
        { symbol: 'SPY261218C00710000', side: 'sell' },
      ],
    })
    const bad = parent.legs[1]?.id
    const world = await openWorld(broker)
    const stop = meddle(world, '/v2/orders', (item) => ({
      ...item,
      legs: Array.isArray(item.legs)
        ? item.legs.map((leg) => (leg.id === bad ? { ...leg, qty: '-' } : leg))
        : item.legs,
    }))
    await world.sync({ scope: 'orders' })
    expect(await theValue(world.db, 'select leg_count from alpaca_parent_orders')).toBe(2)
    expect(await theValue(world.db, 'select count(*)::int from alpaca_orders')).toBe(1)
    stop()
    await world.sync({ scope: 'orders' })
    expect(await theValue(world.db, 'select count(parent_order_id)::int from alpaca_orders')).toBe(
      2,
    )
  })

  it('do not include an unknown status: it is stored as unknown with its word, and read again', async () => {
    const { broker } = brokerWithOrders()
    const world = await openWorld(broker)
    const stop = meddle(world, '/v2/orders', (item) => ({ ...item, status: 'contemplating' }))
    expect((await world.sync()).report.quarantined).toBe(0)
    const [row] = await rowsOf(
      world.db,
      "select status, raw_data ->> 'status' as word from alpaca_orders limit 1",
    )
    expect(row).toEqual({ status: 'unknown', word: 'contemplating' })
    stop()
    await world.sync()
    expect(await rowsOf(world.db, 'select distinct status from alpaca_orders')).toEqual([
      { status: 'filled' },
    ])
  })

  it('include an activity, which heals after the look-back has passed', async () => {
    const { broker } = brokerWithOrders()
    const world = await openWorld(broker)
    const stop = meddle(world, '/v2/account/activities', (item) =>
      item.symbol === 'MSFT' ? { ...item, price: 'dear' } : item,
    )
    expect((await world.sync()).report.quarantined).toBe(1)
    const fills = "select count(*)::int from alpaca_activities where activity_type = 'FILL'"
    expect(await theValue(world.db, fills)).toBe(2)
    stop()
    await world.sync()
    expect(await theValue(world.db, fills)).toBe(3)
    expect(await rowsOf(world.db, put)).toMatchObject([{ source: 'activity', healed: true }])
  })

  it('include a second, different activity under one id', async () => {
    const { broker } = brokerWithOrders()
    const world = await openWorld(broker)
    const answer = world.ctx.fetch
    world.ctx.fetch = async (input, init) => {
      const response = await answer(input, init)
      if (new URL(String(input)).pathname !== '/v2/account/activities') return response
      const rows: Record<string, unknown>[] = await response.json()
      return Response.json(
        rows.flatMap((row) => (row.symbol === 'MSFT' ? [row, row, { ...row, qty: '7' }] : [row])),
      )
    }
    const first = await world.sync()
    expect(first.report.quarantined).toBe(1)
    expect(
      await theValue(world.db, "select qty from alpaca_activities where symbol = 'MSFT'"),
    ).toBe('2')
    const { report } = await world.sync({ full: true })
    expect(report).toMatchObject({ inserted: 0, updated: 0 })
    expect(await theValue(world.db, 'select count(*)::int from sync_quarantine')).toBe(1)
  })

  it('do not include a correction of an activity, which is stored', async () => {
    const { broker } = brokerWithOrders()
    const world = await openWorld(broker)
    world.clock.now = new Date('2026-06-03T20:00:00Z')
    await world.sync()
    meddle(world, '/v2/account/activities', (item) =>
      item.symbol === 'MSFT' ? { ...item, status: 'canceled' } : item,
    )
    expect((await world.sync()).report).toMatchObject({ updated: 1, inserted: 0 })
    expect(
      await theValue(world.db, "select status from alpaca_activities where symbol = 'MSFT'"),
    ).toBe('canceled')
  })

  it('do not include text that jsonb would refuse, which is stored', async () => {
    const { broker } = brokerWithOrders()
    const world = await openWorld(broker)
    meddle(world, '/v2/orders', (item) => ({ ...item, subtag: 'a\u0000b\ud800c' }))
    expect((await world.sync()).report).toMatchObject({ quarantined: 0 })
    expect(
      await theValue(world.db, "select raw_data ->> 'subtag' from alpaca_orders limit 1"),
    ).toBe('a\ufffdb\ufffdc')
  })

  it('include rows that the database refuses; the rest of their page is stored', async () => {
    const { broker, ids } = brokerWithOrders()
    const world = await openWorld(broker)
    await rowsOf(
      world.db,
      "alter table alpaca_orders add constraint no_msft check (symbol <> 'MSFT')",
    )
    const { report } = await world.sync({ scope: 'orders' })
    expect(report).toMatchObject({
      quarantined: 1,
      inserted: 2,
      count: 2,
      seen: 3,
      has_more: false,
    })
    expect(await rowsOf(world.db, put)).toEqual([
      { source: 'order', payload_key: ids[1], healed: false },
    ])
    await rowsOf(world.db, 'alter table alpaca_orders drop constraint no_msft')
    expect((await world.sync({ scope: 'orders' })).report.inserted).toBe(1)
  })

  it('do not include unknown words, which are stored as they are', async () => {
    const { broker } = brokerWithOrders()
    const world = await openWorld(broker)
    const words = { type: 'peg', order_type: 'peg', time_in_force: 'gtx', order_class: 'ladder' }
    meddle(world, '/v2/orders', (item) => ({ ...item, ...words, position_intent: 'buy_to_lend' }))
    meddle(world, '/v2/account/activities', (item) =>
      item.activity_type === 'FILL' ? item : { ...item, activity_type: 'XYZ', status: 'mulled' },
    )
    expect((await world.sync()).report).toMatchObject({ quarantined: 0, has_more: false })
    const order = `select distinct order_type, time_in_force, order_class, position_intent,
      raw_data ->> 'position_intent' as word from alpaca_orders`
    expect(await rowsOf(world.db, order)).toEqual([
      {
        order_type: 'peg',
        time_in_force: 'gtx',
        order_class: 'ladder',
        position_intent: null,
        word: 'buy_to_lend',
      },
    ])
    const other =
      "select activity_type, status from alpaca_activities where activity_type <> 'FILL'"
    expect(await rowsOf(world.db, other)).toEqual([{ activity_type: 'XYZ', status: 'mulled' }])
  })

  it('include an activity without an id, which heals with an equal one that has an id', async () => {
    const { broker } = brokerWithOrders()
    const world = await openWorld(broker)
    const stop = meddle(world, '/v2/account/activities', (item) =>
      item.symbol === 'MSFT' ? { ...item, id: null, qty: 'two' } : item,
    )
    expect((await world.sync()).report.quarantined).toBe(1)
    stop()
    await world.sync({ full: true })
    expect(await rowsOf(world.db, put)).toMatchObject([{ source: 'activity', healed: true }])
  })

  it('include a leg, which is read through its parent weeks later', async () => {
    const broker = new Broker(OPENED)
    const parent = broker.submitMultileg({
      at: '2026-06-01T15:00:00Z',
      qty: '1',
      limitPrice: '1',
      legs: [
        { symbol: 'SPY261218C00700000', side: 'buy' },
        { symbol: 'SPY261218C00710000', side: 'sell' },
      ],
    })
    broker.fillSpread(parent.id, { at: '2026-06-01T15:01:00Z', prices: ['3', '2'] })
    const bad = parent.legs[1]?.id
    const world = await openWorld(broker)
    const stop = meddle(world, '/v2/orders', (item) => ({
      ...item,
      legs: Array.isArray(item.legs)
        ? item.legs.map((leg) => (leg.id === bad ? { ...leg, side: '?' } : leg))
        : item.legs,
    }))
    await world.sync()
    stop()
    await world.sync()
    const legs = 'select distinct parent_order_id from alpaca_orders'
    expect(await rowsOf(world.db, legs)).toEqual([{ parent_order_id: parent.id }])
    const trades = 'select strategy_type, incomplete from alpaca_trades'
    expect(await rowsOf(world.db, trades)).toEqual([
      { strategy_type: 'vertical_spread', incomplete: false },
    ])
  })
})

describe('payloads that Alpaca no longer has', () => {
  /** The order and the fill of MSFT are quarantined, and Alpaca no longer has them. */
  async function gone(): Promise<World> {
    const { broker, ids } = brokerWithOrders()
    const world = await openWorld(broker)
    const stop = meddle(world, '/v2/', (item) =>
      item.symbol === 'MSFT' ? { ...item, side: 'sideways' } : item,
    )
    await world.sync()
    stop()
    const answer = world.ctx.fetch
    world.ctx.fetch = async (input, init) => {
      const { pathname } = new URL(String(input))
      if (pathname === `/v2/orders/${ids[1]}`) return Response.json({}, { status: 404 })
      const response = await answer(input, init)
      const body: unknown = await response.json()
      const left = (item: unknown) => Object(item).symbol !== 'MSFT'
      return Response.json(Array.isArray(body) ? body.filter(left) : body, response)
    }
    return world
  }

  /** As though a newer version had learned what the stored payloads say. */
  const upgrade = (world: World) =>
    rowsOf(
      world.db,
      `update sync_quarantine set payload = payload || '{"side": "buy"}', parser_version = parser_version - 1
       where source <> 'position'`,
    )

  it('are kept whole, whatever Alpaca answers to their ids', async () => {
    const world = await gone()
    await world.sync({ full: true })
    const rows = `select source, payload ->> 'side' as side, reason, healed_at from sync_quarantine
      where source <> 'position' order by source`
    const kept = { side: 'sideways', healed_at: null }
    expect(await rowsOf(world.db, rows)).toEqual([
      { source: 'activity', reason: 'side: neither buy, sell nor sell_short', ...kept },
      { source: 'order', reason: 'side: neither buy nor sell', ...kept },
    ])
  })

  it('are parsed as stored by the first run of a newer parser version, and stored as rows', async () => {
    const world = await gone()
    await world.sync()
    await upgrade(world)
    expect((await world.sync()).report).toMatchObject({ inserted: 2, has_more: false })
    const open =
      "select count(*)::int from sync_quarantine where source <> 'position' and healed_at is null"
    expect(await theValue(world.db, open)).toBe(0)
    const trades = "select status, entry_cash from alpaca_trades where underlying = 'MSFT'"
    expect(await rowsOf(world.db, trades)).toEqual([{ status: 'open', entry_cash: '-200' }])
  })

  it('are parsed again by the same parser version only in a full re-read', async () => {
    const world = await gone()
    await rowsOf(world.db, 'update sync_quarantine set parser_version = 0')
    await world.sync()
    const versions =
      "select distinct parser_version from sync_quarantine where source <> 'position'"
    expect(await rowsOf(world.db, versions)).toEqual([{ parser_version: PARSER_VERSION }])
    await rowsOf(
      world.db,
      `update sync_quarantine set payload = payload || '{"side": "buy"}' where source <> 'position'`,
    )
    expect((await world.sync()).report.inserted).toBe(0)
    expect((await world.sync({ full: true })).report.inserted).toBe(2)
  })
})
