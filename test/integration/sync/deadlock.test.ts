import { describe, expect, it } from 'vitest'
import { countCalls } from './counted'
import { STORY, storyAccount } from './story'
import { openWorld, rowsOf, theValue, type World } from './support'

const FACTS = `select (to_jsonb(o) - '{id,created_at,updated_at}'::text[])::text as row from alpaca_orders o
  union all select (to_jsonb(t) - '{created_at,updated_at}'::text[])::text from alpaca_trades t order by 1`

const open = async () => {
  const account = storyAccount()
  account.advance(STORY.end)
  return await openWorld(account)
}

/**
 * Transactions that write to these tables end in a deadlock, but for each third one. A sequence
 * counts on where a transaction is undone.
 */
async function deadlocksAt({ db }: World, ...tables: string[]) {
  const statements = [
    'create sequence deadlocks',
    `create function deadlock() returns trigger language plpgsql as $$ begin
      if coalesce(current_setting('test.passed', true), '') = '' then
        if nextval('deadlocks') % 3 <> 0 then raise exception 'deadlock detected' using errcode = '40P01'; end if;
        perform set_config('test.passed', 'yes', true);
      end if;
      return null; end $$`,
    ...tables.map(
      (table) =>
        `create trigger deadlock after insert or update on ${table} for each statement execute function deadlock()`,
    ),
  ]
  for (const statement of statements) await rowsOf(db, statement)
}

describe('a transaction that Postgres rolls back to end a deadlock', () => {
  it('is repeated, and each attempt counts as a call of the budget', async () => {
    const undisturbed = await open()
    await undisturbed.sync()
    const world = await open()
    world.ctx.budget = { subrequests: 24, milliseconds: 600_000 }
    world.ctx.sizes = { orders: 9, activities: 20, fold: 12 }
    await deadlocksAt(world, 'alpaca_orders', 'alpaca_trades')
    let most = 0
    let more = true
    for (let runs = 0; more; runs++) {
      if (runs === 100) throw new Error('it never ends')
      const { alpaca, database } = await countCalls(world.ctx, async () => {
        more = (await world.sync()).report.has_more
      })
      most = Math.max(most, alpaca + database)
    }
    expect(most).toBe(24)
    expect(await theValue(world.db, 'select last_value::int from deadlocks')).toBeGreaterThan(30)
    expect(await rowsOf(world.db, FACTS)).toEqual(await rowsOf(undisturbed.db, FACTS))
  })

  it('is repeated at the beginning and at the end of a run too', async () => {
    const world = await open()
    await deadlocksAt(world, 'sync_runs')
    expect((await world.sync()).report.has_more).toBe(false)
    expect(await rowsOf(world.db, 'select status from sync_runs')).toEqual([{ status: 'success' }])
    expect(await theValue(world.db, 'select last_value::int from deadlocks')).toBe(6)
  })

  it('is not repeated without budget: the run is no success, and its lease expires', async () => {
    const world = await open()
    await deadlocksAt(world, 'sync_runs')
    // To choose the account, to ask whose keys these are, to begin at the third attempt, and to try
    // to end.
    world.ctx.budget = { subrequests: 6, milliseconds: 600_000 }
    const calls = await countCalls(world.ctx, async () => {
      await expect(world.sync()).rejects.toMatchObject({ name: 'AccountsFailed' })
    })
    expect(calls).toEqual({ alpaca: 1, database: 5 })
    const held = 'select status, lease_holder is not null as held from sync_runs, sync_state'
    expect(await rowsOf(world.db, held)).toEqual([{ status: 'running', held: true }])
  })
})
