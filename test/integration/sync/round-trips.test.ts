import { describe, expect, inject, it } from 'vitest'
import { busyAccount, endOf } from '../../support/busy-account'
import { countCalls } from './counted'
import { openWorld, theValue } from './support'

const ORDERS = inject('manyOrders')
describe(`the first reading of ${ORDERS} orders`, () => {
  it('takes one request for each 499 orders, and two round trips for each page', async () => {
    const world = await openWorld(busyAccount(ORDERS))
    world.clock.now = endOf(ORDERS)
    const calls = await countCalls(world.ctx, async () => {
      const { report } = await world.sync({ scope: 'orders' })
      expect(report).toMatchObject({ has_more: false, quarantined: 0 })
    })
    const stored = `select count(*)::int from (select coalesce(parent_order_id, alpaca_order_id)
      from alpaca_orders group by 1) orders`
    expect(await theValue(world.db, stored)).toBe(ORDERS)
    const pages = world.standIn.requests.count('/v2/orders')
    // 25,000 need 51 of the 60 that they may.
    expect(pages).toBeLessThanOrEqual(Math.ceil(ORDERS / 499) + 1)
    expect(pages).toBeLessThanOrEqual(Math.max(7, ORDERS * (60 / 25_000)))
    // All that goes to the database: a page's write, and what a run does once besides.
    expect(calls.database).toBeLessThanOrEqual(2 * pages + 12)
    expect(calls.alpaca).toBe(pages + 1)
  }, 600_000)
})
