import { describe, expect, it } from 'vitest'
import { Broker } from '../../../src/local/alpaca/broker'
import { sampleOf } from '../../support/effort'
import { openWorld, theValue, type World } from './support'

const OPENED = { openedAt: '2026-01-05T14:30:00Z', deposit: '1000000' }
const TIE = '2026-03-02T15:00:00.123456Z'

const stored = 'select count(*)::int from alpaca_orders'

/** Working orders, submitted at these moments. */
function brokerWith(times: readonly string[]): Broker {
  const broker = new Broker(OPENED)
  for (const at of times) {
    const order = { symbol: 'AAPL', side: 'buy', qty: '1', limitPrice: '1' } as const
    broker.submit({ at, submittedAt: at, timeInForce: 'gtc', ...order })
  }
  return broker
}

const secondsFrom = (start: string, count: number) =>
  Array.from({ length: count }, (_, i) => new Date(Date.parse(start) + i * 1000).toISOString())

const early = (count: number) => secondsFrom('2026-03-02T14:00:00Z', count)
const late = (count: number) => secondsFrom('2026-03-02T16:00:00Z', count)
const ties = (count: number) => Array.from({ length: count }, () => TIE)

/** Alpaca refuses ids as cursors. */
function refuseIds(world: World): void {
  const answer = world.ctx.fetch
  world.ctx.fetch = async (input, init) =>
    new URL(String(input)).searchParams.has('after_order_id')
      ? Response.json({ code: 42210000, message: 'unknown parameter' }, { status: 422 })
      : await answer(input, init)
}

async function syncOrders(world: World) {
  return (await world.sync({ scope: 'orders' })).report
}

describe('orders with the same submission time', () => {
  it('are all stored when Alpaca’s id cursor skips ties', async () => {
    // The ties lie across the end of the first page, as they would across any other.
    for (const before of [470, 500]) {
      const broker = brokerWith([...early(before), ...ties(40), ...late(600 - before)])
      const world = await openWorld(broker, { idCursorTies: 'time' })
      expect(await syncOrders(world)).toMatchObject({ inserted: 640, has_more: false })
    }
  })

  it('are all stored when there are nine hundred and that cursor skips ties', async () => {
    const broker = brokerWith([...early(50), ...ties(900), ...late(100)])
    const world = await openWorld(broker, { idCursorTies: 'time' })
    expect(await syncOrders(world)).toMatchObject({ count: 1050, inserted: 1050, has_more: false })
  })

  it.each(sampleOf([500, 499, 501, 999], 4))(
    'are all stored when Alpaca refuses ids as cursors: %i',
    async (count) => {
      const world = await openWorld(brokerWith([...early(20), ...ties(count), ...late(600)]))
      refuseIds(world)
      const report = await syncOrders(world)
      expect(report).toMatchObject({ count: count + 620, inserted: count + 620, has_more: false })
      expect(await theValue(world.db, stored)).toBe(count + 620)
    },
  )

  it('are all stored when Alpaca refuses ids as cursors and one millisecond holds 1,200', async () => {
    const times = Array.from({ length: 1200 }, (_, i) => {
      return `2026-03-02T15:00:00.123${String(Math.floor(i / 2)).padStart(3, '0')}Z`
    })
    const world = await openWorld(brokerWith([...times, ...late(10)]))
    refuseIds(world)
    expect(await syncOrders(world)).toMatchObject({ inserted: 1210, has_more: false })
  })

  it('fail the run when no cursor can pass them, and earlier orders are kept', async () => {
    const world = await openWorld(brokerWith([...ties(1200), ...late(10)]))
    refuseIds(world)
    await expect(syncOrders(world)).rejects.toMatchObject({
      code: 'alpaca_unavailable',
      message: expect.stringContaining('cannot be read'),
    })
    expect(await theValue(world.db, stored)).toBe(500)
    expect(await theValue(world.db, 'select orders_backfilled from sync_state')).toBe(false)
    expect(await theValue(world.db, 'select status from sync_runs')).toBe('failed')
  })

  it('cost a few rows of overlap, not one request each', async () => {
    const times = early(500).flatMap((time) => [time, time, time])
    const world = await openWorld(brokerWith(times))
    await syncOrders(world)
    expect(world.standIn.requests.count('/v2/orders')).toBe(4)
  })
})

describe('moments to the nanosecond', () => {
  it('are rounded to the microsecond, and no order at the end of a page is lost', async () => {
    const times = [...early(480), ...ties(45), ...late(200)]
    const broker = brokerWith(times)
    for (const refused of [false, true]) {
      const world = await openWorld(broker)
      const answer = world.ctx.fetch
      world.ctx.fetch = async (input, init) => {
        const response = await answer(input, init)
        const text = await response.text()
        return new Response(text.replaceAll('.123456Z"', '.123456197Z"'), response)
      }
      if (refused) refuseIds(world)
      expect(await syncOrders(world)).toMatchObject({ inserted: times.length, has_more: false })
      const rounded = `select count(*)::int from alpaca_orders
        where submitted_at = timestamptz '${TIE}' and raw_data ->> 'submitted_at' like '%.123456197Z'`
      expect(await theValue(world.db, rounded)).toBe(45)
      expect(await syncOrders(world)).toMatchObject({ inserted: 0, updated: 0 })
    }
  })
})
