import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { idempotencyKeys } from '../../../src/db/schema'
import type { SyncOutcome } from '../../../src/sync/run/report'
import { API_TOKEN, type Api, bearer, openApi, READ_TOKEN } from './api'
import { expectError } from './errors'

const OTHER_TOKEN = 'another-client-that-may-sync'
const ROTATED_TOKEN = 'the-next-token-of-that-client'
const NONE = { seen: 0, inserted: 0, updated: 0, unchanged: 0, quarantined: 0 }

/** A report that identifies its run. */
const report = (run: number): SyncOutcome => ({
  report: { ...NONE, count: run, has_more: false, duration_ms: 1 },
  accounts: [],
})

let api: Api
/** The sync runs, one after the other. */
let runs: (() => Promise<SyncOutcome>)[]
let ran: number

beforeEach(async () => {
  runs = []
  ran = 0
  const tokens = [OTHER_TOKEN, ROTATED_TOKEN].map((token) => ({
    name: 'other',
    token,
    scopes: ['sync'],
  }))
  api = await openApi({
    env: { API_TOKENS: JSON.stringify(tokens) },
    sync: async () => {
      ran += 1
      return await (runs[ran - 1] ?? (async () => report(ran)))()
    },
  })
})

interface Sent {
  path?: string
  method?: string
  body?: string
  token?: string
}

const send = (key: string, { path = '/sync', method = 'POST', body, token }: Sent = {}) =>
  api.request(path, {
    method,
    headers: { ...bearer(token ?? API_TOKEN), 'Idempotency-Key': key },
    ...(body !== undefined && { body }),
  })

const replayed = (response: Response) => response.headers.get('Idempotent-Replayed')

describe('a write with an Idempotency-Key', () => {
  it('happens once, and every repetition gets the same response', async () => {
    const first = await send('k1', { body: '{"account":"main"}' })
    const second = await send('k1', { body: '{"account":"main"}' })
    expect([first.status, second.status, ran]).toEqual([200, 200, 1])
    expect([replayed(first), replayed(second)]).toEqual([null, 'true'])
    expect(await second.text()).toBe(await first.text())
    expect(second.headers.get('Content-Type')).toBe(first.headers.get('Content-Type'))
    expect(second.headers.get('X-Request-ID')).not.toBe(first.headers.get('X-Request-ID'))
  })

  it('happens again with another key or without one', async () => {
    for (const key of ['k1', 'k2']) expect(replayed(await send(key))).toBeNull()
    await api.request('/sync', { method: 'POST' })
    expect(ran).toBe(3)
  })

  it.each<[string, Sent]>([
    ['another body', { body: '{"account":"other"}' }],
    ['no body', {}],
    ['another path', { path: '/sync/orders', body: '{}' }],
    ['another query', { path: '/sync?x=1', body: '{}' }],
    ['another method', { method: 'PATCH', path: '/trades/x', body: '{}' }],
  ])('is refused with %s', async (_, other) => {
    await send('k1', { body: '{}' })
    await expectError(await send('k1', other), 'idempotency_conflict')
    expect(ran).toBe(1)
    expect(replayed(await send('k1', { body: '{}' }))).toBe('true')
  })

  it('belongs to the name of the token, so it survives a rotation', async () => {
    await send('k1')
    expect(replayed(await send('k1', { token: OTHER_TOKEN }))).toBeNull()
    expect(replayed(await send('k1', { token: ROTATED_TOKEN }))).toBe('true')
    expect(ran).toBe(2)
  })

  it('happens once when many repetitions arrive at the same time', async () => {
    const { promise, resolve } = Promise.withResolvers<SyncOutcome>()
    runs = [() => promise]
    // The one that runs answers last: by then all others have got their 409.
    const told: Response[] = []
    const all = Array.from({ length: 8 }, async () => {
      const response = await send('k1')
      if (told.push(response) === 7) resolve(report(1))
      return response
    })
    await Promise.all(all)
    expect(ran).toBe(1)
    expect(told.map(({ status }) => status)).toEqual([...Array(7).fill(409), 200])
    for (const refused of told.slice(0, 7)) {
      const seconds = Number(refused.headers.get('Retry-After'))
      expect(Number.isInteger(seconds) && seconds >= 1 && seconds <= 15).toBe(true)
      await expectError(refused, 'idempotency_key_in_use')
    }
    expect(replayed(await send('k1'))).toBe('true')
  })

  it('runs again after a failure', async () => {
    runs = [
      async () => {
        throw new Error('the network')
      },
    ]
    await expectError(await send('k1'), 'internal_error')
    expect((await send('k1')).status).toBe(200)
    expect(replayed(await send('k1'))).toBe('true')
    expect(ran).toBe(2)
  })

  it.each<[string, Sent, number]>([
    ['no JSON', { body: '{' }, 400],
    ['an unknown parameter', { body: '{"x":1}' }, 400],
    ['nothing there', { method: 'DELETE', path: `/overrides/${crypto.randomUUID()}` }, 404],
    ['too large a body', { body: 'x'.repeat(70_000) }, 413],
  ])('stores no key for a request that did nothing: %s', async (_, sent, status) => {
    expect((await send('k1', sent)).status).toBe(status)
    expect(await api.db.$count(idempotencyKeys)).toBe(0)
  })

  it('does not replay to a token without the scope', async () => {
    await send('k1')
    await expectError(await send('k1', { token: READ_TOKEN }), 'forbidden')
    await expectError(await send('k1', { token: 'wrong' }), 'unauthorized')
  })

  it('costs one round trip before, one after, and one for a repetition', async () => {
    const asked = vi.spyOn(globalThis, 'fetch')
    onTestFinished(() => asked.mockRestore())
    await api.request('/sync', { method: 'POST' })
    expect(asked).toHaveBeenCalledTimes(0)
    await send('k1')
    expect(asked).toHaveBeenCalledTimes(2)
    await send('k1')
    expect(asked).toHaveBeenCalledTimes(3)
  })

  it('has no effect on GET', async () => {
    const first = await send('k1', { method: 'GET' })
    const second = await send('k1', { method: 'GET' })
    expect([first.status, second.status, replayed(second)]).toEqual([200, 200, null])
    expect(await api.db.$count(idempotencyKeys)).toBe(0)
  })

  it.each(['', 'x'.repeat(256), 'two words'])('refuses an invalid key: %j', async (key) => {
    await expectError(await send(key), 'invalid_parameter', 'Idempotency-Key')
    expect(ran).toBe(0)
    expect((await send('x'.repeat(255))).status).toBe(200)
  })
})

