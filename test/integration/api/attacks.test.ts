import { beforeAll, describe, expect, it } from 'vitest'
import { tradeListSchema } from '../../../src/api/trades/schemas'
import { API_TOKEN, bearer } from './api'
import { expectError } from './errors'
import { verticals } from './verticals'
import { openSynced, type SyncedApi } from './world'

const ID = '00000000-0000-4000-8000-000000000000'

let api: SyncedApi
let trade: string

beforeAll(async () => {
  api = await openSynced({ paper: verticals() })
  const { trades } = await api.get(tradeListSchema, '/trades')
  trade = trades[0]?.trade_id ?? ''
})

const write = (method: string, path: string, body: BodyInit, headers = {}) =>
  api.request(path, { method, headers: { ...bearer(API_TOKEN), ...headers }, body })

const base64url = (bytes: Uint8Array) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

/** A cursor with any content: a value as JSON, or text as it is. */
const encode = (content: unknown) =>
  base64url(
    new TextEncoder().encode(typeof content === 'string' ? content : JSON.stringify(content)),
  )

describe('a forged cursor', () => {
  const moments = [
    '2026-01-01T00:00:00+16:00',
    '2026-01-01T00:00:00-23:59',
    '0001-01-01T00:00:00+23:59',
    '9999-12-31T23:59:59-23:59',
    '0000-01-01T00:00:00Z',
    '99999-01-01T00:00:00Z',
    '+099999-01-01T00:00:00Z',
    '-0001-01-01T00:00:00Z',
    'infinity',
    '-infinity',
    'NaN',
    'now',
    'epoch',
    '1e400',
    `2026-01-01T00:00:00.${'9'.repeat(30)}Z`,
    '\ud800',
    '2026-01-01T00:00:00Z\u0000',
    '٢٠٢٦-01-01T00:00:00Z',
    1e300,
    -0,
    null,
    true,
    {},
    [],
    ['2026-01-01T00:00:00Z'],
  ]
  const ids = [ID, 'x', '\ud800', 'a\u0000', `{${ID}}`, 7, null, {}, 'x'.repeat(129)]
  const lists = ['orders', 'trades', 'positions', 'overrides', 'sync/quarantine']
  const nameOf = (path: string) => path.split('/').at(-1)

  it.each(lists)('never causes a 5xx: %s', async (path) => {
    const bodies = moments.flatMap((moment) =>
      ids.flatMap((id) => [
        [nameOf(path), moment, id],
        [nameOf(path), id, moment, ID],
      ]),
    )
    for (const body of bodies) {
      const response = await api.request(`/${path}?cursor=${encode(body)}`)
      if (response.status === 200) continue
      await expectError(response, 'invalid_parameter', 'cursor')
    }
  })

  it.each(lists)('is refused if it has another shape or is of another list: %s', async (path) => {
    const name = nameOf(path)
    const at = '2026-01-01T00:00:00Z'
    const shapes = [
      [name, at],
      [name, at, ID, ID, ID],
      [[name, at, ID]],
      { 0: name, 1: at, 2: ID, length: 3 },
      [null, at, ID],
      [`${name}\u0000`, at, ID],
      ['none', at, ID],
      name,
      7,
      null,
      `["${name}","${at}","\\ud800"]`,
      `\ufeff["${name}","${at}","${ID}"]`,
      '['.repeat(300),
      '9'.repeat(300),
    ]
    for (const shape of shapes) {
      const response = await api.request(`/${path}?cursor=${encode(shape)}`)
      await expectError(response, 'invalid_parameter', 'cursor')
    }
  })

  it('is refused if it is not UTF-8', async () => {
    const cursor = base64url(new Uint8Array([0x5b, 0x22, 0xff, 0xfe, 0x22, 0x5d]))
    const response = await api.request(`/trades?cursor=${cursor}`)
    await expectError(response, 'invalid_parameter', 'cursor')
  })

  it('with an offset of 16 hours means that time', async () => {
    const of = (moment: string) =>
      api.request(`/trades?limit=1&cursor=${encode(['trades', moment, ID])}`)
    const answers = await Promise.all(
      ['2026-09-02T07:00:00+16:00', '2026-09-01T15:00:00Z'].map(async (moment) =>
        (await of(moment)).text(),
      ),
    )
    expect(answers[0]).toBe(answers[1])
  })
})

