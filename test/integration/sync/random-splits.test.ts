import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Fault } from '../../../src/local/alpaca/routes/faults'
import { SyncError } from '../../../src/sync/run/errors'
import { runsOf } from '../../support/effort'
import { expectSummed } from '../db/summed'
import { STORY, storyAccount } from './story'
import { openWorld, rowsOf, type World } from './support'

const END = Date.parse(STORY.end)

const FAULTS: Fault[] = [
  { kind: 'status', status: 500 },
  { kind: 'status', status: 502, body: 'html' },
  { kind: 'html' },
  { kind: 'truncated' },
  { kind: 'network' },
]

const PATHS = ['/v2/account', '/v2/orders', '/v2/account/activities', '/v2/positions']

/**
 * Everything that Alpaca decides, in an order of its own; positions that closed are seen at
 * different moments.
 */
async function factsOf({ db }: World): Promise<unknown> {
  return [
    await rowsOf(
      db,
      `select alpaca_order_id, parent_order_id, underlying, status, filled_qty, filled_avg_price, raw_data
      from alpaca_orders order by alpaca_order_id`,
    ),
    await rowsOf(
      db,
      'select alpaca_order_id, status, raw_data from alpaca_parent_orders order by 1',
    ),
    await rowsOf(
      db,
      'select activity_id, underlying, effective_at, raw_data from alpaca_activities order by 1',
    ),
    await rowsOf(db, 'select symbol, qty, raw_data from alpaca_positions where is_open order by 1'),
    await rowsOf(
      db,
      'select trade_id, strategy, status, quantity, realized_pl, legs from alpaca_trades order by 1',
    ),
  ]
}

async function syncOrFail(world: World): Promise<boolean> {
  try {
    return (await world.sync()).report.has_more
  } catch (error) {
    if (error instanceof SyncError && error.code === 'alpaca_unavailable') return true
    throw error
  }
}

const step = fc.record({
  hours: fc.integer({ min: 1, max: 600 }),
  subrequests: fc.constantFrom(11, 15, 1000),
  fault: fc.option(
    fc.record({
      fault: fc.constantFrom(...FAULTS),
      path: fc.constantFrom(...PATHS),
      times: fc.integer({ min: 1, max: 6 }),
    }),
  ),
})

describe('a sync in random steps, with budgets and faults', () => {
  it('stores the same rows as one sync', async () => {
    const once = await openWorld(storyAccount())
    once.clock.now = new Date(END)
    await once.sync()
    const expected = await factsOf(once)
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        const world = await openWorld(storyAccount())
        world.clock.now = new Date(STORY.start)
        for (const { hours, subrequests, fault } of steps) {
          world.clock.now = new Date(Math.min(END, world.clock.now.getTime() + hours * 3_600_000))
          world.ctx.budget = { subrequests, milliseconds: 600_000 }
          if (fault) world.standIn.faults.next(fault.times, fault.fault, fault.path)
          await syncOrFail(world)
          await expectSummed(world.db)
          world.standIn.faults.clear()
        }
        world.clock.now = new Date(END)
        world.ctx.budget = { subrequests: 1000, milliseconds: 600_000 }
        // What an interrupted run had begun is finished first; the one after that starts from now.
        while (await syncOrFail(world));
        await world.sync()
        expect(await factsOf(world)).toEqual(expected)
        expect(await expectSummed(world.db)).toBeGreaterThan(10)
      }),
      { seed: 20261122, numRuns: runsOf(6, { few: 2 }) },
    )
  })
})
