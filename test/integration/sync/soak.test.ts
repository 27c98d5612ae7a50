import { describe, expect, inject, it } from 'vitest'
import { readReconciliation } from '../../../src/db/reconciliation/read'
import { generateAccount } from '../../../src/local/alpaca/generate/account'
import { Random } from '../../../src/local/alpaca/random'
import { runsOf } from '../../support/effort'
import { openWorld, rowsOf, theValue, type World } from './support'

const START = '2026-09-08T12:00:00Z'
const MINUTE = 60_000
const MOST_MINUTES = 20

/** All that Alpaca decides and all that follows, but for when things were seen. */
const EVERYTHING = `
  select 'order' as of, (to_jsonb(o) - '{id,created_at,updated_at}'::text[])::text as row from alpaca_orders o
  union all select 'parent', (to_jsonb(p) - '{id,created_at,updated_at}'::text[])::text from alpaca_parent_orders p
  union all select 'activity', (to_jsonb(a) - '{created_at,updated_at}'::text[])::text from alpaca_activities a
  union all select 'position', (to_jsonb(p) - '{id,created_at,updated_at}'::text[])::text from alpaca_positions p where is_open
  union all select 'trade', (to_jsonb(t) - '{created_at,updated_at}'::text[])::text from alpaca_trades t
  union all select 'fill', (to_jsonb(f) - '{created_at,updated_at}'::text[])::text from alpaca_trade_fills f
  union all select 'fee', (to_jsonb(f) - '{created_at,updated_at}'::text[])::text from alpaca_trade_fees f
  union all select 'sum', (to_jsonb(s) - '{created_at,updated_at}'::text[])::text from alpaca_daily_sums s
  union all select 'cash', (to_jsonb(c) - '{created_at,updated_at}'::text[])::text from alpaca_cash_days c
  order by 1, 2`

const account = () => generateAccount({ seed: 'soak', now: START })

/** What goes wrong with a call, and how. */
type Trouble = (answer: () => Promise<Response>) => Promise<Response>

const broken = (message: string) => Promise.reject(new TypeError(message))

/**
 * Before the answer, after it (what was asked is done, and nobody hears of it), and in its midst.
 */
const TROUBLES: readonly [Trouble, ...Trouble[]] = [
  () => broken('fetch failed'),
  async (answer) => {
    await answer()
    return await broken('connection lost')
  },
  async (answer) => {
    const good = await answer()
    const text = await good.text()
    return new Response(text.slice(0, text.length / 2), good)
  },
  async () => new Response('<html>bad gateway</html>', { status: 502 }),
  async () => Response.json({ code: 42910000, message: 'too many requests' }, { status: 429 }),
  async () => Response.json({ code: 50010000, message: 'internal' }, { status: 500 }),
  async () => new Response('', { status: 503, headers: { 'Retry-After': '1' } }),
]

/** Makes calls of Alpaca and of the database fail, some in a row, as chance has it. */
function troubled(world: World, random: Random): { calm: () => void } {
  let chance = 0.004
  let inRow = 0
  const trouble = (answer: () => Promise<Response>): Promise<Response> => {
    if (inRow === 0 && random.chance(chance)) inRow = random.whole(1, 6)
    if (inRow === 0) return answer()
    inRow--
    return random.pick(TROUBLES)(answer)
  }
  const alpaca = world.ctx.fetch
  world.ctx.fetch = (input, init) => trouble(() => alpaca(input, init))
  const global = globalThis.fetch
  // The database's driver takes the global one at each call.
  globalThis.fetch = (input, init) => trouble(() => global(input, init))
  return {
    calm: () => {
      chance = 0
      inRow = 0
      globalThis.fetch = global
    },
  }
}

/** One tick; what fails is written down by the run, if it can be. */
async function tick(world: World): Promise<boolean> {
  try {
    await world.sync()
    return true
  } catch {
    return false
  }
}

describe('an account that keeps trading while its syncs meet faults of all kinds', () => {
  it('balances after the faults, and equals one sync of everything, row by row', async () => {
    const ticks = runsOf(inject('soakTicks'), { few: 6 })
    const random = new Random('soak')
    const world = await openWorld(account())
    world.clock.now = new Date(START)
    const { calm } = troubled(world, random)
    let failed = 0
    try {
      for (let i = 0; i < ticks; i++) {
        const minutes = random.whole(1, MOST_MINUTES)
        world.clock.now = new Date(world.clock.now.getTime() + minutes * MINUTE)
        world.ctx.budget = {
          subrequests: random.chance(0.2) ? 25 : 900,
          milliseconds: 600_000,
        }
        if (!(await tick(world))) {
          failed++
          // A run that died leaves its lease: time passes by the database's clock as well.
          await rowsOf(world.db, 'update sync_state set lease_expires_at = now()').catch(() => [])
        }
      }
    } finally {
      calm()
    }
    expect(failed).toBeGreaterThan(ticks / 50)
    expect(failed).toBeLessThan(ticks / 2)
    world.ctx.budget = { subrequests: 10_000, milliseconds: 600_000 }
    await rowsOf(world.db, 'update sync_state set lease_expires_at = now()')
    while ((await world.sync()).report.has_more);
    await world.sync()

    const accountId = String(await theValue(world.db, 'select account_id from alpaca_accounts'))
    const today = world.clock.now.toISOString().slice(0, 10)
    const found = await readReconciliation(world.db, accountId, today)
    expect(found?.symbols.filter(({ cause }) => cause !== null)).toEqual([])
    expect(found?.cash).toMatchObject({ difference: '0' })
    expect(found?.balanced).toBe(true)

    const once = await openWorld(account())
    once.clock.now = world.clock.now
    while ((await once.sync()).report.has_more);
    const expected = await rowsOf(once.db, EVERYTHING)
    expect(expected.length).toBeGreaterThan(1000)
    expect(await rowsOf(world.db, EVERYTHING)).toEqual(expected)
    expect(
      await theValue(world.db, 'select count(*)::int from sync_quarantine where healed_at is null'),
    ).toBe(0)
  }, 7_200_000)
})
