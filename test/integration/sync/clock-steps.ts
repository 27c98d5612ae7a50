import { LEAST_SUBREQUESTS } from '../../../src/sync/budget/budget'
import { Wire } from './crash/wire'
import { storyAccount } from './story'
import { openWorld, rowsOf, type World } from './support'

/** The fewest calls of a run that comes forward. */
export const SMALLEST = LEAST_SUBREQUESTS

const HOUR = 3_600_000
const START = Date.parse('2026-08-03T00:00:00Z')
// After the last event of the story, and everything that waits for days.
const END = Date.parse('2026-10-25T15:00:00Z')

/** One run of the sync, some hours after the one before. */
export interface Step {
  hours: number
  /** By how much the Worker's clock is ahead of Alpaca's, or behind it. */
  skewDays: number
  subrequests: number
  /** The call before which the run is killed. */
  killedAt: number | null
  /** Whether pages are small. */
  isSmall: boolean
}

/** Syncs until nothing is left. */
export async function untilDone(world: World): Promise<void> {
  for (let runs = 1; (await world.sync()).report.has_more; runs++) {
    if (runs > 60) throw new Error('it never ends')
  }
}

/**
 * Lets the story happen in some steps, and answers what the database then holds, without our own
 * timestamps.
 */
export async function takeSteps(steps: readonly Step[]): Promise<unknown[]> {
  const wire = new Wire()
  const world = await openWorld(storyAccount())
  world.ctx.fetch = wire.alpaca(world.ctx.fetch)
  world.clock.now = new Date(START)
  for (const { hours, skewDays, subrequests, killedAt, isSmall } of steps) {
    world.clock.now = new Date(Math.min(END, world.clock.now.getTime() + hours * HOUR))
    world.ctx.now = () => new Date(world.clock.now.getTime() + skewDays * 24 * HOUR)
    world.ctx.budget = { subrequests, milliseconds: 600_000 }
    if (isSmall) world.ctx.sizes = { orders: 9, activities: 20, fold: 12 }
    const ending = await wire.run(
      () => world.sync(),
      killedAt === null ? null : { at: killedAt, mode: 'killed' },
    )
    if (ending === 'failed') throw new Error('a run failed')
    await rowsOf(world.db, 'update sync_state set lease_expires_at = now()')
  }
  world.clock.now = new Date(END)
  world.ctx.budget = { subrequests: 1000, milliseconds: 600_000 }
  await untilDone(world)
  await untilDone(world)
  return await everything(world)
}

/** Names that the database made up, and moments of our own. */
const OURS = [
  'id',
  'created_at',
  'updated_at',
  'as_of',
  'closed_at',
  'seen_at',
  'tried_at',
  'healed_at',
  'lease_token',
  'lease_holder',
  'lease_expires_at',
  'positions_synced_at',
  'last_success_at',
  'last_full_at',
  'last_error_at',
  'reconciled_at',
  'rate_limit_reset_at',
  'rate_limit_remaining',
  'run_milliseconds',
]

const TABLES = [
  'alpaca_accounts',
  'alpaca_orders',
  'alpaca_parent_orders',
  'alpaca_activities',
  'alpaca_positions',
  'alpaca_trades',
  'alpaca_trade_fills',
  'alpaca_trade_fees',
  'alpaca_cash_days',
  'alpaca_daily_sums',
  'sync_quarantine',
  'sync_state',
]

async function everything({ db }: World): Promise<unknown[]> {
  const ours = `array['${OURS.join("','")}']`
  const each = TABLES.map(
    (table) => `select '${table}' as of, (to_jsonb(t) - ${ours})::text as row from ${table} t`,
  )
  return await rowsOf(db, `${each.join(' union all ')} order by 1, 2`)
}
