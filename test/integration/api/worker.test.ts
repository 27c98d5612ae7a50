import {
  createExecutionContext,
  createScheduledController,
  waitOnExecutionContext,
} from 'cloudflare:test'
import { asc, eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openDatabase } from '../../../src/db/connection/client'
import {
  alpacaOrders,
  alpacaTrades,
  idempotencyKeys,
  syncRuns,
  syncState,
} from '../../../src/db/schema'
import { createStandIn, STAND_IN_KEYS, type StandIn } from '../../../src/local/alpaca/stand-in'
import { MARKET_HOURS_CRON, NIGHTLY_CRON } from '../../../src/sync/run/schedule'
import worker from '../../../src/worker/index'
import { freshDatabase } from '../../support/database'
import { recentAccount } from '../../support/recent-account'
import { API_TOKEN, bearer } from './api'

const ALPACA = 'https://alpaca.test'

let lines: string[] = []
let standIn: StandIn

beforeEach(() => {
  lines = []
  vi.spyOn(console, 'log').mockImplementation((line: string) => lines.push(line))
  standIn = createStandIn({ accounts: [recentAccount()] })
  const outside = globalThis.fetch
  vi.stubGlobal('fetch', (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input, init)
    return request.url.startsWith(ALPACA) ? standIn.fetch(request) : outside(request)
  })
})

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

const account = (label: string, key_id: string) => ({
  label,
  key_id,
  secret_key: STAND_IN_KEYS.secretKey,
  base_url: ALPACA,
})

async function environment(accounts: object[]) {
  const { url, endpoint } = await freshDatabase()
  const env = {
    DATABASE_URL: url,
    NEON_HTTP_ENDPOINT: endpoint,
    API_TOKEN,
    ...(accounts.length > 0 && { ALPACA_ACCOUNTS: JSON.stringify(accounts) }),
  }
  return { env, db: openDatabase({ url, endpoint }) }
}

const tickOf = (cron: string, env: object) =>
  worker.scheduled(createScheduledController({ cron }), env)

const logged = () => lines.map((line): unknown => JSON.parse(line))

const ask = (env: object, path: string) => {
  const request = new Request<unknown, IncomingRequestCfProperties>(
    `https://legbook.test/api/alpaca${path}`,
    { headers: bearer(API_TOKEN) },
  )
  return worker.fetch(request, env, createExecutionContext())
}

it('answers requests by the settings of its bindings', async () => {
  const { env } = await environment([])
  expect((await ask(env, '/health')).status).toBe(200)
  expect((await ask(env, '/orders')).status).toBe(200)
})

it.each([
  'postgresql://me:SECRET@db.mycompany.com/x',
  'postgresql://me:SECRET@DB.MyCompany.com./x?sslmode=require',
  'postgresql://me:SECRET@neon.tech.evil.com/x',
  'postgresql://me:SECRET@neon.tech/x',
  'postgresql://me:SECRET@203.0.113.7:6543/x',
  "psql 'postgresql://me:SECRET@ep-1.aws.neon.tech/x'",
  'postgresql://me:SEC#RET@ep-1.aws.neon.tech/x',
])('answers misconfigured and sends nothing anywhere for a DATABASE_URL like %s', async (url) => {
  const sent: string[] = []
  vi.stubGlobal('fetch', async (input: RequestInfo | URL) => {
    sent.push(new Request(input).url)
    return new Response('', { status: 500 })
  })
  const env = { DATABASE_URL: url, API_TOKEN }
  const response = await ask(env, '/orders')
  const body = await response.text()
  expect(response.status).toBe(503)
  expect(JSON.parse(body)).toMatchObject({ error: { code: 'misconfigured' } })
  expect(body).toContain('DATABASE_URL ')
  await tickOf(MARKET_HOURS_CRON, env)
  expect(`${body} ${lines.join()}`).not.toMatch(/SEC|RET|mycompany|evil|203\.0/i)
  expect(sent).toEqual([])
})

it('sends no statement to a database outside Neon without NEON_HTTP_ENDPOINT', async () => {
  const sent = vi.fn()
  vi.stubGlobal('fetch', sent)
  for (const host of ['db.mycompany.com', 'neon.tech', 'ep-1.neon.tech.evil.com']) {
    const db = openDatabase({ url: `postgresql://me:SECRET@${host}/x` })
    await expect(db.$count(alpacaOrders)).rejects.toThrow()
  }
  expect(() => openDatabase({ url: 'postgresql://me:SEC#RET@host/x' })).toThrow('percent-encode')
  expect(sent).not.toHaveBeenCalled()
})

it('sends statements for a database outside Neon only to NEON_HTTP_ENDPOINT, however its host is spelt', async () => {
  const sent: string[] = []
  vi.stubGlobal('fetch', async (input: RequestInfo | URL) => {
    sent.push(new Request(input).url)
    return new Response('', { status: 500 })
  })
  const hosts = [
    'DB.MyCompany.com',
    '0x7f.1',
    'db.mycompany.com.',
    '[::1]:80',
    'EP-1.aws.neon.tech',
  ]
  for (const host of hosts) {
    const env = {
      DATABASE_URL: `postgresql://me:secret@${host}/x`,
      NEON_HTTP_ENDPOINT: 'https://neon.mycompany.test/sql',
      API_TOKEN,
    }
    expect((await ask(env, '/orders')).status).toBe(503)
  }
  expect(sent).toEqual(hosts.map(() => 'https://neon.mycompany.test/sql'))
})

