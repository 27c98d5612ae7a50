import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Broker } from '../../../src/local/alpaca/broker'
import { rereadRequest } from '../../../src/sync/run/schedule'
import { runsOf } from '../../support/effort'
import { SMALLEST, type Step, takeSteps, untilDone } from './clock-steps'
import { openWorld, rowsOf, theValue, type World } from './support'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

const DAY = 86_400_000
const OPENED = { openedAt: '2026-08-03T13:00:00Z', deposit: '1000000' }

const step: fc.Arbitrary<Step> = fc.record({
  hours: fc.integer({ min: 1, max: 400 }),
  skewDays: fc.integer({ min: -10, max: 10 }),
  subrequests: fc.constantFrom(20, 24, 1000),
  killedAt: fc.option(fc.integer({ min: 1, max: 25 })),
  isSmall: fc.boolean(),
})

describe('a Worker whose clock is wrong', () => {
  it('stores the same rows as one with a correct clock, with any skew, budget and kill', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 5 }), async (steps) => {
        const right = await takeSteps(steps.map((one) => ({ ...one, skewDays: 0 })))
        expect(right.length).toBeGreaterThan(50)
        expect(await takeSteps(steps)).toEqual(right)
      }),
      { seed: 20261130, numRuns: runsOf(5, { few: 1 }) },
    )
  }, 600_000)

  it.each([3, -3])('by %i days stores every order placed between its runs', async (days) => {
    const broker = new Broker(OPENED)
    const world = await openWorld(broker)
    world.ctx.now = () => new Date(world.clock.now.getTime() + days * DAY)
    for (let hour = 0; hour < 4; hour++) {
      const at = new Date(Date.parse('2026-09-08T14:00:00Z') + hour * 30 * 3_600_000)
      const order = { symbol: 'AAPL', side: 'buy', qty: '1' } as const
      const { id } = broker.submit({ at: at.toISOString(), ...order })
      broker.cancel(id, new Date(at.getTime() + 1000).toISOString())
      world.clock.now = new Date(at.getTime() + 60_000)
      await world.sync()
      expect(await theValue(world.db, 'select count(*)::int from alpaca_orders')).toBe(hour + 1)
    }
  })

  it('finds the order that closed a position', async () => {
    const broker = new Broker(OPENED)
    trade(broker, 'buy', '2026-09-08T14:00:00Z')
    const world = await openWorld(broker)
    world.ctx.now = () => new Date(world.clock.now.getTime() - 3 * DAY)
    world.clock.now = new Date('2026-09-08T15:00:00Z')
    await world.sync()
    trade(broker, 'sell', '2026-09-09T14:00:00Z')
    world.clock.now = new Date('2026-09-09T15:00:00Z')
    // The list of positions is read before the order that closed one.
    await world.sync({ scope: 'positions' })
    await world.sync()
    expect(await rowsOf(world.db, 'select is_open, close_cause from alpaca_positions')).toEqual([
      { is_open: false, close_cause: 'order' },
    ])
  })
})

function trade(broker: Broker, side: 'buy' | 'sell', at: string): void {
  const { id } = broker.submit({ at, symbol: 'AAPL', side, qty: '1' })
  broker.fill(id, { at, price: '10' })
}

