import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { BASE_PATH, createApp } from '../../../src/api/app'
import { checksSchema } from '../../../src/api/health/schemas'
import { openDatabase } from '../../../src/db/connection/client'
import { alpacaAccounts, syncState } from '../../../src/db/schema'
import { Broker } from '../../../src/local/alpaca/broker'
import { NOW, rowsOf } from '../sync/support'
import { API_TOKEN, type Api, bearer, clientOf, openApi, READ_TOKEN, settingsOf } from './api'
import { expectError } from './errors'
import { verticals } from './verticals'
import { openSynced, type SyncedApi } from './world'

const MINUTE = 60_000

const well = z.strictObject({
  status: z.literal('success'),
  service: z.literal('legbook'),
  checks: checksSchema,
})

const unwell = z.strictObject({
  status: z.literal('error'),
  error: z.strictObject({ code: z.literal('unhealthy'), message: z.string() }),
  request_id: z.string(),
  checks: checksSchema,
})

type Client = Pick<Api, 'request'>

const healthy = async (api: Client) => {
  const answer = await api.request('/health?deep=1')
  const body = await answer.json()
  if (answer.status !== 200) throw new Error(JSON.stringify(body))
  return well.parse(body).checks
}

const unhealthy = async (api: Client) => {
  const answer = await api.request('/health?deep=1')
  expect(answer.status).toBe(503)
  const { error, checks } = unwell.parse(await answer.json())
  return { message: error.message, checks }
}

const later = (api: SyncedApi, minutes: number) => {
  api.clock.now = new Date(Date.parse(NOW) + minutes * MINUTE)
}

/** An account with an expired option whose activity Alpaca has not posted yet. */
function expiredUnposted(): Broker {
  const broker = new Broker({ seed: 'expired', openedAt: '2026-08-03T14:30:00Z' })
  const at = '2026-09-25T15:00:00Z'
  const order = broker.submit({ at, symbol: 'SPY260930P00500000', side: 'buy', qty: '1' })
  broker.fill(order.id, { at, price: '1' })
  return broker
}

describe('GET /health', () => {
  it('without deep needs no token and reads no setting and no database', async () => {
    const api = await openApi({ env: { NEON_HTTP_ENDPOINT: 'http://127.0.0.1:1/sql' } })
    for (const path of ['/health', '/health?probe=1']) {
      const answer = await api.request(path, { headers: {} })
      expect(answer.status).toBe(200)
      expect(await answer.json()).toEqual({ status: 'success', service: 'legbook' })
    }
  })
})

