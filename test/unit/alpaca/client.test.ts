import { describe, expect, test } from 'vitest'
import { type AlpacaClientOptions, createAlpacaClient } from '../../../src/alpaca/client'
import { AlpacaError } from '../../../src/alpaca/error'
import { eventPayload, fillPayload, orderPayload, parentPayload, positionPayload } from './payloads'
import { json, type Step, scriptedFetch } from './scripted-fetch'

const NOW = new Date('2026-11-22T15:00:00Z')
const NOW_SECOND = NOW.getTime() / 1000
const HTML = '<html><body><h1>502 Bad Gateway</h1> PKTESTKEY</body></html>'

function clientOf(steps: Step[], options: Partial<AlpacaClientOptions> = {}) {
  const { fetch, sent } = scriptedFetch(...steps)
  const waits: number[] = []
  const client = createAlpacaClient({
    baseUrl: 'https://paper-api.alpaca.markets/',
    keyId: 'PKTESTKEY',
    secretKey: 'verysecretvalue',
    fetch,
    sleep: async (milliseconds) => {
      waits.push(milliseconds)
    },
    now: () => NOW,
    random: () => 0.5,
    ...options,
  })
  return { client, sent, waits }
}

async function errorOf(answer: Promise<unknown>): Promise<AlpacaError> {
  const error = await answer.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof AlpacaError)) throw new Error('expected an AlpacaError', { cause: error })
  return error
}

describe('a request to Alpaca', () => {
  test('has the keys only in its headers and follows no redirect', async () => {
    const { client, sent } = clientOf([json([])])
    await client.positions()
    expect(sent).toHaveLength(1)
    expect(sent[0]?.url.href).toBe('https://paper-api.alpaca.markets/v2/positions')
    expect(sent[0]?.headers.get('APCA-API-KEY-ID')).toBe('PKTESTKEY')
    expect(sent[0]?.headers.get('APCA-API-SECRET-KEY')).toBe('verysecretvalue')
    expect(sent[0]?.redirect).toBe('manual')
    expect(sent[0]?.signal).toBeInstanceOf(AbortSignal)
  })

  test('calls fetch without a receiver, as workerd requires', async () => {
    let receiver: unknown = 'none'
    const { client } = clientOf([], {
      async fetch(this: unknown) {
        receiver = this
        return json([])
      },
    })
    await client.positions()
    expect(receiver).toBeUndefined()
  })

  test('for orders asks for all statuses, nested, oldest first', async () => {
    const { client, sent } = clientOf([json([])])
    await client.ordersPage()
    await client.ordersPage({
      after: '2026-01-01T00:00:00.000001Z',
      until: '2026-02-01T00:00:00Z',
      status: 'open',
      limit: 50,
      direction: 'desc',
      symbols: ['SPY', 'BTC/USD'],
    })
    await client.ordersPage({ afterOrderId: 'id-9' })
    expect(sent.map(({ url }) => Object.fromEntries(url.searchParams))).toEqual([
      { status: 'all', direction: 'asc', limit: '500', nested: 'true' },
      {
        status: 'open',
        direction: 'desc',
        limit: '50',
        nested: 'true',
        after: '2026-01-01T00:00:00.000001Z',
        until: '2026-02-01T00:00:00Z',
        symbols: 'SPY,BTC/USD',
      },
      { status: 'all', direction: 'asc', limit: '500', nested: 'true', after_order_id: 'id-9' },
    ])
    expect(new Set(sent.map(({ url }) => url.pathname))).toEqual(new Set(['/v2/orders']))
  })

  test('never combines the id cursor with times', async () => {
    const { client, sent } = clientOf([json([])])
    await expect(
      client.ordersPage({ afterOrderId: 'x', after: '2026-01-01T00:00:00Z' }),
    ).rejects.toThrow(TypeError)
    await expect(
      client.ordersPage({ afterOrderId: 'x', until: '2026-01-01T00:00:00Z' }),
    ).rejects.toThrow(TypeError)
    expect(sent).toEqual([])
  })

  test('for activities has the page size, the cursor and the types', async () => {
    const { client, sent } = clientOf([json([])])
    await client.activitiesPage()
    await client.activitiesPage({
      after: '2026-01-01T00:00:00Z',
      pageToken: '2026::x',
      pageSize: 10,
      types: ['FILL', 'FEE'],
      direction: 'desc',
    })
    expect(sent.map(({ url }) => Object.fromEntries(url.searchParams))).toEqual([
      { direction: 'asc', page_size: '100' },
      {
        direction: 'desc',
        page_size: '10',
        after: '2026-01-01T00:00:00Z',
        page_token: '2026::x',
        activity_types: 'FILL,FEE',
      },
    ])
    expect(sent[0]?.url.pathname).toBe('/v2/account/activities')
  })

  test('by id encodes the id, so that it cannot change the path', async () => {
    const { client, sent } = clientOf([json(orderPayload())])
    await client.orderById('../account?x=1')
    expect(sent[0]?.url.pathname).toBe('/v2/orders/..%2Faccount%3Fx%3D1')
    expect(sent[0]?.url.searchParams.get('nested')).toBe('true')
  })
})

