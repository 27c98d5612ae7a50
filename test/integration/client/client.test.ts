import { beforeAll, describe, expect, it } from 'vitest'
import { BASE_PATH } from '../../../src/api/app'
import { SCOPES, type Scope } from '../../../src/api/auth/scopes'
import {
  type Scope as ClientScope,
  createClient,
  type Legbook,
  LegbookError,
} from '../../../src/client'
import { API_TOKEN, type Api, READ_TOKEN } from '../api/api'
import { verticals } from '../api/verticals'
import { openSynced } from '../api/world'

const URL_OF_WORKER = 'https://legbook.test'
const NOWHERE = '00000000-0000-4000-8000-000000000000'

let api: Api
let legbook: Legbook
const sent: { url: string; init: RequestInit }[] = []

const answered = async (url: string, init: RequestInit) => {
  sent.push({ url, init })
  return await api.request(url.slice(`${URL_OF_WORKER}${BASE_PATH}`.length), init)
}

beforeAll(async () => {
  api = await openSynced({ paper: verticals() })
  legbook = createClient({
    url: `${URL_OF_WORKER}/`,
    token: async () => API_TOKEN,
    fetch: answered,
  })
})

const refusal = async (call: Promise<unknown>) => {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof LegbookError)) throw new Error(`no refusal: ${error}`)
  return error
}

describe('a client', () => {
  it('reads lists and single resources with types', async () => {
    const { trades } = await legbook.get('/trades', {
      query: { underlying: 'QQQ', tag: undefined },
    })
    const [condor] = trades
    expect(condor).toMatchObject({ strategy: 'iron_condor', status: 'open', quantity: 1 })
    const path = { trade_id: condor?.trade_id ?? '' }
    const { trade } = await legbook.get('/trades/{trade_id}', { path })
    const opened: number = trade.fills.filter(({ effect }) => effect === 'open').length
    expect(opened).toBe(4)
    const { orders } = await legbook.get('/orders/{trade_id}', { path })
    expect(orders.map(({ leg_number }) => leg_number)).toEqual([1, 2, 3, 4])
    expect((await legbook.get('/stats')).total.trades).toBeGreaterThan(0)
  })

  it('creates and deletes a webhook with types', async () => {
    const body = { url: 'https://hooks.example.com/', types: ['trade.closed' as const] }
    const { webhook, secret } = await legbook.post('/webhooks', { body })
    expect(secret).toMatch(/^whsec_/)
    const path = { id: webhook.id }
    const changed = await legbook.patch('/webhooks/{id}', { path, body: { active: false } })
    expect(changed.webhook.active).toBe(false)
    expect((await legbook.delete('/webhooks/{id}', { path })).id).toBe(webhook.id)
  })

  it('sends a list of words separated by commas', async () => {
    const { trades } = await legbook.get('/trades', { query: { status: ['open', 'closed'] } })
    expect(sent.at(-1)?.url).toContain('?status=open%2Cclosed')
    expect(trades.length).toBeGreaterThan(1)
  })

  it('reads a list page by page to its end', async () => {
    const { orders: all } = await legbook.get('/orders')
    const seen: string[] = []
    for await (const { orders } of legbook.pages('/orders', { query: { limit: 3, offset: 1 } })) {
      expect(orders.length).toBeLessThanOrEqual(3)
      seen.push(...orders.map(({ id }) => id))
    }
    expect(seen).toEqual(all.slice(1).map(({ id }) => id))
    expect(seen.length).toBeGreaterThan(6)
  })

  it('writes once under one idempotency key', async () => {
    const { trades } = await legbook.get('/trades', { query: { underlying: 'AAPL' } })
    const path = { trade_id: trades[0]?.trade_id ?? '' }
    const options = { path, body: { note: 'kept' }, idempotencyKey: crypto.randomUUID() }
    const first = await legbook.patch('/trades/{trade_id}', options)
    expect(first.trade.note).toBe('kept')
    expect(await legbook.patch('/trades/{trade_id}', options)).toEqual(first)
    const [override] = (await legbook.get('/overrides')).overrides
    const undone = await legbook.delete('/overrides/{id}', { path: { id: override?.id ?? '' } })
    expect(undone.trades.map(({ note }) => note)).toEqual([null])
    expect((await legbook.post('/sync')).has_more).toBe(false)
    expect((await legbook.post('/trades/rebuild', { body: {} })).changed).toBe(0)
  })

  it('returns a CSV file as a Blob', async () => {
    const file = await legbook.get('/trades.csv', { query: { fields: 'underlying' } })
    expect(file.type).toContain('text/csv')
    expect(await file.text()).toContain('underlying\r\n')
  })

  it('sends only headers that the preflight allows', async () => {
    const names = new Set(sent.flatMap(({ init }) => [...new Headers(init.headers).keys()]))
    expect([...names].toSorted()).toEqual(['authorization', 'content-type', 'idempotency-key'])
    expect(sent.filter(({ init }) => 'credentials' in init)).toEqual([])
  })

  it.each(['', '/', '//', '/api/alpaca', '/api/alpaca/', '/api/alpaca//'])(
    'calls the same address when its url ends with %j',
    async (end) => {
      const client = createClient({
        url: `${URL_OF_WORKER}${end}`,
        token: API_TOKEN,
        fetch: answered,
      })
      await client.get('/stats')
      expect(sent.at(-1)?.url).toBe(`${URL_OF_WORKER}${BASE_PATH}/stats`)
    },
  )

  it('cancels a request when its signal aborts', async () => {
    const calls: RequestInit[] = []
    const waiting = createClient({
      url: URL_OF_WORKER,
      token: 'x',
      fetch: async (_, init) => {
        calls.push(init)
        throw init.signal?.reason
      },
    })
    const signal = AbortSignal.abort(new Error('enough'))
    await expect(waiting.get('/orders', { signal })).rejects.toThrow('enough')
    expect(calls[0]?.signal).toBe(signal)
  })
})