it('finishes a write after its client disconnects, frees its lease and stores its response', async () => {
  const { env, db } = await environment([account('paper', STAND_IN_KEYS.keyId)])
  const execution = createExecutionContext()
  const request = new Request<unknown, IncomingRequestCfProperties>(
    'https://legbook.test/api/alpaca/sync',
    { method: 'POST', headers: { ...bearer(API_TOKEN), 'Idempotency-Key': 'k' } },
  )
  // Nobody waits for the answer.
  const answer = Promise.resolve(worker.fetch(request, env, execution))
  await waitOnExecutionContext(execution)
  const [run] = await db.select().from(syncRuns)
  const [state] = await db.select().from(syncState)
  const [key] = await db.select().from(idempotencyKeys)
  expect([run?.status, state?.leaseHolder]).toEqual(['success', null])
  expect(key?.responseBody).toBe(await (await answer).text())
})

it('cancels a read when its client disconnects', async () => {
  const { env } = await environment([])
  const waitUntil = vi.fn()
  const execution = Object.assign(createExecutionContext(), { waitUntil })
  const request = new Request<unknown, IncomingRequestCfProperties>(
    'https://legbook.test/api/alpaca/orders',
    { headers: bearer(API_TOKEN) },
  )
  expect((await worker.fetch(request, env, execution)).status).toBe(200)
  expect(waitUntil).not.toHaveBeenCalled()
})

it('syncs all accounts on a cron; one that fails is logged and stored, and stops no other', {
  timeout: 30_000,
}, async () => {
  const { env, db } = await environment([
    account('revoked', 'NOT-A-KEY'),
    account('paper', STAND_IN_KEYS.keyId),
  ])
  standIn = createStandIn()
  await tickOf(MARKET_HOURS_CRON, env)
  const runs = await db.select().from(syncRuns).orderBy(asc(syncRuns.label))
  expect(runs).toMatchObject([
    { label: 'paper', status: 'success', trigger: 'cron' },
    { label: 'revoked', status: 'failed', errorCode: 'alpaca_unauthorized' },
  ])
  expect(await db.$count(alpacaOrders)).toBeGreaterThan(500)
  expect(logged()).toContainEqual(
    expect.objectContaining({ event: 'scheduled_sync_failed', code: 'alpaca_unauthorized' }),
  )
  expect(lines.join()).not.toMatch(/stand-in|NOT-A-KEY/)
})

it('reads everything again at night', { timeout: 30_000 }, async () => {
  const { env, db } = await environment([account('paper', STAND_IN_KEYS.keyId)])
  await tickOf(NIGHTLY_CRON, env)
  await tickOf(NIGHTLY_CRON, env)
  const runs = await db.select().from(syncRuns).orderBy(asc(syncRuns.startedAt))
  const [first, second] = runs.filter(({ scope }) => scope === 'all')
  expect(first?.report).toMatchObject({ has_more: false })
  expect(second?.report).toMatchObject({ inserted: 0, has_more: false })
  expect(second?.report).toHaveProperty('orders.unchanged', await db.$count(alpacaOrders))
  const rebuilds = runs.filter(({ scope }) => scope === 'rebuild')
  expect(
    rebuilds.map(({ trigger, status, report }) => ({ trigger, status, report })),
  ).toMatchObject(
    Array(2).fill({ trigger: 'cron', status: 'success', report: { changed: 0, has_more: false } }),
  )
})

it('logs the corrections of the nightly rebuild', {
  timeout: 30_000,
}, async () => {
  const { env, db } = await environment([account('paper', STAND_IN_KEYS.keyId)])
  await tickOf(MARKET_HOURS_CRON, env)
  await db.update(alpacaTrades).set({ quantity: '77' }).where(eq(alpacaTrades.underlying, 'SPY'))
  await tickOf(NIGHTLY_CRON, env)
  const [spoilt] = await db.select().from(syncRuns).where(eq(syncRuns.scope, 'rebuild'))
  expect(spoilt?.report).not.toMatchObject({ changed: 0 })
  expect(logged()).toContainEqual(
    expect.objectContaining({ level: 'warn', event: 'ledger_rebuilt', trigger: 'cron' }),
  )
  expect(await db.$count(alpacaTrades, eq(alpacaTrades.quantity, '77'))).toBe(0)
})

it.each([
  [{ ALPACA_API_KEY_ID: '' }, 'not_configured'],
  [{ GROUPING_WINDOW_SECONDS: 'soon' }, 'misconfigured'],
  [{ NEON_HTTP_ENDPOINT: '' }, 'misconfigured'],
])('logs why a cron could not start: %o', async (bad, code) => {
  const { env } = await environment([])
  await tickOf(MARKET_HOURS_CRON, { ...env, ...bad })
  expect(logged()).toMatchObject([{ level: 'error', event: 'scheduled_sync_failed', code }])
})

it('logs that the database is down', async () => {
  const env = {
    DATABASE_URL: 'postgresql://owner:pa55word@nowhere.invalid/db',
    NEON_HTTP_ENDPOINT: 'http://127.0.0.1:1/sql',
    ALPACA_ACCOUNTS: JSON.stringify([account('paper', STAND_IN_KEYS.keyId)]),
  }
  await tickOf(MARKET_HOURS_CRON, env)
  expect(logged()).toContainEqual(
    expect.objectContaining({ event: 'scheduled_sync_failed', error: 'NeonDbError' }),
  )
  expect(lines.join()).not.toContain('pa55word')
})