describe('a response of Alpaca', () => {
  test('with orders is flattened, and its cursor is the last top-level row', async () => {
    const { client } = clientOf([json([orderPayload({ id: 'first' }), parentPayload()])])
    const page = await client.ordersPage({ limit: 5 })
    expect(page).toMatchObject({ lastId: 'parent-1', full: false, rejects: [] })
    expect(page.orders.map(({ id }) => id)).toEqual(['first', 'leg-1', 'leg-2'])
    expect(page.parents.map(({ id }) => id)).toEqual(['parent-1'])
  })

  test('with orders is full when rows and legs together reach the limit', async () => {
    const { client } = clientOf([json([orderPayload({ id: 'first' }), parentPayload()])])
    expect(await client.ordersPage({ limit: 4 })).toMatchObject({ full: true })
    expect(await clientOf([json([])]).client.ordersPage()).toMatchObject({
      full: false,
      lastId: null,
    })
  })

  test('has a cursor although the last row was refused or has no id', async () => {
    const bad = orderPayload({ id: 'bad', qty: 'x' })
    expect(await clientOf([json([orderPayload(), bad])]).client.ordersPage()).toMatchObject({
      lastId: 'bad',
    })
    const nameless = orderPayload({ id: null })
    expect(await clientOf([json([bad, nameless, null])]).client.ordersPage()).toMatchObject({
      lastId: 'bad',
    })
  })

  test('with activities has the cursor of its last row', async () => {
    const { client } = clientOf([json([fillPayload(), eventPayload({ symbol: 'UNH' })])])
    expect(await client.activitiesPage({ pageSize: 2 })).toMatchObject({
      activities: [{ activityType: 'FILL' }],
      rejects: [{ reason: 'symbol: not an OCC option symbol' }],
      lastId: eventPayload().id,
      full: true,
    })
  })

  test('with positions, an account or a contract is parsed', async () => {
    const contract = { symbol: 'GME1261016C00003000', multiplier: '100' }
    const { client } = clientOf([
      json([positionPayload(), null]),
      json({ id: 'acc', cash: '1.50' }),
      json(contract),
    ])
    expect(await client.positions()).toMatchObject({
      positions: [{ qty: '1' }],
      rejects: [{ source: 'position' }],
    })
    expect(await client.account()).toMatchObject({ id: 'acc', cash: '1.5' })
    expect(await client.contract('GME1261016C00003000')).toMatchObject({
      ok: true,
      row: { underlying: 'GME' },
    })
  })

  test('with status 404 for an order or a contract becomes null', async () => {
    const missing = () => json({ code: 40410000, message: 'not found' }, { status: 404 })
    const { client, waits } = clientOf([missing])
    expect(await client.orderById('x')).toBeNull()
    expect(await client.contract('x')).toBeNull()
    expect(waits).toEqual([])
  })

  test('with an unreadable account or contract is an error without its values', async () => {
    const { client } = clientOf([json({ account_number: 'PA3XYZ', cash: 'PA3XYZ' })])
    const error = await errorOf(client.account())
    expect(error).toMatchObject({ kind: 'malformed' })
    expect(error.message).toBe(
      "Alpaca's response to GET /v2/account is malformed: id: missing; cash: not a decimal number",
    )
  })

  test('with an account that has an id is read as far as possible', async () => {
    const { client } = clientOf([json({ id: 'acc', cash: 'lots', equity: '5', created_at: 1 })])
    expect(await client.account()).toMatchObject({
      id: 'acc',
      cash: null,
      equity: '5',
      createdAt: null,
      refused: { source: 'account', reason: 'cash: not a decimal number; created_at: not text' },
    })
  })

  test('with characters that Postgres refuses loses only these', async () => {
    const body = JSON.stringify([
      orderPayload({ note: 'a\u0000b', 'k\u0000': ['\ud800', 'C:\\u0000'] }),
    ])
    const { client } = clientOf([new Response(body)])
    const { orders } = await client.ordersPage()
    expect(orders[0]?.raw).toMatchObject({ note: 'a\ufffdb', 'k\ufffd': ['\ufffd', 'C:\\u0000'] })
  })
})