describe('text that Postgres cannot store', () => {
  const TEXTS = ['\\ud800', 'a\\udc00b', '\\u0000', 'a\\u0000', '\\ud800\\ud800']

  it.each(TEXTS)('is refused with its name anywhere in JSON: %s', async (text) => {
    const bodies: [string, string, string, string][] = [
      ['PATCH', `/trades/${trade}`, `{"note":"${text}"}`, 'note'],
      ['PATCH', `/trades/${trade}`, `{"strategy":"${text}"}`, 'strategy'],
      ['PATCH', `/trades/${trade}`, `{"tags":["a","${text}"]}`, 'tags'],
      ['PATCH', `/trades/${trade}`, `{"tags":{"${text}":1}}`, 'tags'],
      ['POST', '/trades/merge', `{"trade_ids":["${trade}","${text}"]}`, 'trade_ids'],
      ['POST', '/trades/split', `{"trade_id":"${trade}","order_ids":["${text}"]}`, 'order_ids'],
      ['POST', '/trades/split', `{"trade_id":"${text}","order_ids":["x"]}`, 'trade_id'],
      ['POST', '/sync', `{"account":"${text}"}`, 'account'],
      ['POST', '/sync', `{"since":"${text}"}`, 'since'],
      ['POST', '/trades/rebuild', `{"account":"${text}"}`, 'account'],
      ['POST', '/sync/quarantine/retry', `{"ids":["${text}"]}`, 'ids'],
      ['POST', '/sync', `"${text}"`, 'body'],
      ['POST', '/sync', `["${text}"]`, 'body'],
    ]
    for (const [method, path, body, param] of bodies)
      await expectError(await write(method, path, body), 'invalid_parameter', param)
    const name: unknown = JSON.parse(`"${text}"`)
    const unknown = await write('POST', '/sync', `{"${text}":1}`)
    await expectError(unknown, 'invalid_parameter', String(name).toWellFormed())
  })

  it.each(['%00', '%ED%A0%80', '%C0%80', '%FF', 'a%00'])(
    'is refused or found nowhere in a path or a query: %s',
    async (text) => {
      const paths = ['account', 'underlying', 'symbol', 'since', 'limit', 'cursor', 'status'].map(
        (name) => `/orders?${name}=${text}`,
      )
      for (const path of [
        ...paths,
        `/orders?${text}=1`,
        `/orders/${text}`,
        `/trades/${text}`,
        `/trades/${trade}?account=${text}`,
        `/trades?tag=${text}`,
        `/trades?strategy=${text}`,
        `/trades.csv?fields=${text}`,
        `/stats?account=${text}`,
        `/overrides?account=${text}`,
        `/${text}`,
      ])
        expect([path, (await api.request(path)).status < 500]).toEqual([path, true])
      expect((await write('DELETE', `/overrides/${text}`, '')).status).toBe(400)
    },
  )

  it('is refused and not replaced in bytes that are not UTF-8', async () => {
    const bytes = new Uint8Array([...new TextEncoder().encode('{"note":"'), 0xff, 0x22, 0x7d])
    await expectError(await write('PATCH', `/trades/${trade}`, bytes), 'invalid_json')
  })

  it('does not include emoji or a leading byte order mark', async () => {
    const response = await write('PATCH', `/trades/${trade}`, '\ufeff{"note":"👩‍👩‍👧 ok"}')
    expect(await response.json()).toMatchObject({ trade: { note: '👩‍👩‍👧 ok' } })
  })
})

describe('malicious JSON', () => {
  it.each([
    ['a prototype', '{"__proto__":{"account":"paper"}}', '__proto__'],
    ['a prototype beside what fits', '{"account":"paper","__proto__":{}}', '__proto__'],
    ['a constructor', '{"constructor":{"prototype":{"x":1}}}', 'constructor'],
    ['a long name', `{"${'x'.repeat(10_000)}":1}`, 'x'.repeat(100)],
    ['depth', `{"account":${'['.repeat(30_000)}${']'.repeat(30_000)}}`, 'account'],
    ['depth of objects', `${'{"account":'.repeat(5_000)}1${'}'.repeat(5_000)}`, 'account'],
    ['many names', `{${Array.from({ length: 5_000 }, (_, i) => `"${i}":1`)}}`, '0'],
  ])('%s is refused', async (_, body, param) => {
    await expectError(await write('POST', '/trades/rebuild', body), 'invalid_parameter', param)
    expect(Object.keys(Object.prototype)).toEqual([])
  })

  it('has the last value of a repeated name', async () => {
    const body = '{"account":"nobody","account":"paper"}'
    expect((await write('POST', '/trades/rebuild', body)).status).toBe(200)
  })
})

