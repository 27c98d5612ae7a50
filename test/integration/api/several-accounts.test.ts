import { createScheduledController } from 'cloudflare:test'
import { afterEach, describe, expect, it, vi } from 'vitest'
import * as z from 'zod'
import { ERRORS, type ErrorCode } from '../../../src/api/http/errors'
import {
  accountReportSchema,
  syncReportSchema,
  syncStatusSchema,
} from '../../../src/api/sync/schemas'
import { openDatabase } from '../../../src/db/connection/client'
import { Broker } from '../../../src/local/alpaca/broker'
import { createStandIn } from '../../../src/local/alpaca/stand-in'
import { MARKET_HOURS_CRON, NIGHTLY_CRON } from '../../../src/sync/run/schedule'
import worker from '../../../src/worker/index'
import { freshDatabase } from '../../support/database'
import { credentials, NOW, rowsOf } from '../sync/support'
import { API_TOKEN, bearer } from './api'
import { openSynced, type SyncedApi } from './world'

function brokerOf(seed: string, symbol: string, orders = 1): Broker {
  const broker = new Broker({ seed, openedAt: '2026-06-01T14:30:00Z' })
  for (let day = 0; day < orders; day++) {
    const at = new Date(Date.parse('2026-06-02T15:00:00Z') + day * 86_400_000).toISOString()
    const order = broker.submit({ at, symbol, side: 'buy', qty: '1' })
    broker.fill(order.id, { at, price: '10' })
  }
  return broker
}

const brokers = (orders = 1) => ({
  one: brokerOf('one', 'AAPL', orders),
  two: brokerOf('two', 'MSFT', orders),
})

const post = (api: SyncedApi, body = '{}') =>
  api.request('/sync', { method: 'POST', headers: bearer(API_TOKEN), body })

const failedSync = z.object({
  status: z.literal('error'),
  error: z.object({ code: z.string(), message: z.string() }),
  accounts: z.array(accountReportSchema),
})

async function failed(response: Response, code: ErrorCode) {
  const body = failedSync.parse(await response.json())
  expect([response.status, body.error.code]).toEqual([ERRORS[code].status, code])
  return body
}

const statusOf = async (api: SyncedApi, label: string) => {
  const { accounts } = await api.get(syncStatusSchema, `/sync?account=${label}`)
  const [account] = accounts
  if (!account) throw new Error(`no account ${label}`)
  return account
}

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

/**
 * Two synced accounts. From now on `one` gets this response of Alpaca, and `two` has a new order.
 */
async function openTroubled(answer: () => Response) {
  const { one, two } = brokers()
  const api = await openSynced({ one, two })
  const { fetch } = api.ctx
  api.ctx.fetch = async (input, init) => {
    const isOne = new Headers(init?.headers).get('APCA-API-KEY-ID') === 'key-one'
    return isOne ? answer() : await fetch(input, init)
  }
  const order = two.submit({ at: '2026-09-30T15:00:00Z', symbol: 'NVDA', side: 'buy', qty: '1' })
  two.fill(order.id, { at: '2026-09-30T15:00:01Z', price: '10' })
  return api
}