describe('the request quota', () => {
  test('is read from every response, including failed ones', async () => {
    const headers = (remaining: string) => ({
      'X-RateLimit-Limit': '200',
      'X-RateLimit-Remaining': remaining,
      'X-RateLimit-Reset': String(NOW_SECOND + 30),
    })
    const { client } = clientOf([
      json([], { headers: headers('199') }),
      json({}, { status: 403, headers: headers('198') }),
      json([]),
    ])
    expect(client.rateLimit).toBeNull()
    await client.positions()
    expect(client.rateLimit).toEqual({
      limit: 200,
      remaining: 199,
      resetAt: '2026-11-22T15:00:30Z',
    })
    await errorOf(client.positions())
    expect(client.rateLimit).toMatchObject({ remaining: 198 })
    await client.positions()
    expect(client.rateLimit).toMatchObject({ remaining: 198 })
  })

  test('is unknown when the headers are unreadable', async () => {
    const headers = {
      'X-RateLimit-Limit': 'many',
      'X-RateLimit-Remaining': '-1',
      'X-RateLimit-Reset': '9'.repeat(30),
    }
    const { client } = clientOf([json([], { headers })])
    await client.positions()
    expect(client.rateLimit).toBeNull()
  })

  test('is unknown when no column can hold it: milliseconds, a limit of billions', async () => {
    const headers = {
      'X-RateLimit-Limit': '99999999999',
      'X-RateLimit-Remaining': '7',
      'X-RateLimit-Reset': String(NOW_SECOND * 1000),
    }
    const { client } = clientOf([json([], { headers })])
    await client.positions()
    expect(client.rateLimit).toEqual({ limit: null, remaining: 7, resetAt: null })
  })
})