describe('the moment from which a run reads orders', () => {
  it('does not move past unread orders when a newer one is read by its id', async () => {
    const broker = new Broker(OPENED)
    trade(broker, 'buy', '2026-09-07T14:00:00Z')
    const world = await openWorld(broker)
    await world.sync({ scope: 'orders' })
    const skipped = broker.submit({
      at: '2026-09-09T14:00:00Z',
      symbol: 'MSFT',
      side: 'buy',
      qty: '1',
    })
    broker.cancel(skipped.id, '2026-09-09T14:00:01Z')
    trade(broker, 'sell', '2026-09-14T14:00:00Z')
    // The fill names an order that no walk has read, days after the last one that a walk has.
    await world.sync({ scope: 'activities' })
    expect(await theValue(world.db, 'select count(*)::int from alpaca_orders')).toBe(2)
    await world.sync({ scope: 'orders' })
    expect(await theValue(world.db, 'select count(*)::int from alpaca_orders')).toBe(3)
  })

  it('does not move with an order whose submission is dated years ahead', async () => {
    const broker = new Broker(OPENED)
    trade(broker, 'buy', '2026-09-07T14:00:00Z')
    const world = await openWorld(broker)
    const answer = world.ctx.fetch
    world.ctx.fetch = async (input, init) => {
      const response = await answer(input, init)
      if (new URL(String(input)).pathname !== '/v2/orders') return response
      const text = await response.text()
      return new Response(text.replace(/("submitted_at":")2026-09-07/, '$12046-09-07'))
    }
    await world.sync()
    trade(broker, 'sell', '2026-09-09T14:00:00Z')
    await world.sync({ scope: 'orders' })
    expect(await theValue(world.db, 'select count(*)::int from alpaca_orders')).toBe(2)
  })

  it('lies the days of the nightly re-read before the newest order, not before the clock', async () => {
    const broker = new Broker(OPENED)
    const [first, , , last] = ['08-05', '08-20', '09-01', '09-10'].map((day) => {
      const at = `2026-${day}T14:00:00Z`
      trade(broker, 'buy', at)
      return at
    })
    const world = await openWorld(broker)
    await world.sync()
    await rowsOf(world.db, `delete from alpaca_orders where submitted_at < '${last}'`)
    // Of an account that has been quiet for a year.
    world.clock.now = new Date('2027-09-10T15:00:00Z')
    await world.sync({ ...rereadRequest(30), scope: 'orders' })
    const stored = await rowsOf(
      world.db,
      'select submitted_at = $$2026-08-05T14:00:00Z$$ as first from alpaca_orders order by submitted_at',
    )
    expect(first).toBe('2026-08-05T14:00:00Z')
    expect(stored).toEqual([{ first: false }, { first: false }, { first: false }])
  })
})

/** Puts rows among Alpaca's activities, each visible from its creation on. */
function addActivities(world: World, added: readonly Record<string, string>[]): void {
  const answer = world.ctx.fetch
  world.ctx.fetch = async (input, init) => {
    const response = await answer(input, init)
    const { pathname, searchParams } = new URL(String(input))
    if (pathname !== '/v2/account/activities') return response
    const token = searchParams.get('page_token') ?? ''
    const after = Date.parse(searchParams.get('after') ?? '1970-01-01T00:00:00Z')
    const isAscending = searchParams.get('direction') === 'asc'
    const seen = added.filter(({ id = '', created_at: at = '' }) => {
      const created = Date.parse(at)
      return created > after && created <= world.clock.now.getTime() && (!token || id > token)
    })
    const rows: Record<string, string>[] = await response.json()
    const all = [...rows, ...seen].sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1))
    return Response.json(isAscending ? all : all.reverse())
  }
}

const fee = (name: string, date: string, created: string) => ({
  id: `${date.replaceAll('-', '')}000000000::${name}`,
  activity_type: 'FEE',
  date,
  created_at: created,
  net_amount: '-0.02',
  status: 'executed',
})

const fees = "select activity_id from alpaca_activities where activity_type = 'FEE' order by 1"

describe('the moment from which a run reads activities', () => {
  it('does not move with rows dated ahead: later rows with an earlier date are stored', async () => {
    const broker = new Broker(OPENED)
    trade(broker, 'buy', '2026-09-07T14:00:00Z')
    const world = await openWorld(broker)
    const added = [
      fee('tomorrow', '2026-09-08', '2026-09-07T20:00:00Z'),
      fee('next-month', '2026-10-20', '2026-09-07T20:00:01Z'),
      fee('late', '2026-09-04', '2026-09-09T08:00:00Z'),
    ]
    addActivities(world, added)
    for (const now of ['2026-09-07T21:00:00Z', '2026-09-09T09:00:00Z']) {
      world.clock.now = new Date(now)
      await world.sync({ scope: 'activities' })
    }
    expect((await rowsOf(world.db, fees)).length).toBe(3)
  })

  it('is when a reading over several runs began by the clock of Alpaca, not when it ended', async () => {
    const broker = new Broker(OPENED)
    const deposits = (from: string, count: number) => {
      for (let i = 0; i < count; i++) {
        const at = new Date(Date.parse(from) + i * 60_000).toISOString()
        broker.deposit({ at, amount: '1' })
      }
    }
    deposits('2026-09-01T15:00:00Z', 250)
    const world = await openWorld(broker)
    world.clock.now = new Date('2026-09-02T15:00:00Z')
    world.ctx.budget = { subrequests: SMALLEST, milliseconds: 600_000, rows: 100 }
    expect((await world.sync({ scope: 'activities' })).report.has_more).toBe(true)
    // Created behind the place of the walk, which ends twenty days later.
    addActivities(world, [fee('late', '2026-08-02', '2026-09-03T08:00:00Z')])
    deposits('2026-09-21T15:00:00Z', 10)
    world.clock.now = new Date('2026-09-22T15:00:00Z')
    world.ctx.budget = { subrequests: 1000, milliseconds: 600_000 }
    await untilDone(world)
    await world.sync()
    expect((await rowsOf(world.db, fees)).length).toBe(1)
  })
})