describe('a key', () => {
  const age = (what: string) => api.db.execute(sql.raw(`update idempotency_keys set ${what}`))
  const OVER = `now() - interval '1 second'`

  it('expires after 24 hours', async () => {
    await send('k1')
    const [kept] = await api.db
      .select({ hours: sql`extract(epoch from expires_at - created_at) / 3600` })
      .from(idempotencyKeys)
    expect(Number(kept?.hours)).toBe(24)
    await age(`expires_at = ${OVER}`)
    expect(replayed(await send('k1', { body: '{"account":"main"}' }))).toBeNull()
    expect(replayed(await send('k1', { body: '{"account":"main"}' }))).toBe('true')
    expect(ran).toBe(2)
  })

  it('is deleted after it expired, by the next write with a key', async () => {
    for (const key of ['k1', 'k2']) await send(key)
    await age(`expires_at = ${OVER}`)
    await send('k3')
    const left = await api.db.select({ key: idempotencyKeys.key }).from(idempotencyKeys)
    expect(left).toEqual([{ key: 'k3' }])
  })

  it('is free for the same request after the first one died, and for no other request', async () => {
    await send('k1', { body: '{}' })
    await age('response_status = null, response_body = null')
    await expectError(await send('k1', { body: '{}' }), 'idempotency_key_in_use')
    await age(`held_until = ${OVER}`)
    await expectError(await send('k1'), 'idempotency_conflict')
    expect(replayed(await send('k1', { body: '{}' }))).toBeNull()
    expect(ran).toBe(2)
  })

  it('stores the response of its holder, not of a request that counted as dead', async () => {
    const { promise, resolve } = Promise.withResolvers<SyncOutcome>()
    const started = Promise.withResolvers<void>()
    runs = [
      () => {
        started.resolve()
        return promise
      },
    ]
    const slow = send('k1')
    await started.promise
    await age(`held_until = ${OVER}`)
    const second = await send('k1')
    resolve(report(99))
    expect(await (await slow).json()).toMatchObject({ count: 99 })
    const third = await send('k1')
    expect(await third.json()).toEqual(await second.json())
  })

  it('is stored with a digest of the request, without the request and the token', async () => {
    await send('k1', { body: '{"account":"a-name-to-be-found"}' })
    const rows = JSON.stringify(await api.db.select().from(idempotencyKeys))
    expect(rows).toContain('"requestHash":"')
    expect(rows).not.toMatch(new RegExp(`a-name-to-be-found|${API_TOKEN}`))
  })

  it('that cannot be stored does not change the response', async () => {
    runs = [
      async () => {
        await api.db.execute(sql`drop table idempotency_keys`)
        return report(1)
      },
    ]
    expect(await (await send('k1')).json()).toMatchObject({ count: 1 })
    expect(api.logged).toMatchObject([{ level: 'warn', event: 'idempotency_not_kept' }])
  })
})