describe('a failure that can be temporary', () => {
  test.each([429, 500, 502, 503, 504])('with status %i is retried', async (status) => {
    const { client, sent, waits } = clientOf([new Response(HTML, { status }), json([])])
    expect(await client.positions()).toEqual({ positions: [], rejects: [] })
    expect(sent).toHaveLength(2)
    expect(waits).toEqual([250])
  })

  test.each<[string, Step]>([
    ['a broken connection', new TypeError('fetch failed')],
    ['HTML', new Response(HTML)],
    ['broken JSON', new Response('[{"id":')],
    ['nothing', new Response('')],
    ['an object in the place of a list', json({ message: 'hello' })],
    ['null', json(null)],
    [
      'a body that breaks off',
      () => new Response(new ReadableStream({ pull: (c) => c.error(new Error('gone')) })),
    ],
  ])('is retried: %s', async (_, step) => {
    const { client, sent } = clientOf([step, json([])])
    expect(await client.positions()).toEqual({ positions: [], rejects: [] })
    expect(sent).toHaveLength(2)
  })

  test('waits twice as long before each retry, with full jitter, up to a limit', async () => {
    const failing = [new Response('', { status: 503 })]
    const { client, sent, waits } = clientOf(failing, { maxAttempts: 8 })
    await errorOf(client.positions())
    expect(sent).toHaveLength(8)
    expect(waits).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000])
    const lucky = clientOf(failing, { random: () => 0 })
    await errorOf(lucky.client.positions())
    expect(lucky.waits).toEqual([0, 0, 0])
  })

  test.each<[string, number, Record<string, string>, number]>([
    ['Retry-After in seconds', 429, { 'Retry-After': '7' }, 7000],
    ['Retry-After in seconds, of a 503', 503, { 'Retry-After': '2' }, 2000],
    ['Retry-After as a date', 429, { 'Retry-After': 'Sun, 22 Nov 2026 15:00:12 GMT' }, 12_000],
    ['Retry-After in the past', 429, { 'Retry-After': 'Sun, 22 Nov 2026 14:00:00 GMT' }, 0],
    ['Retry-After of an hour', 429, { 'Retry-After': '3600' }, 60_000],
    [
      'Retry-After before the reset',
      429,
      { 'Retry-After': '3', 'X-RateLimit-Reset': String(NOW_SECOND + 40) },
      3000,
    ],
    ['the reset', 429, { 'X-RateLimit-Reset': String(NOW_SECOND + 40) }, 40_000],
    ['the reset far away', 429, { 'X-RateLimit-Reset': String(NOW_SECOND + 4000) }, 60_000],
    ['the reset in the past', 429, { 'X-RateLimit-Reset': String(NOW_SECOND - 5) }, 250],
    [
      'the reset, of which a 500 says nothing',
      500,
      { 'X-RateLimit-Reset': String(NOW_SECOND + 40) },
      250,
    ],
    ['Retry-After that makes no sense', 429, { 'Retry-After': '-5' }, 250],
  ])('waits as the response asks: %s', async (_, status, headers, wait) => {
    const { client, waits } = clientOf([new Response('', { status, headers }), json([])])
    await client.positions()
    expect(waits).toEqual([wait])
  })

  test('ends the request after the last attempt with its own kind of error', async () => {
    const limited = json(
      { code: 42910000, message: 'rate limit exceeded' },
      { status: 429, headers: { 'X-Request-ID': 'req-1' } },
    )
    const { client, sent, waits } = clientOf([limited])
    expect(await errorOf(client.positions())).toMatchObject({
      kind: 'rate_limited',
      status: 429,
      code: 42910000,
      requestId: 'req-1',
      message: 'Alpaca answered 429 to GET /v2/positions: rate limit exceeded',
    })
    expect([sent.length, waits.length]).toEqual([4, 3])
  })

  test('is a timeout, which ends the attempt', async () => {
    const { client, sent } = clientOf([({ signal }) => whenAborted(signal)], {
      timeoutMs: 1,
      maxAttempts: 2,
    })
    expect(await errorOf(client.positions())).toMatchObject({
      kind: 'unavailable',
      status: null,
      message: 'Alpaca did not answer in time (GET /v2/positions)',
    })
    expect(sent).toHaveLength(2)
  })

  test('is a fetch that ignores its signal or a body that stalls: the attempt ends', async () => {
    for (const step of [
      () => new Promise<Response>(() => {}),
      () => new Response(new ReadableStream()),
    ]) {
      const { client } = clientOf([step], { timeoutMs: 1, maxAttempts: 1 })
      expect(await errorOf(client.positions())).toMatchObject({ kind: 'unavailable', status: null })
    }
  })

  test('is a broken connection, whose error contains no address', async () => {
    const { client } = clientOf([new TypeError('connect ECONNREFUSED 10.0.0.7:443 PKTESTKEY')])
    const error = await errorOf(client.positions())
    expect(error).toMatchObject({
      kind: 'unavailable',
      message: 'Alpaca could not be reached (GET /v2/positions)',
    })
    expect(error.cause).toBeUndefined()
  })
})

