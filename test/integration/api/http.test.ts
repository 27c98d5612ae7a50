import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../../src/api/app'
import { openDatabase } from '../../../src/db/connection/client'
import { readSettings } from '../../../src/worker/settings'
import { freshDatabase } from '../../support/database'
import { API_TOKEN, type Api, bearer, clientOf, openApi, READ_TOKEN, settingsOf } from './api'
import { expectError } from './errors'

const ORIGIN = 'https://trades.example.com'

let api: Api

beforeAll(async () => {
  api = await openApi({ env: { CORS_ORIGINS: `${ORIGIN}/, https://other.example.com` } })
})

describe('every answer', () => {
  it('carries the request id that was sent, or a new one', async () => {
    const given = await api.request('/health', { headers: { 'X-Request-ID': 'abc-123' } })
    expect(given.headers.get('X-Request-ID')).toBe('abc-123')
    const made = await api.request('/health')
    expect(made.headers.get('X-Request-ID')).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('ignores a request id that could inject a log line or a header', async () => {
    const response = await api.request('/health', { headers: { 'X-Request-ID': 'a b;c="d"' } })
    expect(response.headers.get('X-Request-ID')).toMatch(/^[0-9a-f-]{36}$/)
  })

  it.each(['/health', '/orders', '/nowhere', '/docs'])('has security headers: %s', async (path) => {
    const { headers } = await api.request(path)
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(headers.get('Content-Security-Policy')).toContain("default-src 'none'")
    expect(headers.get('Strict-Transport-Security')).toContain('max-age=')
    expect(headers.get('Cache-Control')).toBe(path === '/orders' ? 'private, no-cache' : 'no-store')
  })
})

describe('authentication', () => {
  it.each([
    ['none', {}],
    ['a wrong one', bearer('wrong')],
    ['a longer one', bearer(`${API_TOKEN}x`)],
    ['a shorter one', bearer(API_TOKEN.slice(1))],
    ['an empty one', { Authorization: 'Bearer ' }],
    ['another scheme', { Authorization: `Basic ${API_TOKEN}` }],
  ])('refuses %s', async (_, headers) => {
    const response = await api.request('/orders', { headers })
    expect(response.headers.get('WWW-Authenticate')).toBe('Bearer')
    await expectError(response, 'unauthorized')
  })

  it('does not reveal which paths exist without a token', async () => {
    await expectError(await api.request('/nowhere', { headers: {} }), 'unauthorized')
  })

  it('READ_TOKEN can read and cannot write', async () => {
    const headers = bearer(READ_TOKEN)
    expect((await api.request('/orders', { headers })).status).toBe(200)
    expect((await api.request('/orders', { headers, method: 'HEAD' })).status).toBe(200)
    await expectError(await api.request('/sync', { headers, method: 'POST' }), 'forbidden')
  })

  it.each(['/orders', '/sync', '/nowhere'])(
    'answers not_configured while none is set: %s',
    async (path) => {
      const { url, endpoint } = await freshDatabase()
      const settings = settingsOf({
        DATABASE_URL: url,
        NEON_HTTP_ENDPOINT: endpoint,
        API_TOKEN: ' ',
        READ_TOKEN: '',
      })
      const client = clientOf({ db: api.db, settings, now: () => new Date(), sync: neverCalled })
      await expectError(await client.request(path), 'not_configured')
      await expectError(await client.request(path, { headers: bearer('') }), 'not_configured')
      expect((await client.request('/health')).status).toBe(200)
    },
  )
})

describe('paths and methods', () => {
  it('answers an unknown path with an error body', async () => {
    await expectError(await api.request('/nowhere'), 'not_found')
  })

  it.each([
    ['DELETE', '/orders', 'GET, HEAD'],
    ['POST', '/health', 'GET, HEAD'],
    ['PUT', '/sync/orders', 'POST'],
  ])('%s %s is not allowed, and says what is', async (method, path, allow) => {
    const response = await api.request(path, { method, headers: bearer(API_TOKEN) })
    expect(response.headers.get('Allow')).toBe(allow)
    await expectError(response, 'method_not_allowed')
  })
})

describe('CORS', () => {
  const preflight = (origin: string) =>
    api.request('/orders', {
      method: 'OPTIONS',
      headers: { Origin: origin, 'Access-Control-Request-Method': 'GET' },
    })

  it('answers a preflight of an allowed origin without a token', async () => {
    const response = await preflight(ORIGIN)
    expect(response.status).toBe(204)
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe(ORIGIN)
    expect(response.headers.get('Access-Control-Allow-Headers')).toBe(
      'Authorization,Content-Type,Idempotency-Key,If-None-Match,X-Request-ID',
    )
    expect(response.headers.get('Access-Control-Allow-Methods')).toBe(
      'GET,HEAD,POST,PUT,PATCH,DELETE',
    )
    expect(response.headers.get('Access-Control-Max-Age')).toBe('600')
    expect(response.headers.get('Vary')).toContain('Origin')
  })

  it('lets an allowed origin read responses, errors included', async () => {
    const response = await api.request('/orders', { headers: { Origin: ORIGIN } })
    expect(response.status).toBe(401)
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe(ORIGIN)
    expect(response.headers.get('Vary')).toContain('Origin')
    for (const name of ['X-Request-ID', 'Retry-After', 'Idempotent-Replayed', 'ETag', 'Link']) {
      expect(response.headers.get('Access-Control-Expose-Headers')).toContain(name)
    }
  })

  it('never allows credentials that a browser stores', async () => {
    for (const origin of [ORIGIN, 'https://evil.example.com']) {
      expect((await preflight(origin)).headers.get('Access-Control-Allow-Credentials')).toBeNull()
    }
  })

  it('allows no other origin', async () => {
    const response = await preflight('https://evil.example.com')
    expect(response.headers.get('Access-Control-Allow-Origin')).toBeNull()
  })
})

describe('bodies', () => {
  const post = (body: BodyInit, headers = {}) =>
    api.request('/sync', { method: 'POST', body, headers: { ...bearer(API_TOKEN), ...headers } })

  it('refuses a body of 10 MB, with or without Content-Length', async () => {
    const big = 'x'.repeat(10_000_000)
    await expectError(await post(big), 'payload_too_large')
    await expectError(await post(big, { 'Content-Length': '10000000' }), 'payload_too_large')
  })

  it('refuses a chunked body as soon as it is too large', async () => {
    let chunks = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        chunks += 1
        controller.enqueue(new Uint8Array(16 * 1024))
      },
    })
    const response = await post(endless, { 'Transfer-Encoding': 'chunked' })
    await expectError(response, 'payload_too_large')
    expect(chunks).toBeLessThan(16)
  })

  it.each(['{"account":', 'account=main', '{} {}'])(
    'refuses a body that is not JSON: %s',
    async (body) => {
      await expectError(await post(body), 'invalid_json')
    },
  )
})

