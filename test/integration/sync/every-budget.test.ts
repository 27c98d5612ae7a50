import { beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../../src/db/connection/client'
import { LEAST_SUBREQUESTS } from '../../../src/sync/budget/budget'
import { rebuildLedger } from '../../../src/sync/ledger/rebuild'
import { isExhaustive } from '../../support/effort'
import { countCalls } from './counted'
import { STORY, storyAccount } from './story'
import { openWorld, rowsOf, type World } from './support'

const SMALL = { orders: 9, activities: 20, fold: 12 }

/**
 * All that was read and all that follows from it, as text; when a row was written is not its
 * business.
 */
async function everything(db: Database): Promise<unknown[]> {
  const without = `- '{id,created_at,updated_at,as_of,closed_at}'::text[]`
  const tables = [
    'alpaca_orders',
    'alpaca_parent_orders',
    'alpaca_activities',
    'alpaca_positions',
    'alpaca_trades',
    'alpaca_trade_fills',
    'alpaca_trade_fees',
    'alpaca_cash_days',
    'alpaca_daily_sums',
  ]
  const each = tables.map(
    (table) => `select '${table}' as of, (to_jsonb(t) ${without})::text as row from ${table} t`,
  )
  return await rowsOf(db, `${each.join(' union all ')} order by 1, 2`)
}

const open = async () => {
  const account = storyAccount()
  account.advance(STORY.end)
  return await openWorld(account)
}

/** Runs until nothing is left, each within its budget; answers how many runs that took. */
async function runs(world: World, run: () => Promise<{ has_more: boolean }>): Promise<number> {
  const { subrequests } = world.ctx.budget
  for (let count = 1; count <= 150; count++) {
    let more = true
    const calls = await countCalls(world.ctx, async () => {
      more = (await run()).has_more
    })
    expect(calls.alpaca + calls.database).toBeLessThanOrEqual(subrequests)
    if (!more) return count
  }
  throw new Error(`with ${subrequests} calls a run it never ends`)
}

const BUDGETS = isExhaustive
  ? Array.from({ length: 60 - LEAST_SUBREQUESTS + 1 }, (_, i) => LEAST_SUBREQUESTS + i)
  : [20, 30]

describe('a budget of subrequests', () => {
  let expected: unknown[]

  beforeAll(async () => {
    const whole = await open()
    expect((await whole.sync()).report.has_more).toBe(false)
    expected = await everything(whole.db)
    expect(expected.length).toBeGreaterThan(200)
  })

  it.each(BUDGETS)(
    'of %i is kept by every run, and the runs store the same rows',
    async (subrequests) => {
      const world = await open()
      world.ctx.budget = { subrequests, milliseconds: 600_000 }
      world.ctx.sizes = SMALL
      const syncs = await runs(world, async () => (await world.sync()).report)
      expect(syncs).toBeGreaterThan(1)
      expect(await everything(world.db)).toEqual(expected)
      const rebuilds = await runs(world, () => rebuildLedger(world.ctx, { trigger: 'api' }))
      expect(rebuilds).toBeGreaterThan(subrequests < 30 ? 1 : 0)
      expect(await everything(world.db)).toEqual(expected)
    },
  )

  it('of rows ends a run with the page that reaches it', async () => {
    const world = await open()
    world.ctx.budget = { subrequests: 45, milliseconds: 600_000, rows: 10 }
    world.ctx.sizes = SMALL
    const first = await world.sync()
    expect(first.report.seen).toBeLessThan(30)
    await runs(world, async () => (await world.sync()).report)
    expect(await everything(world.db)).toEqual(expected)
  })
})