describe('POST /sync when one of two accounts fails', () => {
  it.each<[string, number, ErrorCode]>([
    ['refused keys', 401, 'alpaca_unauthorized'],
    ['keys without rights', 403, 'alpaca_unauthorized'],
    ['a broken Alpaca', 503, 'alpaca_unavailable'],
  ])('answers %s as its error, and tells of each account', async (_, status, code) => {
    const api = await openTroubled(() => new Response('{"message":"no"}', { status }))
    const { error, accounts } = await failed(await post(api), code)
    expect(accounts.map(({ label }) => label).sort()).toEqual(['one', 'two'])
    const one = accounts.find(({ label }) => label === 'one')
    expect(one).toMatchObject({ count: 0, has_more: true, error: { code, message: error.message } })
    const two = accounts.find(({ label }) => label === 'two')
    expect(two).toMatchObject({ has_more: false, error: null, orders: { inserted: 1 } })
    expect((await statusOf(api, 'two')).failing).toBeNull()
    expect((await statusOf(api, 'one')).last_error).toMatchObject({ code, message: error.message })
  })

  it('answers 409 with Retry-After if one account is busy, and syncs the other', async () => {
    const api = await openSynced(brokers())
    await rowsOf(
      api.db,
      `update sync_state set lease_holder = gen_random_uuid(), lease_expires_at = now() + interval '50 seconds'
        where account_id = (select account_id from alpaca_accounts where label = 'one')`,
    )
    const response = await post(api)
    const { accounts } = await failed(response, 'sync_in_progress')
    expect(Number(response.headers.get('Retry-After'))).toBeGreaterThan(0)
    expect(Number(response.headers.get('Retry-After'))).toBeLessThanOrEqual(50)
    const errors = accounts.map(({ label, error }) => [label, error?.code ?? null])
    expect(Object.fromEntries(errors)).toEqual({ one: 'sync_in_progress', two: null })
  })

  it('answers several that are busy with the longest of their waits', async () => {
    const api = await openSynced(brokers())
    for (const seconds of [
      [20, 90],
      [90, 20],
    ] as const) {
      const [one, two] = seconds
      await rowsOf(
        api.db,
        `update sync_state s set lease_holder = gen_random_uuid(), lease_expires_at = now() +
          make_interval(secs => case a.label when 'one' then ${one} else ${two} end)
          from alpaca_accounts a where a.account_id = s.account_id`,
      )
      const response = await post(api)
      await failed(response, 'sync_in_progress')
      expect(Number(response.headers.get('Retry-After'))).toBeGreaterThan(60)
    }
  })

  it('answers with the more severe of two errors, and lists both in accounts', async () => {
    const api = await openTroubled(() => new Response('', { status: 503 }))
    await rowsOf(
      api.db,
      `update sync_state set lease_holder = gen_random_uuid(), lease_expires_at = now() + interval '50 seconds'
        where account_id = (select account_id from alpaca_accounts where label = 'two')`,
    )
    const { accounts } = await failed(await post(api), 'alpaca_unavailable')
    const errors = accounts.map(({ label, error }) => [label, error?.code])
    expect(Object.fromEntries(errors)).toEqual({
      one: 'alpaca_unavailable',
      two: 'sync_in_progress',
    })
  })

  it('succeeds if the request names the other account', async () => {
    const api = await openTroubled(() => new Response('', { status: 503 }))
    const response = await post(api, '{"account":"two"}')
    expect(response.status).toBe(200)
    const { accounts } = syncReportSchema.parse(await response.json())
    expect(accounts).toMatchObject([{ label: 'two', error: null, has_more: false }])
  })

  it('names the label to remove if an account is configured twice', async () => {
    const { one } = brokers()
    const api = await openSynced({ one })
    api.ctx.accounts = [credentials('one'), { ...credentials('one'), label: 'again' }]
    const { error, accounts } = await failed(await post(api), 'misconfigured')
    expect(error.message).toContain('the keys of again')
    const errors = accounts.map(({ label, error }) => [label, error?.code ?? null])
    expect(Object.fromEntries(errors)).toEqual({ again: 'configured_twice', one: null })
  })
})

