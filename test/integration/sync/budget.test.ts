import { describe, expect, it } from 'vitest'
import { Broker } from '../../../src/local/alpaca/broker'
import { generateAccount } from '../../../src/local/alpaca/generate/account'
import { NOW, openWorld, rowsOf, theValue, type World } from './support'

/** Calls until nothing is left to do; answers how many calls that took. */
async function syncToTheEnd(world: World): Promise<number> {
  for (let calls = 1; calls < 200; calls++) {
    const { report } = await world.sync()
    if (!report.has_more) return calls
  }
  throw new Error('the sync never ends')
}

const FACTS = `select
  (select count(*)::int from alpaca_orders) as orders, (select count(*)::int from alpaca_parent_orders) as parents,
  (select count(*)::int from alpaca_activities) as activities, (select count(*)::int from alpaca_positions) as positions`

describe('the budget of a run', () => {
  it('ends a run early, and the next runs continue until everything is stored', async () => {
    const now = '2026-10-01T15:00:00Z'
    const whole = await openWorld(generateAccount({ seed: 'budget', now }))
    expect(await syncToTheEnd(whole)).toBe(1)
    const small = await openWorld(generateAccount({ seed: 'budget', now }))
    small.ctx.budget = { subrequests: 12, milliseconds: 600_000 }
    expect(await syncToTheEnd(small)).toBeGreaterThan(3)
    expect(await rowsOf(small.db, FACTS)).toEqual(await rowsOf(whole.db, FACTS))
    const runs = await rowsOf(
      small.db,
      'select status, count(*)::int as n from sync_runs group by 1 order by 1',
    )
    expect(runs).toEqual([
      { status: 'partial', n: expect.any(Number) },
      { status: 'success', n: 1 },
    ])
  })

  it('counts each call of Alpaca and of the database, and is never exceeded', async () => {
    const world = await openWorld(generateAccount({ seed: 'budget', now: NOW }))
    world.ctx.budget = { subrequests: 12, milliseconds: 600_000 }
    const { report } = await world.sync()
    expect(report.has_more).toBe(true)
    expect(world.standIn.requests.count()).toBeLessThan(9)
  })

  it('ends a run whose time is used up, instead of waiting for the quota', async () => {
    const world = await openWorld(new Broker({ openedAt: '2026-09-01T14:30:00Z' }))
    world.ctx.budget = { subrequests: 100, milliseconds: 5000 }
    world.standIn.faults.next(1, { kind: 'status', status: 429, retryAfter: '30' }, '/v2/orders')
    const { report } = await world.sync()
    expect(report.has_more).toBe(true)
    expect(await theValue(world.db, 'select resume_at from sync_state')).toBe('orders')
    expect((await world.sync()).report.has_more).toBe(false)
  })

  it('is shared by the steps: none is left out because another could use all of it', async () => {
    const broker = new Broker({ openedAt: '2026-08-01T14:30:00Z' })
    for (let i = 0; i < 7; i++) {
      const bracket = broker.submit({
        at: `2026-08-03T15:0${i}:00Z`,
        symbol: 'MSFT',
        side: 'buy',
        qty: '1',
        limitPrice: '400',
        timeInForce: 'gtc',
        orderClass: 'bracket',
        takeProfit: { limitPrice: '500' },
        stopLoss: { stopPrice: '300' },
      })
      broker.fill(bracket.id, { at: `2026-08-03T15:0${i}:30Z`, price: '399' })
    }
    const world = await openWorld(broker)
    await world.sync()
    // Weeks later these seven can still change, and each is one request.
    world.clock.now = new Date('2026-10-20T15:00:00Z')
    await world.sync({ scope: 'orders' })
    world.clock.now = new Date('2026-10-22T15:00:00Z')
    broker.deposit({ at: '2026-10-22T14:00:00Z', amount: '5' })
    world.ctx.budget = { subrequests: 11, milliseconds: 600_000 }
    expect(await syncToTheEnd(world)).toBeGreaterThan(1)
    const deposits = "select count(*)::int from alpaca_activities where activity_type = 'JNLC'"
    expect(await theValue(world.db, deposits)).toBe(2)
  })

  it('leaves room for rechecks when the orders of the last minutes alone would use it up', async () => {
    const broker = new Broker({ openedAt: '2026-08-03T14:30:00Z', deposit: '1000000' })
    const order = { side: 'buy', qty: '1', limitPrice: '1', timeInForce: 'gtc' } as const
    const old = Array.from({ length: 80 }, (_, i) => {
      const at = new Date(Date.parse('2026-08-04T15:00:00Z') + i * 1000).toISOString()
      return broker.submit({ at, symbol: 'AAPL', ...order })
    })
    const newest = broker.submit({ at: '2026-09-29T15:00:00Z', symbol: 'AAPL', ...order })
    broker.cancel(newest.id, '2026-09-29T15:00:01Z')
    const world = await openWorld(broker)
    await world.sync()
    // Each is asked for by its id: no list of what works now has them.
    for (const { id } of old) broker.cancel(id, '2026-09-30T14:00:00Z')
    const legs = ['SPY261218C00700000', 'SPY261218C00710000'].map((symbol, i) => ({
      symbol,
      side: i === 0 ? ('buy' as const) : ('sell' as const),
    }))
    for (let i = 0; i < 60; i++) {
      const at = new Date(Date.parse('2026-09-30T15:00:00Z') + i * 1000).toISOString()
      const { id } = broker.submitMultileg({ at, qty: '1', limitPrice: '1', legs })
      broker.cancel(id, at)
    }
    world.ctx.budget = { subrequests: 45, milliseconds: 600_000, rows: 100 }
    world.ctx.sizes = { orders: 50, activities: 50, fold: 100 }
    for (let runs = 1; (await world.sync({ scope: 'orders' })).report.has_more; runs++)
      expect(runs).toBeLessThan(12)
    const working = "select count(*)::int from alpaca_orders where status <> 'canceled'"
    expect(await theValue(world.db, working)).toBe(0)
  })
})