describe('a failure of the Worker or the database', () => {
  it.each([
    [{ GROUPING_WINDOW_SECONDS: 'five minutes' }, 'misconfigured', 'GROUPING_WINDOW_SECONDS'],
    [{ DATABASE_URL: '' }, 'not_configured', 'DATABASE_URL'],
  ] as const)('names a bad setting, not its value: %o', async (env, code, name) => {
    const result = readSettings({
      DATABASE_URL: 'postgresql://u:p@ep-1.neon.tech/db',
      API_TOKEN,
      ...env,
    })
    if (!('problem' in result)) throw new Error('these settings are good')
    const app = createApp({ problem: result.problem, log: () => undefined })
    const error = await expectError(await app.request('/api/alpaca/orders'), code)
    expect(error.message).toContain(name)
    expect(error.message).not.toContain('five minutes')
    expect((await app.request('/api/alpaca/health')).status).toBe(200)
    expect((await app.request('/api/alpaca/docs')).status).toBe(200)
  })

  it('is answered with database_unavailable and logged without the connection string', async () => {
    const settings = settingsOf({ DATABASE_URL: 'postgresql://owner:pa55word@nowhere.invalid/db' })
    // Nothing listens on port 1.
    const db = openDatabase({ url: settings.databaseUrl, endpoint: 'http://127.0.0.1:1/sql' })
    const client = clientOf({ db, settings, now: () => new Date(), sync: neverCalled })
    const response = await client.request('/orders')
    await expectError(response, 'database_unavailable')
    expect(client.logged).toMatchObject([
      { level: 'error', event: 'request_failed', code: 'database_unavailable' },
    ])
    expect(JSON.stringify(client.logged)).not.toMatch(/pa55word|owner/)
  })

  it('names npm run db:migrate if the database lacks a table', async () => {
    const bare = await openApi()
    await bare.db.execute(sql`drop table alpaca_positions cascade`)
    const error = await expectError(await bare.request('/positions'), 'database_unavailable')
    expect(error.message).toContain('db:migrate')
  })

  it('is answered with internal_error and logged once with the request id if it is unexpected', async () => {
    const failing = await openApi({
      sync: async () => {
        throw new Error('Failed query with parameters', {
          cause: new TypeError('x is not a function'),
        })
      },
    })
    const response = await failing.request('/sync', { method: 'POST', headers: bearer(API_TOKEN) })
    const id = response.headers.get('X-Request-ID')
    const error = await expectError(response, 'internal_error')
    expect(error.message).not.toContain('x is not a function')
    expect(failing.logged).toMatchObject([
      {
        event: 'request_failed',
        request_id: id,
        method: 'POST',
        path: '/api/alpaca/sync',
        error: 'TypeError',
      },
    ])
    expect(JSON.stringify(failing.logged)).not.toContain('parameters')
  })
})

async function neverCalled(): Promise<never> {
  throw new Error('no sync is expected here')
}
