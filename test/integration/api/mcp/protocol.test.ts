import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { syncRuns, tradeOverrides } from '../../../../src/db/schema'
import { runsOf } from '../../../support/effort'
import { API_TOKEN, type Api, bearer, clientOf, openApi, READ_TOKEN, settingsOf } from '../api'
import { expectError } from '../errors'

const NEWEST = '2026-07-28'
const META = 'io.modelcontextprotocol'
const HANDSHAKE = ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05', '2024-10-07']

const failure = z.object({
  jsonrpc: z.literal('2.0'),
  id: z.union([z.string(), z.number(), z.null()]),
  error: z.object({
    code: z.number(),
    message: z.string(),
    data: z.record(z.string(), z.unknown()).optional(),
  }),
})
const success = z.object({
  jsonrpc: z.literal('2.0'),
  id: z.union([z.string(), z.number()]),
  result: z.record(z.string(), z.unknown()),
})

let api: Api

beforeAll(async () => {
  api = await openApi()
})

type Headers = Record<string, string>

const post = (body: unknown, headers: Headers = {}, token = API_TOKEN) =>
  api.request('/mcp', {
    method: 'POST',
    headers: { ...bearer(token), ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

const request = (method: string, params?: unknown, id: unknown = 1) => ({
  jsonrpc: '2.0',
  id,
  method,
  ...(params !== undefined && { params }),
})

/** The result of a request that is answered well. */
async function resultOf(answer: Promise<Response>) {
  const response = await answer
  const body: unknown = await response.json()
  expect([response.status, body]).toEqual([200, expect.objectContaining({ jsonrpc: '2.0' })])
  return success.parse(body).result
}

async function expectFailure(answer: Promise<Response>, status: number, code: number) {
  const response = await answer
  const body = failure.parse(await response.json())
  expect([response.status, body.error.code]).toEqual([status, code])
  return body
}

/** A request of 2026-07-28 with its metadata and headers. */
function stateless(method: string, params: Record<string, unknown> = {}) {
  const _meta = {
    [`${META}/protocolVersion`]: NEWEST,
    [`${META}/clientInfo`]: { name: 'tests', version: '1' },
    [`${META}/clientCapabilities`]: {},
  }
  const headers: Headers = { 'MCP-Protocol-Version': NEWEST, 'Mcp-Method': method }
  if (typeof params.name === 'string') headers['Mcp-Name'] = params.name
  return { body: request(method, { ...params, _meta }), headers, _meta }
}

describe('initialize', () => {
  it.each(HANDSHAKE)('agrees on %s, without a session', async (protocolVersion) => {
    const response = await post(
      request('initialize', {
        protocolVersion,
        capabilities: {},
        clientInfo: { name: 'tests', version: '1' },
      }),
    )
    expect(response.headers.get('Mcp-Session-Id')).toBeNull()
    expect(success.parse(await response.json()).result).toMatchObject({
      protocolVersion,
      capabilities: { tools: {} },
      serverInfo: { name: 'legbook' },
    })
  })

  it('offers the newest revision with a handshake to a client of an unknown one', async () => {
    for (const protocolVersion of ['2099-01-01', '1.0', NEWEST]) {
      const result = await resultOf(post(request('initialize', { protocolVersion })))
      expect(result.protocolVersion).toBe(HANDSHAKE[0])
    }
  })

  it('refuses a version that is missing or no text', async () => {
    await expectFailure(post(request('initialize')), 200, -32602)
    await expectFailure(post(request('initialize', { protocolVersion: 1 })), 200, -32602)
  })
})

describe('a message', () => {
  it.each([
    ['a ping', request('ping'), 1],
    ['an id of text', request('ping', {}, 'a'), 'a'],
    ['an id of 0', request('ping', {}, 0), 0],
  ])('is answered with its id: %s', async (_, body, id) => {
    const response = await post(body)
    expect(await response.json()).toEqual({ jsonrpc: '2.0', id, result: {} })
  })

  it.each([
    ['notifications/initialized'],
    ['notifications/cancelled'],
    ['notifications/of-another-time'],
  ])('without an id is accepted and not answered: %s', async (method) => {
    for (const headers of [{}, { 'MCP-Protocol-Version': NEWEST }]) {
      const response = await post({ jsonrpc: '2.0', method }, headers)
      expect([response.status, await response.text()]).toEqual([202, ''])
    }
  })

  it('that is a response is accepted and ignored: the server asks nothing', async () => {
    const response = await post({ jsonrpc: '2.0', id: 1, result: {} })
    expect([response.status, await response.text()]).toEqual([202, ''])
  })

  it.each(['', '{', 'ping', '{"a":1}{}', '\u0000', new Uint8Array([0x22, 0xff, 0x22])])(
    'that is not JSON in UTF-8 is a parse error: %j',
    async (body) => {
      const answer = api.request('/mcp', { method: 'POST', headers: bearer(API_TOKEN), body })
      expect((await expectFailure(answer, 400, -32700)).id).toBeNull()
    },
  )

  it.each([
    [null],
    [7],
    ['"text"'],
    [{}],
    [{ jsonrpc: '1.0', id: 1, method: 'ping' }],
    [{ id: 1, method: 'ping' }],
    [{ jsonrpc: '2.0', id: 1 }],
    [{ jsonrpc: '2.0', id: 1, method: 7 }],
    [{ jsonrpc: '2.0', id: null, method: 'ping' }],
    [{ jsonrpc: '2.0', id: 1.5, method: 'ping' }],
    [{ jsonrpc: '2.0', id: {}, method: 'ping' }],
    [request('ping', { text: '\u0000' })],
    [[]],
  ])('that is none of JSON-RPC is an invalid request: %j', async (body) => {
    await expectFailure(post(body), 400, -32600)
  })

  it('names its id in the error where it can be read', async () => {
    const { id } = await expectFailure(post({ id: 7, method: 'ping' }), 400, -32600)
    expect(id).toBe(7)
  })

  it.each([
    ['ping', []],
    ['ping', 'text'],
    ['tools/call', { name: 'get_stats', arguments: [] }],
    ['tools/call', { name: 'get_stats', arguments: 'all' }],
    ['tools/call', { name: 'no_such_tool' }],
    ['tools/call', { name: 7 }],
    ['tools/call', {}],
    ['tools/list', { cursor: 'x' }],
    ['tools/list', { _meta: 7 }],
  ])('with wrong parameters is refused: %s %j', async (method, params) => {
    await expectFailure(post(request(method, params)), 200, -32602)
  })

  it.each(['resources/list', 'prompts/list', 'logging/setLevel', 'server/discover', 'x', ''])(
    'of an unknown method is refused: %j',
    async (method) => {
      await expectFailure(post(request(method)), 200, -32601)
    },
  )
})

describe('the revision of the protocol', () => {
  it('is the one of the header MCP-Protocol-Version, and 2025-03-26 without it', async () => {
    for (const version of HANDSHAKE)
      await resultOf(post(request('ping'), { 'MCP-Protocol-Version': version }))
    await resultOf(post(request('ping')))
  })

  it('that is unknown is refused with those that the server speaks', async () => {
    for (const version of ['1999-01-01', 'latest', '2026-07-29']) {
      const answer = post(request('ping'), { 'MCP-Protocol-Version': version })
      const { error } = await expectFailure(answer, 400, -32022)
      expect(error.data).toEqual({ supported: [NEWEST, ...HANDSHAKE], requested: version })
    }
  })

  it.each(HANDSHAKE)('%s has batches only before 2025-06-18', async (version) => {
    const batch = [request('ping', {}, 1), request('x', {}, 2), { jsonrpc: '2.0', method: 'n' }]
    const answer = post(batch, { 'MCP-Protocol-Version': version })
    if (version >= '2025-06-18') {
      await expectFailure(answer, 400, -32600)
      return
    }
    const replies = z.array(z.looseObject({ id: z.number() })).parse(await (await answer).json())
    expect(replies).toMatchObject([
      { id: 1, result: {} },
      { id: 2, error: { code: -32601 } },
    ])
  })

  it('answers a batch of notifications with nothing, and refuses one that is too long', async () => {
    const note = { jsonrpc: '2.0', method: 'notifications/initialized' }
    expect((await post([note, note])).status).toBe(202)
    const many = Array.from({ length: 21 }, (_, i) => request('ping', {}, i))
    const replies = z.array(z.object({ id: z.number() }))
    const answered = replies.parse(await (await post(many.slice(1))).json())
    expect(answered.map(({ id }) => id)).toEqual(many.slice(1).map(({ id }) => id))
    await expectFailure(post(many), 400, -32600)
  })
})

describe('2026-07-28, which has no handshake', () => {
  it('discovers the revisions, the tools and the instructions', async () => {
    const { body, headers } = stateless('server/discover')
    const result = await resultOf(post(body, headers))
    expect(result).toMatchObject({
      resultType: 'complete',
      supportedVersions: [NEWEST, ...HANDSHAKE],
      capabilities: { tools: {} },
      instructions: expect.stringContaining('get_reconciliation'),
      _meta: { [`${META}/serverInfo`]: { name: 'legbook' } },
    })
  })

  it('lists tools that only this client may keep, and calls them', async () => {
    const list = stateless('tools/list')
    expect(await resultOf(post(list.body, list.headers))).toMatchObject({
      resultType: 'complete',
      ttlMs: 300_000,
      cacheScope: 'private',
    })
    const call = stateless('tools/call', { name: 'get_stats', arguments: {} })
    expect(await resultOf(post(call.body, call.headers))).toMatchObject({
      resultType: 'complete',
      structuredContent: { status: 'success', total: { trades: 0 } },
    })
  })

  it('has neither initialize nor ping: 404', async () => {
    for (const method of ['initialize', 'ping', 'subscriptions/listen']) {
      const { body, headers } = stateless(method)
      await expectFailure(post(body, headers), 404, -32601)
    }
  })

  it('requires that headers repeat the body', async () => {
    const { body, headers } = stateless('tools/call', { name: 'get_stats' })
    const without = (name: string) =>
      Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name))
    for (const wrong of [
      without('MCP-Protocol-Version'),
      without('Mcp-Method'),
      without('Mcp-Name'),
      { ...headers, 'MCP-Protocol-Version': '2025-11-25' },
      { ...headers, 'Mcp-Method': 'tools/list' },
      { ...headers, 'Mcp-Name': 'list_trades' },
      { ...headers, 'Mcp-Name': '=?base64?%%%?=' },
    ])
      await expectFailure(post(body, wrong), 400, -32020)
    const encoded = { ...headers, 'Mcp-Name': `=?base64?${btoa('get_stats')}?=` }
    await resultOf(post(body, encoded))
  })

  it('requires the version and the capabilities of the client in _meta', async () => {
    const { headers, _meta } = stateless('tools/list')
    for (const name of Object.keys(_meta).filter((key) => !key.endsWith('clientInfo'))) {
      const left = Object.fromEntries(Object.entries(_meta).filter(([key]) => key !== name))
      await expectFailure(post(request('tools/list', { _meta: left }), headers), 400, -32602)
    }
  })
})

describe('the endpoint', () => {
  it('opens no stream and ends no session: GET and DELETE get 405', async () => {
    for (const method of ['GET', 'DELETE']) {
      const response = await api.request('/mcp', {
        method,
        headers: { ...bearer(API_TOKEN), Accept: 'text/event-stream' },
      })
      expect(response.headers.get('Allow')).toBe('POST')
      await expectError(response, 'method_not_allowed')
    }
  })

  it('refuses pages of other origins, and allows those of CORS_ORIGINS and its own', async () => {
    const own = 'http://localhost'
    const allowed = 'https://app.example.com'
    const { request: ask } = clientOf({
      db: api.db,
      settings: settingsOf({
        DATABASE_URL: 'postgresql://tester:secret@db.test/legbook',
        CORS_ORIGINS: allowed,
      }),
      now: () => new Date(),
      sync: () => Promise.reject(new Error('no sync')),
    })
    const from = (Origin: string) =>
      ask('/mcp', {
        method: 'POST',
        headers: { ...bearer(API_TOKEN), Origin },
        body: JSON.stringify(request('ping')),
      })
    for (const origin of [own, allowed]) expect((await from(origin)).status).toBe(200)
    for (const origin of ['https://evil.example', 'null', 'http://localhost:81', ''])
      await expectError(await from(origin), 'origin_not_allowed')
  })

  it('lets a page of another origin send the headers of the protocol', async () => {
    const { headers } = await api.request('/mcp', {
      method: 'OPTIONS',
      headers: { Origin: 'https://app.example.com', 'Access-Control-Request-Method': 'POST' },
    })
    for (const name of ['MCP-Protocol-Version', 'Mcp-Method', 'Mcp-Name'])
      expect(headers.get('Access-Control-Allow-Headers')).toContain(name)
  })

  it('counts a call of a tool once, and each call of a batch beside the batch', async () => {
    let count = 0
    const limiter = {
      limit: async () => {
        count += 1
        return { success: true }
      },
    }
    const settings = { ...settingsOf({ DATABASE_URL: 'postgresql://t:s@db.test/legbook' }) }
    const { request: ask } = clientOf({
      db: api.db,
      settings: { ...settings, tokenLimiter: limiter },
      now: () => new Date(),
      sync: () => Promise.reject(new Error('no sync')),
    })
    const call = request('tools/call', { name: 'list_trades' })
    const send = (body: unknown) =>
      ask('/mcp', { method: 'POST', headers: bearer(API_TOKEN), body: JSON.stringify(body) })
    await send(call)
    expect(count).toBe(1)
    await send([call, call, call])
    expect(count).toBe(5)
  })

  it('tells the model to wait when a limit refuses a tool', async () => {
    const settings = settingsOf({ DATABASE_URL: 'postgresql://t:s@db.test/legbook' })
    const { request: ask } = clientOf({
      db: api.db,
      settings: { ...settings, expensiveLimiter: { limit: async () => ({ success: false }) } },
      now: () => new Date(),
      sync: () => Promise.reject(new Error('no sync')),
    })
    const body = JSON.stringify(request('tools/call', { name: 'get_stats' }))
    const answer = ask('/mcp', { method: 'POST', headers: bearer(API_TOKEN), body })
    const result = await resultOf(answer)
    expect(result).toMatchObject({ isError: true })
    expect(JSON.stringify(result)).toMatch(/rate_limited\) Try again after 60 seconds/)
  })

  it('gives the log the id of the request for the tool too', async () => {
    const { request: ask, logged } = clientOf({
      db: api.db,
      settings: settingsOf({ DATABASE_URL: 'postgresql://t:s@db.test/legbook' }),
      now: () => {
        throw new Error('broken')
      },
      sync: () => Promise.reject(new Error('no sync')),
    })
    const body = JSON.stringify(request('tools/call', { name: 'get_reconciliation' }))
    const headers = { ...bearer(API_TOKEN), 'X-Request-ID': 'the-same-id' }
    const result = await resultOf(ask('/mcp', { method: 'POST', headers, body }))
    expect(JSON.stringify(result)).toContain('The request_id is the-same-id.')
    expect(logged).toMatchObject([{ event: 'request_failed', request_id: 'the-same-id' }])
  })
})

