import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { tradeListSchema } from '../../../src/api/trades/schemas'
import { sqlState } from '../../../src/db/connection/failure'
import { runBatch } from '../../../src/db/statements/batch'
import { rowsOf } from '../sync/support'
import { API_TOKEN, bearer } from './api'
import { verticals } from './verticals'
import { openSynced, type SyncedApi } from './world'

const row = z.object({
  actor: z.string().nullable(),
  token_fingerprint: z.string().nullable(),
  request_id: z.string().nullable(),
  action: z.string(),
  account_id: z.string(),
  underlying: z.string(),
  override_id: z.string(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
  recent: z.boolean(),
})

let api: SyncedApi
let trades: string[]

beforeEach(async () => {
  api = await openSynced({ paper: verticals() })
  const list = await api.get(tradeListSchema, '/trades?underlying=SPY')
  trades = list.trades.map(({ trade_id }) => trade_id)
})

const audit = async () =>
  z
    .array(row)
    .parse(
      await rowsOf(
        api.db,
        `select *, created_at > now() - interval '1 minute' as recent from audit_log order by id`,
      ),
    )

const write = (method: string, path: string, requestId: string, body?: object) =>
  api.request(path, {
    method,
    headers: { ...bearer(API_TOKEN), 'X-Request-ID': requestId },
    ...(body && { body: JSON.stringify(body) }),
  })

const who = (request_id: string) => ({
  actor: 'API_TOKEN',
  // The first digits of the SHA-256 of the token.
  token_fingerprint: expect.stringMatching(/^[0-9a-f]{12}$/),
  request_id,
  underlying: 'SPY',
  recent: true,
})

const AS_REPLICA = 'set local session_replication_role = replica'

/** Runs statements in one transaction. Returns their SQLSTATE, or `done`. */
async function outcomeOf([first = '', ...rest]: string[]): Promise<string | null> {
  const statements = rest.map((statement) => sql.raw(statement))
  return await runBatch(api.db, sql.raw(first), ...statements).then(
    () => 'done',
    (error: unknown) => sqlState(error),
  )
}

describe('the audit log', () => {
  it('has who changed a trade, when, and the values before and after', async () => {
    await write('PATCH', `/trades/${trades[0]}`, 'first', { note: 'a', tags: ['x'] })
    await write('PATCH', `/trades/${trades[0]}`, 'second', { note: 'b' })
    await write('PATCH', `/trades/${trades[0]}`, 'third', { note: null, tags: null })
    const said = await audit()
    expect(said).toMatchObject([
      { ...who('first'), action: 'create', before: null, after: { note: 'a', tags: ['x'] } },
      { ...who('second'), action: 'change', before: { note: 'a' }, after: { note: 'b' } },
      { ...who('third'), action: 'change', before: { note: 'b' }, after: { note: null } },
      { ...who('third'), action: 'delete', before: { note: null }, after: null },
    ])
    expect(new Set(said.map(({ override_id }) => override_id)).size).toBe(1)
  })

  it('has merges and their deletion', async () => {
    const merged = await write('POST', '/trades/merge', 'merge', { trade_ids: trades })
    const { override } = z
      .object({ override: z.object({ id: z.string() }) })
      .parse(await merged.json())
    await write('DELETE', `/overrides/${override.id}`, 'undo')
    expect(await audit()).toMatchObject([
      { ...who('merge'), action: 'create', override_id: override.id, after: { kind: 'merge' } },
      { ...who('undo'), action: 'delete', override_id: override.id, before: { kind: 'merge' } },
    ])
  })

  it('has no row for a refused request or a change without effect', async () => {
    await write('PATCH', `/trades/${trades[0]}`, 'first', { note: 'a' })
    expect((await write('POST', '/trades/merge', 'no', { trade_ids: ['x', 'y'] })).status).toBe(400)
    await write('PATCH', `/trades/${trades[0]}`, 'same', { note: 'a' })
    expect((await audit()).map(({ request_id }) => request_id)).toEqual(['first'])
  })

  it('has changes made in the database itself, without naming the last client', async () => {
    await write('PATCH', `/trades/${trades[0]}`, 'first', { note: 'a' })
    await api.db.execute(sql`delete from trade_overrides`)
    expect(await audit()).toMatchObject([
      who('first'),
      { action: 'delete', actor: null, token_fingerprint: null, request_id: null },
    ])
  })

  const REWRITES = [
    'update audit_log set actor = null',
    'delete from audit_log',
    'truncate audit_log',
    'truncate audit_log restart identity cascade',
    'truncate alpaca_trades, audit_log',
  ]

  it.each(REWRITES)('cannot be rewritten: %s', async (statement) => {
    await write('PATCH', `/trades/${trades[0]}`, 'first', { note: 'a' })
    expect(await outcomeOf([statement])).toBe('LB002')
    expect(await audit()).toMatchObject([who('first')])
  })

  it.each(REWRITES)(
    'cannot be rewritten with session_replication_role = replica: %s',
    async (statement) => {
      await write('PATCH', `/trades/${trades[0]}`, 'first', { note: 'a' })
      expect(await outcomeOf([AS_REPLICA, statement])).toBe('LB002')
      expect(await audit()).toMatchObject([who('first')])
    },
  )

  it.each(['truncate trade_overrides', 'truncate trade_overrides restart identity cascade'])(
    'is not bypassed by a statement that fires no row trigger: %s',
    async (statement) => {
      await write('PATCH', `/trades/${trades[0]}`, 'first', { note: 'a' })
      for (const before of [[], [AS_REPLICA]]) {
        expect(await outcomeOf([...before, statement])).toBe('LB002')
      }
      expect(await rowsOf(api.db, 'select note from trade_overrides')).toEqual([{ note: 'a' }])
    },
  )

  it('has changes of overrides made with session_replication_role = replica', async () => {
    await write('PATCH', `/trades/${trades[0]}`, 'first', { note: 'a' })
    expect(await outcomeOf([AS_REPLICA, 'delete from trade_overrides'])).toBe('done')
    expect(await audit()).toMatchObject([who('first'), { action: 'delete', actor: null }])
  })

  it('has an account, an underlying and an id for every override', async () => {
    const insert = `insert into audit_log (action, account_id) values ('delete', 'a')`
    expect(await outcomeOf([insert])).toBe('23514')
  })

  it('never contains a token', async () => {
    await write('PATCH', `/trades/${trades[0]}`, 'first', { note: 'a' })
    expect(JSON.stringify(await audit())).not.toContain(API_TOKEN)
  })
})