it.each([{}, { 'Idempotency-Key': 'cut' }])(
  'a body that is cut off is refused: %o',
  async (headers) => {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode('{"account":')),
      pull: (controller) => controller.error(new Error('the client has gone')),
    })
    // With Content-Length, so that it is refused before it is read.
    const response = await write('POST', '/sync', body, { 'Content-Length': '40', ...headers })
    await expectError(response, 'invalid_json')
  },
)

describe('malicious paths and methods', () => {
  it.each([
    '//orders',
    '/orders//',
    '/orders/',
    '/./orders',
    '/orders/%2F',
    '/orders/..%2Fsync',
    '/orders/%2e%2e',
    '/%6Frders%2F',
    '/trades%2Ecsv%00',
    '/orders;x=1',
    '/orders%0d%0aX-Evil:1',
    '/%',
    '/%zz',
    '/../../../../etc/passwd',
  ])('%s is answered below 500, with no header of its own', async (path) => {
    await expectHarmless(path)
  })

  it.each([
    ['a name', 'a', 15_000],
    ['slashes', '%2F', 4_000],
    ['a query', 'orders?limit=1&', 1_000],
    ['steps', 'x/../', 3_000],
  ])('a path that is long is answered below 500: %s', async (_, part, times) => {
    await expectHarmless(`/${part.repeat(times)}`)
  })

  const expectHarmless = async (path: string) => {
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'POST', 'PATCH', 'DELETE', 'PUT']) {
      const body = method === 'GET' || method === 'HEAD' ? {} : { body: '' }
      const response = await api.request(path, { method, headers: bearer(API_TOKEN), ...body })
      expect([method, response.status < 500]).toEqual([method, true])
      expect(response.headers.get('X-Evil')).toBeNull()
    }
  }

  it.each(['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override'])(
    '%s overrides no method',
    async (name) => {
      const headers = { [name]: 'DELETE' }
      const response = await write('POST', `/overrides/${ID}`, '', headers)
      await expectError(response, 'method_not_allowed')
      expect((await api.request('/orders?_method=DELETE')).status).toBe(400)
    },
  )

  it('encode a name from the client in every header', async () => {
    const response = await api.request(
      `/trades.csv?limit=1&strategy=${encodeURIComponent('a>; rel="x", <https://evil.test')}`,
    )
    expect(response.headers.get('Link')).toBeNull()
    const link = (await api.request('/trades.csv?limit=1&underlying=SPY')).headers.get('Link')
    expect(link).toMatch(
      /^<\/api\/alpaca\/trades\.csv\?limit=1&underlying=SPY&cursor=[\w-]+>; rel="next"$/,
    )
  })

  it('need a token and its scope under every spelling of a path', async () => {
    const spellings = [
      '/sync',
      '/%73ync',
      '//sync',
      '/sync/',
      '/orders/../sync',
      '/SYNC',
      '/sync%2F',
    ]
    for (const path of spellings) {
      const without = await api.request(path, { method: 'POST', headers: {} })
      expect([path, without.status]).toEqual([
        path,
        expect.toSatisfy((s) => s === 401 || s === 405),
      ])
      const reading = await api.request(path, {
        method: 'POST',
        headers: bearer('token-that-may-read'),
      })
      expect([path, reading.status]).toEqual([
        path,
        expect.toSatisfy((s) => s === 403 || s === 405),
      ])
    }
  })

  it('do not get around the token with an ETag', async () => {
    const etag = (await api.request('/orders')).headers.get('ETag') ?? ''
    const headers = { 'If-None-Match': etag }
    await expectError(await api.request('/orders', { headers }), 'unauthorized')
    await expectError(
      await api.request('/orders', { headers: { 'If-None-Match': '*' } }),
      'unauthorized',
    )
  })
})

it('no attack of this file logs an error', () => {
  expect(api.logged.filter(({ level }) => level === 'error')).toEqual([])
})