describe('whatever is sent', () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\u0000', '\ud800', '../x'))
  const value = fc.oneof(text, fc.jsonValue(), fc.double(), fc.bigInt().map(String))
  const names = [
    ...['list_trades', 'get_trade', 'list_campaigns', 'get_campaign', 'get_stats', 'merge_trades'],
    ...['list_positions', 'list_orders', 'get_reconciliation', 'get_sync_status', 'split_trade'],
    ...['list_overrides', 'update_trade', 'delete_override'],
  ]
  const parameters = [
    ...['limit', 'cursor', 'status', 'underlying', 'account', 'since', 'trade_id', 'trade_ids'],
    ...[
      'id',
      'tags',
      'note',
      'strategy',
      'order_ids',
      'idempotency_key',
      'equity_curve',
      '__proto__',
    ],
  ]
  const call = fc
    .tuple(
      fc.constantFrom(...names),
      fc.dictionary(fc.oneof(fc.constantFrom(...parameters), text), value, { maxKeys: 4 }),
    )
    .map(([name, args]) => request('tools/call', { name, arguments: args }))
  const message = fc.record(
    {
      jsonrpc: fc.oneof({ weight: 5, arbitrary: fc.constant('2.0') }, fc.jsonValue()),
      id: fc.oneof(fc.integer(), fc.jsonValue()),
      method: fc.oneof(fc.constantFrom('initialize', 'tools/list', 'tools/call', 'ping'), text),
      params: fc.jsonValue(),
    },
    { requiredKeys: [] },
  )
  const body = fc.oneof(call, call, message, fc.array(message, { maxLength: 3 }), fc.jsonValue())

  it('is answered in JSON-RPC, never with an error of the server', {
    timeout: 300_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(
        body,
        fc.constantFrom(undefined, '2025-11-25', NEWEST, 'x'),
        async (sent, version) => {
          const headers: Headers = version ? { 'MCP-Protocol-Version': version } : {}
          const response = await post(sent, headers)
          const answered = await response.text()
          expect(response.status, answered).toBeLessThan(500)
          if (response.status === 202) return
          const replies: unknown = JSON.parse(answered)
          z.union([success, failure, z.array(z.union([success, failure]))]).parse(replies)
          expect(answered).not.toMatch(/internal_error|database_unavailable/)
        },
      ),
      { numRuns: runsOf(2_000, { few: 150 }), seed: 20261130 },
    )
    expect(api.logged.filter(({ level }) => level === 'error')).toEqual([])
  })

  it('changes nothing with a token that may only read', async () => {
    await fc.assert(
      fc.asyncProperty(call, async (sent) => {
        await post(sent, {}, READ_TOKEN)
      }),
      { numRuns: runsOf(300, { few: 30 }), seed: 20261130 },
    )
    for (const table of [tradeOverrides, syncRuns]) expect(await api.db.$count(table)).toBe(0)
  })
})
