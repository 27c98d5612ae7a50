import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { alpacaAccounts, alpacaOrders } from '../../../src/db/schema'
import { API_TOKEN, type Api, bearer, READ_TOKEN } from './api'
import { expectError } from './errors'
import { verticals } from './verticals'
import { openSynced } from './world'

let api: Api
let tradeId: string

beforeAll(async () => {
  api = await openSynced({ paper: verticals() })
  const [order] = await api.db.select().from(alpacaOrders).limit(1)
  tradeId = order?.tradeId ?? ''
})

const paths = [
  '/orders',
  '/orders?symbol=NOTHING',
  '/orders/ID',
  '/positions',
  '/trades',
  '/trades/ID',
  '/stats',
  '/reconciliation',
  '/calendar.ics',
  '/overrides',
  '/sync/quarantine',
]

const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  api.request(path.replace('ID', tradeId), {
    method,
    headers: { ...bearer(API_TOKEN), ...headers },
  })

const etagOf = (response: Response) => response.headers.get('ETag') ?? ''

describe.each(paths)('%s', (path) => {
  it('answers 304 without a body while nothing changed', async () => {
    const first = await ask(path)
    expect(etagOf(first)).toMatch(/^W\/"[0-9a-f]{64}"$/)
    expect(first.headers.get('Cache-Control')).toBe('private, no-cache')
    expect(first.headers.get('Vary')).toBe('Authorization, Origin, Accept-Encoding')
    const again = await ask(path, { 'If-None-Match': etagOf(first) })
    expect(again.status).toBe(304)
    expect(await again.text()).toBe('')
    expect(etagOf(again)).toBe(etagOf(first))
    expect(again.headers.get('Content-Type')).toBeNull()
    for (const name of ['Cache-Control', 'Vary', 'X-Content-Type-Options'])
      expect(again.headers.get(name)).toBe(first.headers.get(name))
    expect(again.headers.get('X-Request-ID')).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('has the same tag for HEAD', async () => {
    const tag = etagOf(await ask(path))
    expect(etagOf(await ask(path, {}, 'HEAD'))).toBe(tag)
    expect((await ask(path, { 'If-None-Match': tag }, 'HEAD')).status).toBe(304)
  })
})

describe('If-None-Match', () => {
  it.each<[string, number]>([
    ['TAG', 304],
    ['"other", TAG', 304],
    ['STRONG', 304],
    ['*', 304],
    ['"other"', 200],
    ['W/""', 200],
    ['nonsense', 200],
    ['', 200],
    ['"', 200],
  ])('%s', async (given, status) => {
    const tag = etagOf(await ask('/orders'))
    const header = given.replace('TAG', tag).replace('STRONG', tag.replace('W/', ''))
    expect((await ask('/orders', { 'If-None-Match': header })).status).toBe(status)
  })

  it('does not match the response of another query', async () => {
    const tag = etagOf(await ask('/orders'))
    expect((await ask('/orders?limit=1', { 'If-None-Match': tag })).status).toBe(200)
  })

  it('does not replace a token', async () => {
    const tag = etagOf(await ask('/orders'))
    const headers = { 'If-None-Match': tag }
    await expectError(await api.request('/orders', { headers }), 'unauthorized')
    expect(
      (await api.request('/orders', { headers: { ...headers, ...bearer(READ_TOKEN) } })).status,
    ).toBe(304)
  })

  it('does not turn an error into 304', async () => {
    const response = await ask('/trades/00000000-0000-4000-8000-000000000000', {
      'If-None-Match': '*',
    })
    expect(response.headers.get('ETag')).toBeNull()
    await expectError(response, 'trade_not_found')
  })
})

it('a changed response has another ETag', async () => {
  const tag = etagOf(await ask('/orders'))
  await api.db
    .update(alpacaOrders)
    .set({ status: 'unknown' })
    .where(eq(alpacaOrders.tradeId, tradeId))
  const response = await ask('/orders', { 'If-None-Match': tag })
  expect(response.status).toBe(200)
  expect(etagOf(response)).not.toBe(tag)
})

it('GET /sync has another ETag when the status changed', async () => {
  const tag = etagOf(await ask('/sync'))
  await api.db.update(alpacaAccounts).set({ label: 'renamed' })
  expect((await ask('/sync', { 'If-None-Match': tag })).status).toBe(200)
})

it('responses to writes have no ETag', async () => {
  const response = await ask('/sync', {}, 'POST')
  expect(response.status).toBe(200)
  expect(response.headers.get('ETag')).toBeNull()
  expect(response.headers.get('Cache-Control')).toBe('no-store')
})

it('a 304 has the CORS headers of the response', async () => {
  const origin = 'https://app.example.com'
  const open = await openSynced({ paper: verticals() }, { CORS_ORIGINS: origin })
  const headers = { ...bearer(API_TOKEN), Origin: origin }
  const first = await open.request('/orders', { headers })
  const again = await open.request('/orders', {
    headers: { ...headers, 'If-None-Match': etagOf(first) },
  })
  expect(again.status).toBe(304)
  for (const name of ['Access-Control-Allow-Origin', 'Access-Control-Expose-Headers']) {
    expect(again.headers.get(name)).toBe(first.headers.get(name))
    expect(again.headers.get(name)).not.toBeNull()
  }
})

it('CSV files have no ETag and are streamed', async () => {
  const file = await ask('/orders.csv')
  expect(file.headers.get('ETag')).toBeNull()
  expect(await file.text()).toContain('symbol')
})