it('the client has the scopes of the server', () => {
  const scopes: readonly ClientScope[] = SCOPES
  const known: readonly Scope[] = scopes
  expect(known).toEqual(SCOPES)
})

describe('a refusal', () => {
  it('has the message, the parameter and the request id', async () => {
    const error = await refusal(legbook.get('/orders', { query: { limit: 501 } }))
    expect(error).toMatchObject({ status: 400, code: 'invalid_parameter', param: 'limit' })
    expect(error.message).toContain('limit')
    expect(error.requestId).toMatch(/^[0-9a-f-]{36}$/)
    expect(error.retryAfter).toBeUndefined()
  })

  it('has the code of the API', async () => {
    const path = { trade_id: NOWHERE }
    expect((await refusal(legbook.get('/trades/{trade_id}', { path }))).code).toBe(
      'trade_not_found',
    )
    const reading = createClient({ url: URL_OF_WORKER, token: READ_TOKEN, fetch: answered })
    expect((await refusal(reading.post('/sync'))).code).toBe('forbidden')
    const closed = createClient({ url: URL_OF_WORKER, token: 'wrong', fetch: answered })
    expect((await refusal(closed.get('/orders'))).code).toBe('unauthorized')
  })

  it('names the path parameter that would leave its place', async () => {
    const path = { trade_id: '../orders?x=/' }
    const error = await refusal(legbook.get('/trades/{trade_id}', { path }))
    expect(error).toMatchObject({ code: 'invalid_parameter', param: 'trade_id' })
  })

  it.each([
    ['/orders', '<!doctype html><title>Sign in</title>', 'text/html'],
    ['/orders', '', 'text/plain'],
    ['/orders', '{}', 'application/json'],
    ['/orders', 'null', 'application/json'],
    ['/orders', '{"status":"success","orders":[', 'application/json'],
    ['/trades.csv', '<!doctype html>', 'text/html'],
  ] as const)(
    'is thrown for a 200 of %s that is not an answer of the API: %j',
    async (...given) => {
      const [path, body, type] = given
      const portal = async () => new Response(body, { headers: { 'Content-Type': type } })
      const behind = createClient({ url: URL_OF_WORKER, token: 'x', fetch: portal })
      const error = await refusal(behind.get(path))
      expect(error).toMatchObject({ status: 200, code: 'unreadable' })
      expect(error.message).toContain(type)
    },
  )

  it.each(['<html>Bad gateway</html>', '', '{}', 'null', '{"status":"error'])(
    'by somebody else is unreadable: %j',
    async (body) => {
      const headers = { 'Retry-After': '7' }
      const gateway = async () => new Response(body, { status: 502, headers })
      const behind = createClient({ url: URL_OF_WORKER, token: 'x', fetch: gateway })
      const error = await refusal(behind.get('/orders'))
      expect(error).toMatchObject({ status: 502, code: 'unreadable', retryAfter: 7 })
    },
  )
})