describe('GET /health?deep=1', () => {
  it('needs a token of the scope read', async () => {
    const tokens = [{ name: 'cron', token: 'token-that-may-sync', scopes: ['sync'] }]
    const api = await openApi({ env: { API_TOKENS: JSON.stringify(tokens) } })
    const ask = (headers: Record<string, string>) => api.request('/health?deep=1', { headers })
    await expectError(await ask({}), 'unauthorized')
    await expectError(await ask(bearer('wrong')), 'unauthorized')
    await expectError(await ask(bearer('token-that-may-sync')), 'forbidden')
    expect((await ask(bearer(READ_TOKEN))).status).not.toBe(401)
  })

  it.each(['0', 'true', '', '1&deep=1'])('refuses deep=%s', async (deep) => {
    const api = await openApi()
    const path = `/health?deep=${deep}`
    await expectError(await api.request(path), 'invalid_parameter', 'deep')
    await expectError(await api.request(path, { headers: {} }), 'unauthorized')
  })

  it('answers 200 if the database answers, each sync is recent and each ledger is balanced', async () => {
    const api = await openSynced({ paper: verticals() })
    later(api, 60)
    expect(await healthy(api)).toEqual({
      database: { ok: true, latency_ms: expect.any(Number), migrated: true },
      accounts: [
        {
          label: 'paper',
          account_id: verticals().accountId,
          ok: true,
          stopped: false,
          last_success_at: NOW,
          age_seconds: 3600,
          overdue: false,
          proof: 'balanced',
          reconciled_at: NOW,
          ledger_failed: [],
        },
      ],
    })
  })

  it('answers 503 with the same checks once two hourly syncs in a row did not succeed', async () => {
    const api = await openSynced({ paper: verticals() })
    later(api, 134)
    await healthy(api)
    later(api, 136)
    const { message, checks } = await unhealthy(api)
    expect(message).toBe('The sync of paper is overdue: it last succeeded 136 minutes ago.')
    expect(checks).toMatchObject({
      database: { ok: true },
      accounts: [{ ok: false, overdue: true, age_seconds: 136 * 60, proof: 'balanced' }],
    })
  })

  it('answers 503 for an account that was never synced', async () => {
    const api = await openSynced({ paper: verticals() }, {}, async () => undefined)
    const { message, checks } = await unhealthy(api)
    expect(message).toBe('The sync of paper is overdue: it never succeeded.')
    expect(checks.accounts).toMatchObject([{ account_id: null, overdue: true, age_seconds: null }])
  })

  it('accepts a first read that makes progress, and not one that fails for hours', async () => {
    const api = await openSynced({ paper: verticals() }, {}, async ({ ctx, sync }) => {
      ctx.budget = { subrequests: 20, milliseconds: 60_000, rows: 1 }
      ctx.sizes = { orders: 1, activities: 1, fold: 1 }
      await sync()
    })
    api.clock.now = new Date()
    expect((await healthy(api)).accounts).toMatchObject([{ ok: true, last_success_at: null }])
    api.clock.now = new Date(Date.now() + 136 * MINUTE)
    await unhealthy(api)
    api.clock.now = new Date()
    const since = new Date(Date.now() - 136 * MINUTE).toISOString()
    await rowsOf(api.db, `update sync_state set failing_runs = 1, failing_since = '${since}'`)
    await unhealthy(api)
  })

  it('answers 503 when the ledger differs from the broker', async () => {
    const api = await openSynced({ paper: verticals(), other: expiredUnposted() })
    await api.db.update(alpacaAccounts).set({ cash: '1' }).where(eq(alpacaAccounts.label, 'paper'))
    // As the next sync would find it.
    await api.db.update(syncState).set({ balanced: false })
    const { message, checks } = await unhealthy(api)
    expect(message).toBe('The ledger of paper differs from the broker.')
    const proofs = checks.accounts.map(({ label, proof, ok }) => [label, proof, ok])
    expect(proofs).toEqual([
      ['other', 'balanced', true],
      ['paper', 'differs', false],
    ])
  })

  it('answers 503 with the underlyings while trades or fees of an account cannot be computed', async () => {
    const api = await openSynced({ paper: verticals(), other: expiredUnposted() })
    await rowsOf(
      api.db,
      `insert into ledger_dirty (account_id, underlying, since, failed_since, failure)
        select account_id, name, now(), now(), 'SQLSTATE 23514'
        from alpaca_accounts, unnest(array['SPY', 'QQQ', '']) name where label = 'paper'`,
    )
    const { message, checks } = await unhealthy(api)
    expect(message).toBe(
      'The trades of QQQ, SPY in paper cannot be computed. The fees of paper cannot be shared out.',
    )
    const found = checks.accounts.map(({ label, ok, ledger_failed }) => [label, ok, ledger_failed])
    expect(found).toEqual([
      ['other', true, []],
      ['paper', false, [null, 'QQQ', 'SPY']],
    ])
    await rowsOf(api.db, 'delete from ledger_dirty')
    await healthy(api)
  })

  it('accepts a difference that waits for an activity of Alpaca', async () => {
    const api = await openSynced({ paper: expiredUnposted() })
    await rowsOf(api.db, "update alpaca_positions set is_open = false, close_cause = 'pending'")
    await api.db.update(syncState).set({ balanced: false })
    expect((await healthy(api)).accounts).toMatchObject([{ ok: true, proof: 'settling' }])
  })

  it('does not check accounts that are stopped or not configured', async () => {
    const api = await openSynced({ paper: verticals(), other: expiredUnposted() })
    await api.request('/accounts/paper', { method: 'DELETE' })
    await api.db.update(syncState).set({ balanced: false, lastSuccessAt: '2026-01-01T00:00:00Z' })
    expect((await unhealthy(api)).message).toMatch(/^The sync of other is overdue: [^.]*\.$/)
    await api.request('/accounts/other', { method: 'DELETE' })
    expect((await healthy(api)).accounts).toMatchObject([
      { label: 'other', ok: true, stopped: true },
      { label: 'paper', ok: true, stopped: true },
    ])
    await rowsOf(api.db, "update alpaca_accounts set label = 'gone' where label = 'other'")
    expect((await healthy(api)).accounts.map(({ label }) => label)).toEqual(['other', 'paper'])
  })

  it('answers 503 without secrets if the database is down', async () => {
    const endpoint = 'http://127.0.0.1:1/sql'
    const url = 'postgresql://owner:pa55word@down.test/legbook'
    const settings = settingsOf({ DATABASE_URL: url, NEON_HTTP_ENDPOINT: endpoint })
    const db = openDatabase({ url, endpoint })
    const api = clientOf({
      db,
      settings,
      now: () => new Date(),
      sync: () => Promise.reject(new Error('no sync here')),
    })
    const { message, checks } = await unhealthy(api)
    expect(message).toBe('The database did not answer.')
    expect(checks).toEqual({
      database: { ok: false, latency_ms: null, migrated: null },
      accounts: [],
    })
    expect(JSON.stringify(api.logged)).not.toContain('pa55word')
  })

  it('answers 503 if the database lacks the newest migration or a table', async () => {
    const api = await openSynced({ paper: verticals() })
    await api.db.execute(sql`delete from drizzle.__drizzle_migrations
      where created_at = (select max(created_at) from drizzle.__drizzle_migrations)`)
    const behind = await unhealthy(api)
    expect(behind.message).toContain('npm run db:migrate')
    expect(behind.checks).toMatchObject({
      database: { ok: false, migrated: false },
      accounts: [{ ok: true }],
    })
    await api.db.execute(sql`alter table account_stops rename to account_stops_gone`)
    const lacking = await unhealthy(api)
    expect(lacking.message).toContain('npm run db:migrate')
    expect(lacking.checks.database).toMatchObject({ ok: false, migrated: false })
  })

  it('has migrated null for a database without a table of migrations', async () => {
    const api = await openSynced({ paper: verticals() })
    await api.db.execute(sql`alter table drizzle.__drizzle_migrations rename to gone`)
    expect((await healthy(api)).database).toMatchObject({ ok: true, migrated: null })
  })

  it('answers misconfigured while the settings are invalid', async () => {
    const problem = { code: 'misconfigured', setting: 'X', message: 'X must be good.' } as const
    const app = createApp({ problem, log: () => undefined })
    const answer = await app.request(`${BASE_PATH}/health?deep=1`, { headers: bearer(API_TOKEN) })
    await expectError(answer, 'misconfigured')
  })
})