describe('a permanent failure', () => {
  test.each<[number, string]>([
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [400, 'rejected'],
    [404, 'not_found'],
    [422, 'rejected'],
    [301, 'rejected'],
    [501, 'unavailable'],
  ])('with status %i is %s without a retry', async (status, kind) => {
    const body = { code: 40010001, message: 'after: invalid' }
    const { client, sent, waits } = clientOf([
      json(body, { status, headers: { 'X-Request-ID': 'req-7' } }),
    ])
    const error = await errorOf(client.positions())
    expect(error).toMatchObject({
      name: 'AlpacaError',
      kind,
      status,
      code: 40010001,
      requestId: 'req-7',
    })
    expect(error.message).toBe(`Alpaca answered ${status} to GET /v2/positions: after: invalid`)
    expect([sent.length, waits.length]).toEqual([1, 0])
  })

  test.each<[string, Response]>([
    ['HTML', new Response(HTML, { status: 403 })],
    ['nothing', new Response('', { status: 403 })],
    ['a list', json(['no'], { status: 403 })],
    ['a message of another type', json({ code: 'x', message: { a: 1 } }, { status: 403 })],
  ])('without a message of Alpaca, in %s, has an error with the status', async (_, answer) => {
    const error = await errorOf(clientOf([answer]).client.positions())
    expect(error).toMatchObject({ kind: 'forbidden', code: null, requestId: null })
    expect(error.message).toBe('Alpaca answered 403 to GET /v2/positions')
  })

  test('can have a message without a code', async () => {
    const error = await errorOf(
      clientOf([json({ message: 'forbidden.' }, { status: 403 })]).client.positions(),
    )
    expect(error).toMatchObject({
      code: null,
      message: 'Alpaca answered 403 to GET /v2/positions: forbidden.',
    })
  })

  test('has an error of one short line without keys or account numbers', async () => {
    const tail = 'x'.repeat(500)
    const message = `account PA3ABC12XYZ9 (123456789)\n of key PKTESTKEY / verysecretvalue ${tail}`
    const { message: said } = await errorOf(
      clientOf([json({ message }, { status: 403 })]).client.positions(),
    )
    expect(said).not.toMatch(/PA3ABC|123456789|PKTESTKEY|verysecret|\n/)
    expect(said).toContain('account […] ([…]) of key […] / […]')
    expect(said.length).toBeLessThan(300)
  })

  test.each<[string, Response, string]>([
    [
      'HTML',
      new Response(HTML, { headers: { 'X-Request-ID': 'r' } }),
      'something that is not JSON',
    ],
    [
      'a wrong shape',
      json({ id: 1 }, { headers: { 'X-Request-ID': 'r' } }),
      'JSON of an unexpected shape',
    ],
  ])('is a 200 with %s, whose error does not contain the body', async (_, answer, what) => {
    expect(await errorOf(clientOf([answer]).client.positions())).toMatchObject({
      kind: 'malformed',
      status: 200,
      requestId: 'r',
      message: `Alpaca answered ${what} to GET /v2/positions`,
    })
  })
})

describe('the budget of a run', () => {
  test('is checked before every attempt', async () => {
    let spent = 0
    const { client, sent } = clientOf([new Response('', { status: 503 }), json([])], {
      spend: () => {
        spent++
      },
    })
    await client.positions()
    expect([spent, sent.length]).toEqual([2, 2])
  })

  test('ends the request with the error that it throws, before anything is sent', async () => {
    const { client, sent } = clientOf([json([])], {
      spend: () => {
        throw new RangeError('used up')
      },
    })
    await expect(client.positions()).rejects.toThrow(new RangeError('used up'))
    expect(sent).toEqual([])
  })

  test('ends the request while it waits when the time is used up', async () => {
    const { client, sent } = clientOf([new Response('', { status: 503 })], {
      sleep: async () => {
        throw new RangeError('no time left')
      },
    })
    await expect(client.positions()).rejects.toThrow(new RangeError('no time left'))
    expect(sent).toHaveLength(1)
  })
})

function whenAborted(signal: AbortSignal | undefined): Promise<Response> {
  return new Promise((_, refuse) => {
    signal?.addEventListener('abort', () => refuse(signal.reason))
  })
}