describe('GET /sync', () => {
  const small = { orders: 10, activities: 10, fold: 100 }

  it('shows a complete backfill after the history was read', async () => {
    const api = await openSynced(brokers(30))
    const { backfill, failing, running, last_error, lag_seconds } = await statusOf(api, 'one')
    expect(backfill).toMatchObject({
      orders: { complete: true, done: 30, remaining: 0, share: 1 },
      activities: { complete: true, remaining: 0, share: 1 },
      eta_seconds: 0,
    })
    expect(backfill.activities.done).toBeGreaterThan(30)
    expect(backfill.rows_per_second).toBeGreaterThan(0)
    expect({ failing, running, last_error, lag_seconds }).toEqual({
      failing: null,
      running: false,
      last_error: null,
      lag_seconds: 0,
    })
  })

  it('shows done, remaining and rate during the first read of the history', async () => {
    const api = await openSynced(brokers(60), {}, async ({ ctx, sync }) => {
      ctx.sizes = small
      ctx.budget = { subrequests: 20, milliseconds: 60_000, rows: 30 }
      await sync({ account: 'one' })
    })
    const { backfill } = await statusOf(api, 'one')
    const { orders, activities } = backfill
    expect(orders).toMatchObject({ complete: false })
    expect(orders.done).toBeGreaterThanOrEqual(10)
    expect(orders.done).toBeLessThan(60)
    expect(orders.share).toBeGreaterThan(0)
    expect(orders.share).toBeLessThan(1)
    expect(orders.remaining).toBeGreaterThan(0)
    expect(orders.read_through).toMatch(/^2026-0[67]/)
    // None of them is read, so their number is unknown.
    expect(activities).toMatchObject({ complete: false, done: 0, share: 0, remaining: null })
    expect(backfill.rows_per_second).toBeGreaterThan(0)
    expect(backfill.eta_seconds).toBeNull()
    let last = orders.done
    for (let runs = 0; !(await statusOf(api, 'one')).backfill.activities.complete; runs++) {
      if (runs > 50) throw new Error('it never ends')
      await api.sync({ account: 'one' })
      const { done } = (await statusOf(api, 'one')).backfill.orders
      expect(done).toBeGreaterThanOrEqual(last)
      last = done
    }
    expect((await statusOf(api, 'one')).backfill).toMatchObject({
      orders: { complete: true, done: 60, remaining: 0, share: 1 },
      eta_seconds: 0,
    })
  })

  it('shows the error of a failed run, and keeps the rows it had read', async () => {
    const api = await openSynced(brokers(60), {}, async ({ ctx, sync }) => {
      ctx.sizes = small
      const { fetch } = ctx
      let pages = 0
      ctx.fetch = (input, init) =>
        String(input).includes('/v2/orders?') && ++pages > 2
          ? Promise.resolve(new Response('', { status: 500 }))
          : fetch(input, init)
      await sync({ account: 'one' }).catch(() => undefined)
      ctx.fetch = fetch
    })
    const broken = await statusOf(api, 'one')
    expect(broken.backfill.orders).toMatchObject({ complete: false })
    expect(broken.backfill.orders.done).toBeGreaterThanOrEqual(10)
    expect(broken.backfill.orders.remaining).toBeGreaterThan(0)
    expect(broken).toMatchObject({
      running: false,
      last_success_at: null,
      last_error: { code: 'alpaca_unavailable' },
      failing: { runs: 1 },
    })
    await api.sync({ account: 'one' })
    const mended = await statusOf(api, 'one')
    expect(mended.backfill.orders).toMatchObject({ complete: true, done: 60, share: 1 })
    expect(mended).toMatchObject({ failing: null, last_error: { code: 'alpaca_unavailable' } })
  })
})

describe('a cron with an account that fails', () => {
  it.each([MARKET_HOURS_CRON, NIGHTLY_CRON])(
    'continues with the other accounts: %s',
    async (cron) => {
      const lines: string[] = []
      vi.spyOn(console, 'log').mockImplementation((line: string) => lines.push(line))
      const named = brokers()
      const standIn = createStandIn({
        now: () => new Date(NOW),
        accounts: Object.entries(named).map(([label, account]) => ({
          keyId: `key-${label}`,
          secretKey: `secret-${label}`,
          account,
        })),
      })
      const outside = globalThis.fetch
      vi.stubGlobal('fetch', async (input: RequestInfo | URL, init?: RequestInit) => {
        const request = new Request(input, init)
        if (!request.url.startsWith('https://alpaca.test')) return await outside(request)
        const isFirst = request.headers.get('APCA-API-KEY-ID') === 'key-one'
        return isFirst ? new Response('', { status: 401 }) : await standIn.fetch(request)
      })
      const { url, endpoint } = await freshDatabase()
      const env = {
        DATABASE_URL: url,
        NEON_HTTP_ENDPOINT: endpoint,
        API_TOKEN,
        ALPACA_ACCOUNTS: JSON.stringify(
          Object.keys(named).map((label) => ({
            label,
            key_id: `key-${label}`,
            secret_key: `secret-${label}`,
            base_url: 'https://alpaca.test',
          })),
        ),
      }
      await worker.scheduled(createScheduledController({ cron }), env)
      const events = lines.map((line) =>
        z.looseObject({ event: z.string() }).parse(JSON.parse(line)),
      )
      expect(events).toContainEqual(
        expect.objectContaining({ event: 'sync_finished', label: 'two' }),
      )
      expect(events).toContainEqual(
        expect.objectContaining({ event: 'scheduled_sync_failed', code: 'alpaca_unauthorized' }),
      )
      expect(
        await rowsOf(
          openDatabase({ url, endpoint }),
          "select label, status from sync_runs where scope = 'all' order by label",
        ),
      ).toEqual([
        { label: 'one', status: 'failed' },
        { label: 'two', status: 'success' },
      ])
    },
  )
})
