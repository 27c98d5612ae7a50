import { type SQL, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { MOST_RUNS, pruneHealed, pruneKeys, pruneRuns, RUNS_KEPT } from '../../../src/db/runs/prune'
import { readSyncStatus } from '../../../src/db/runs/status'
import { Broker } from '../../../src/local/alpaca/broker'
import { rebuildLedger } from '../../../src/sync/ledger/rebuild'
import { countCalls } from './counted'
import { openWorld, rowsOf, theValue, type World } from './support'

const OTHER = '99999999-9999-4999-8999-999999999999'

async function openSynced(): Promise<World> {
  const broker = new Broker({ openedAt: '2026-09-01T14:30:00Z', deposit: '1000' })
  const world = await openWorld(broker)
  await world.sync()
  return world
}

/** Runs that ended in the past, one every so many minutes. */
async function insertRuns(
  world: World,
  many: { count: number; minutes: number; scope?: string; status?: string; label?: string },
): Promise<void> {
  const { count, minutes, scope = 'all', status = 'success', label } = many
  const account = label === undefined ? '(select account_id from alpaca_accounts)' : 'null'
  await rowsOf(
    world.db,
    `insert into sync_runs (account_id, label, trigger, scope, status, started_at, created_at)
    select ${account}, '${label ?? 'paper'}', 'cron', '${scope}', '${status}', at, at
    from generate_series(1, ${count}) n cross join lateral (select now() - n * interval '${minutes} minutes' as at) t`,
  )
}

const runs = 'select count(*)::int from sync_runs'

describe('run history', () => {
  it('stays bounded over thousands of runs, one a minute', async () => {
    const world = await openSynced()
    await insertRuns(world, { count: 4_000, minutes: 1 })
    for (let i = 0; i < 20; i++) await world.sync()
    expect(await theValue(world.db, runs)).toBe(MOST_RUNS)
    await world.sync()
    expect(await theValue(world.db, runs)).toBe(MOST_RUNS)
  })

  it('keeps the runs of a month, and at least the last hundred of each account', async () => {
    const world = await openSynced()
    const day = 24 * 60
    await insertRuns(world, { count: 365, minutes: day / 10 })
    await world.sync()
    expect(await theValue(world.db, runs)).toBe(300 + 1)
    await rowsOf(world.db, 'delete from sync_runs')
    await insertRuns(world, { count: 365, minutes: day })
    for (let i = 0; i < 2; i++) await world.sync()
    expect(await theValue(world.db, runs)).toBe(RUNS_KEPT)
  })

  it('keeps the last run of each scope, trigger and status, and a run that has not ended', async () => {
    const world = await openSynced()
    await rowsOf(world.db, "update sync_runs set created_at = now() - interval '3 years'")
    const scopes = [
      'all',
      'orders',
      'activities',
      'positions',
      'quarantine',
      'overrides',
      'rebuild',
    ]
    for (const scope of scopes) {
      for (const status of ['success', 'partial', 'failed'])
        await insertRuns(world, { count: 3, minutes: 60 * 24 * 365, scope, status })
    }
    await insertRuns(world, { count: 2, minutes: 60 * 24 * 365, status: 'running', label: 'paper' })
    await insertRuns(world, { count: 1_100, minutes: 1 })
    const kinds = 'select distinct scope, trigger, status from sync_runs order by 1, 2, 3'
    const before = await rowsOf(world.db, kinds)
    for (let i = 0; i < 5; i++) await world.sync()
    expect(await rowsOf(world.db, kinds)).toEqual(before)
    const rebuilds = "select count(*)::int from sync_runs where scope = 'rebuild'"
    expect(await theValue(world.db, rebuilds)).toBe(3)
    const running = "select count(*)::int from sync_runs where status = 'running'"
    expect(await theValue(world.db, running)).toBe(2)
  })

  it('is pruned by failed runs, rebuilds, and runs whose keys are refused', async () => {
    const world = await openSynced()
    const failing = async () => {
      world.standIn.faults.next(1, { kind: 'status', status: 401 }, '/v2/orders')
      await expect(world.sync()).rejects.toThrow()
    }
    const refused = async () => {
      world.standIn.faults.next(1, { kind: 'status', status: 401 }, '/v2/account')
      await expect(world.sync()).rejects.toThrow()
    }
    const rebuild = () => rebuildLedger(world.ctx, { trigger: 'api' })
    for (const run of [failing, refused, rebuild]) {
      await insertRuns(world, { count: MOST_RUNS + 50, minutes: 1 })
      await run()
      expect(await theValue(world.db, runs)).toBeLessThanOrEqual(2 * MOST_RUNS - 100)
      for (let i = 0; i < 8; i++) await world.sync()
      expect(await theValue(world.db, runs)).toBeLessThanOrEqual(MOST_RUNS + 3)
    }
  })

  it('counts all failures of unknown keys, although old runs are pruned', async () => {
    const world = await openWorld(new Broker({ openedAt: '2026-09-01T14:30:00Z' }))
    world.standIn.faults.next(1000, { kind: 'status', status: 401 })
    const since = '2026-10-01 15:00:00+00'
    for (let i = 0; i < 3; i++) {
      await expect(world.sync()).rejects.toThrow()
      world.clock.now = new Date(world.clock.now.getTime() + 60_000)
      await rowsOf(world.db, "update sync_runs set created_at = created_at - interval '1 year'")
    }
    await insertRuns(world, {
      count: MOST_RUNS + 50,
      minutes: 60,
      status: 'failed',
      label: 'paper',
    })
    await rowsOf(
      world.db,
      `update sync_runs set report = '{"failed_runs": 5000, "failing_since": "${since}"}'`,
    )
    await expect(world.sync()).rejects.toThrow()
    expect(await theValue(world.db, runs)).toBeLessThan(MOST_RUNS)
    const { earlyFailures } = await readSyncStatus(world.db)
    expect(earlyFailures).toMatchObject([{ failedRuns: 5001, failingSince: since }])
  })

  it('shows since when and how often an account fails, after its first failures were pruned', async () => {
    const world = await openSynced()
    world.standIn.faults.next(1000, { kind: 'status', status: 401 }, '/v2/orders')
    for (let i = 0; i < 3; i++) await expect(world.sync()).rejects.toThrow()
    await rowsOf(world.db, "delete from sync_runs where status = 'failed'")
    await expect(world.sync()).rejects.toThrow()
    const status = async () => (await readSyncStatus(world.db)).accounts[0]
    expect(await status()).toMatchObject({ failedRuns: 4, failingSince: '2026-10-01 15:00:00+00' })
    // A run of the quarantine is no sync: its success says nothing of the account's orders.
    world.standIn.faults.clear()
    await world.sync({ scope: 'quarantine' })
    expect(await status()).toMatchObject({ failedRuns: 4 })
    await world.sync()
    expect(await status()).toMatchObject({ failedRuns: 0, failingSince: null })
  })
})

describe('healed payloads and idempotency keys', () => {
  it('are pruned after their time, also of accounts that are no longer synced', async () => {
    const world = await openSynced()
    await rowsOf(
      world.db,
      `insert into sync_quarantine (account_id, source, payload_key, reason, payload, seen_at, healed_at)
      select '${OTHER}', 'order', 'k' || n, 'x', '{}', '2026-01-01',
        case when n % 3 = 0 then timestamptz '2026-08-01' when n % 3 = 1 then timestamptz '2026-09-15' end
      from generate_series(1, 900) n`,
    )
    await rowsOf(
      world.db,
      `insert into idempotency_keys (client, key, request_hash, holder, held_until, expires_at)
      select 'gone', n::text, 'h', gen_random_uuid(), now(), now() + (n - 300.5) * interval '1 minute'
      from generate_series(1, 600) n`,
    )
    for (let i = 0; i < 3; i++) await world.sync()
    const left = `select count(*) filter (where healed_at is null)::int as unhealed,
      count(*) filter (where healed_at = '2026-09-15')::int as lately, count(*)::int as rows from sync_quarantine`
    expect(await rowsOf(world.db, left)).toEqual([{ unhealed: 300, lately: 300, rows: 600 }])
    expect(await theValue(world.db, 'select count(*)::int from idempotency_keys')).toBe(300)
  })
})

describe('pruning', () => {
  it('adds no round trip to a sync without changes', async () => {
    const world = await openSynced()
    const quiet = await countCalls(world.ctx, () => world.sync())
    await insertRuns(world, { count: 2_000, minutes: 1 })
    expect(await countCalls(world.ctx, () => world.sync())).toEqual(quiet)
  })

  it('scans no table completely', async () => {
    const world = await openSynced()
    await insertRuns(world, { count: 20_000, minutes: 1 })
    await insertRuns(world, { count: 2_000, minutes: 1, status: 'failed', label: 'gone' })
    await rowsOf(
      world.db,
      `insert into sync_quarantine (account_id, source, payload_key, reason, payload, seen_at, healed_at)
      select '${OTHER}', 'order', 'k' || n, 'x', '{}', '2026-01-01',
        case when n % 2 = 0 then timestamptz '2026-09-15' - n * interval '1 hour' end from generate_series(1, 20000) n`,
    )
    await rowsOf(
      world.db,
      `insert into idempotency_keys (client, key, request_hash, holder, held_until, expires_at)
      select 'gone', n::text, 'h', gen_random_uuid(), now(), now() + (n - 300) * interval '1 minute'
      from generate_series(1, 20000) n`,
    )
    await rowsOf(world.db, 'analyze')
    const accountId = String(await theValue(world.db, 'select account_id from alpaca_accounts'))
    const statements = [
      pruneRuns({ accountId }),
      pruneRuns({ accountOf: 'paper' }),
      pruneRuns({ nobodyUnder: 'gone' }),
      pruneHealed(new Date('2026-10-01T15:00:00Z')),
      pruneKeys(),
    ]
    for (const statement of statements) expect(await tablesReadWhole(world, statement)).toEqual([])
  })
})

interface Node {
  'Node Type': string
  'Relation Name'?: string | undefined
  Plans?: Node[] | undefined
}

const node: z.ZodType<Node> = z.object({
  'Node Type': z.string(),
  'Relation Name': z.string().optional(),
  get Plans() {
    return z.array(node).optional()
  },
})

const explained = z.tuple([z.object({ 'QUERY PLAN': z.tuple([z.object({ Plan: node })]) })])

/** The large tables that a statement reads whole. */
async function tablesReadWhole({ db }: World, statement: SQL): Promise<string[]> {
  const { rows } = await db.execute(sql`explain (format json) ${statement}`)
  const allOf = (plan: Node): Node[] => [plan, ...(plan.Plans ?? []).flatMap(allOf)]
  return allOf(explained.parse(rows)[0]['QUERY PLAN'][0].Plan).flatMap((one) => {
    const { 'Node Type': type, 'Relation Name': table } = one
    return type === 'Seq Scan' && table && table !== 'alpaca_accounts' ? table : []
  })
}
