import { beforeAll, describe, expect, it } from 'vitest'
import { BASE_PATH, createApp } from '../../../src/api/app'
import {
  auditLog,
  idempotencyKeys,
  ledgerDirty,
  syncRuns,
  tradeOverrides,
} from '../../../src/db/schema'
import { type Api, bearer, openApi, tokenNamed } from './api'
import { expectError } from './errors'

const ID = '00000000-0000-4000-8000-000000000000'
const SCOPES = ['read', 'sync', 'edit', 'raw'] as const

interface Row {
  /** The scope that the route needs; `any` if every token may; `open` if it needs no token. */
  scope: (typeof SCOPES)[number] | 'any' | 'open'
  /** Status of a valid request, without any trade or account; 200 by default. */
  answer?: number
  /** A refused query and the wrong parameter. */
  query?: [query: string, param: string]
  /** A valid label in the path, where an id is none. */
  label?: string
  /** A valid body. */
  body?: object
  /** Whether the body is JSON-RPC, which has errors of its own: test/integration/api/mcp. */
  isRpc?: boolean
  /** Refused bodies and the wrong parameter. */
  refused?: [body: unknown, param: string][]
}

const syncRow: Row = {
  scope: 'sync',
  body: {},
  refused: [
    [{ account: '' }, 'account'],
    [{ account: 7 }, 'account'],
    [{ since: 'yesterday' }, 'since'],
  ],
}

const trades = { scope: 'read', query: ['status=ajar', 'status'] } satisfies Row

/** Every route. The test fails if the router and this table differ. */
const ROUTES: Record<string, Row> = {
  'GET /health': { scope: 'open' },
  'GET /openapi.json': { scope: 'open' },
  'GET /docs': { scope: 'open' },
  'GET /me': { scope: 'any' },
  'GET /sync': { scope: 'read' },
  'POST /sync': syncRow,
  'POST /sync/orders': syncRow,
  'POST /sync/positions': syncRow,
  'POST /sync/activities': syncRow,
  'GET /sync/quarantine': { scope: 'read', query: ['healed=perhaps', 'healed'] },
  'POST /sync/quarantine/retry': {
    scope: 'sync',
    body: {},
    refused: [
      [{ account: '' }, 'account'],
      [{ ids: [] }, 'ids'],
      [{ ids: ['x'] }, 'ids'],
    ],
  },
  'GET /orders': { scope: 'read', query: ['limit=0', 'limit'] },
  'GET /orders/:trade_id': { scope: 'read', answer: 404, query: ['include=all', 'include'] },
  'GET /positions': { scope: 'read', query: ['is_open=perhaps', 'is_open'] },
  'GET /trades': trades,
  'GET /trades/:trade_id': { scope: 'read', answer: 404, query: ['account=', 'account'] },
  'GET /campaigns': { scope: 'read', query: ['status=partial', 'status'] },
  'GET /campaigns/:campaign_id': { scope: 'read', answer: 404, query: ['account=', 'account'] },
  'GET /lots': { scope: 'read', query: ['section_1256=perhaps', 'section_1256'] },
  'GET /lots.csv': { scope: 'read', query: ['fields=gain,nonsense', 'fields'] },
  'GET /orders.csv': { scope: 'read', query: ['fields=id,nonsense', 'fields'] },
  'GET /trades.csv': trades,
  'GET /stats': trades,
  'GET /calendar.ics': { scope: 'read', query: ['token=short', 'token'] },
  'GET /reconciliation': { scope: 'read', query: ['account=', 'account'] },
  'GET /events': { scope: 'read', query: ['types=guess', 'types'] },
  'GET /webhooks': { scope: 'edit' },
  'POST /webhooks': {
    scope: 'edit',
    answer: 201,
    body: { url: 'https://hooks.example.com/x', types: ['trade.opened'] },
    refused: [
      [{ types: ['trade.opened'] }, 'url'],
      [{ url: 'https://hooks.example.com/x' }, 'types'],
      [{ url: 'https://hooks.example.com/x', types: [] }, 'types'],
      [{ url: 'https://hooks.example.com/x', types: ['guess'] }, 'types'],
      [{ url: 'http://hooks.example.com/x', types: ['reset'] }, 'url'],
      [{ url: 'https://hooks.example.com/x', types: ['reset'], format: 'xml' }, 'format'],
      [{ url: 'https://hooks.example.com/x', types: ['reset'], account: 'nobody' }, 'account'],
    ],
  },
  'GET /webhooks/:id': { scope: 'edit', answer: 404, query: ['limit=0', 'limit'] },
  'PATCH /webhooks/:id': {
    scope: 'edit',
    answer: 404,
    body: { active: false },
    refused: [
      [{}, 'body'],
      [{ active: 'no' }, 'active'],
      [{ url: 'https://127.0.0.1/' }, 'url'],
      [{ types: [] }, 'types'],
    ],
  },
  'DELETE /webhooks/:id': { scope: 'edit', answer: 404 },
  'POST /webhooks/:id/test': { scope: 'edit', answer: 404 },
  'POST /webhooks/:id/rotate': { scope: 'edit', answer: 404 },
  'POST /webhooks/:id/deliveries/:delivery_id/redeliver': { scope: 'edit', answer: 404 },
  // Needs an upgrade to WebSocket.
  'GET /live': { scope: 'read', answer: 426, query: ['after=x', 'after'] },
  'GET /overrides': { scope: 'read', query: ['kind=guess', 'kind'] },
  'DELETE /overrides/:id': { scope: 'edit', answer: 404 },
  'PATCH /trades/:trade_id': {
    scope: 'edit',
    answer: 404,
    body: { note: 'x' },
    refused: [
      [{}, 'body'],
      [{ note: 7 }, 'note'],
      [{ tags: 'x' }, 'tags'],
      [{ strategy: 'x'.repeat(65) }, 'strategy'],
    ],
  },
  'POST /trades/merge': {
    scope: 'edit',
    answer: 404,
    body: { trade_ids: [ID, ID.replace('4', '5')] },
    refused: [
      [{}, 'trade_ids'],
      [{ trade_ids: [ID] }, 'trade_ids'],
      [{ trade_ids: Array(101).fill(ID) }, 'trade_ids'],
    ],
  },
  'POST /trades/split': {
    scope: 'edit',
    answer: 404,
    body: { trade_id: ID, order_ids: ['o'] },
    refused: [
      [{ trade_id: ID }, 'order_ids'],
      [{ trade_id: 'x', order_ids: ['o'] }, 'trade_id'],
    ],
  },
  'GET /accounts': { scope: 'read', query: ['limit=0', 'limit'] },
  'PUT /accounts/:label': {
    scope: 'edit',
    // A label must not look like an id.
    label: 'mine',
    // KEYS_SECRET is not set.
    answer: 503,
    body: { key_id: 'key', secret_key: 'secret' },
    refused: [
      [{}, 'key_id'],
      [{ key_id: 'key' }, 'secret_key'],
      [{ key_id: 'a b', secret_key: 'secret' }, 'key_id'],
      [{ key_id: 'key', secret_key: 'secret', base_url: 'http://alpaca.test' }, 'base_url'],
    ],
  },
  'DELETE /accounts/:label': { scope: 'edit', answer: 404, query: ['data=all', 'data'] },
  'POST /accounts/:label/resume': { scope: 'edit', answer: 404 },
  'POST /mcp': { scope: 'read', body: { jsonrpc: '2.0', id: 1, method: 'ping' }, isRpc: true },
  'POST /trades/rebuild': { scope: 'edit', body: {}, refused: [[{ account: '' }, 'account']] },
}

const rows = Object.entries(ROUTES).map(([route, row]) => {
  const [method = '', pattern = ''] = route.split(' ')
  const subject = row.label ?? ID
  return { route, method, pattern, path: pattern.replaceAll(/:\w+/g, subject), subject, ...row }
})
const guarded = rows.filter(({ scope }) => scope !== 'open')
const writing = rows.filter(({ method }) => method !== 'GET')
const withBody = rows.filter(({ body, isRpc }) => body !== undefined && !isRpc)

type Case = (typeof rows)[number]

let api: Api
let syncs = 0

beforeAll(async () => {
  const tokens = SCOPES.map((scope) => ({ name: scope, token: tokenNamed(scope), scopes: [scope] }))
  api = await openApi({
    env: { API_TOKENS: JSON.stringify(tokens) },
    sync: async () => {
      syncs += 1
      const counts = { seen: 0, inserted: 0, updated: 0, unchanged: 0, quarantined: 0 }
      return {
        report: { ...counts, count: 0, has_more: false, duration_ms: 0 },
        accounts: [],
      }
    },
  })
})

/** The request with its valid body and API_TOKEN, unless overridden. */
const ask = ({ method, path, body }: Case, init: RequestInit = {}, suffix = '') =>
  api.request(`${path}${suffix}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...init,
  })

const withBytes = (size: number, chunked: boolean) => {
  const text = 'x'.repeat(size)
  return chunked ? new Blob([text]).stream() : text
}

/** Methods of a path. GET /trades/merge is the trade with the id merge. */
function methodsOf(path: string): string[] {
  const answering = rows.filter(({ pattern }) =>
    new RegExp(`^${pattern.replaceAll(/:\w+/g, '[^/]+')}$`).test(path),
  )
  const methods = answering.map(({ method }) => method)
  return [...methods, ...(methods.includes('GET') ? ['HEAD'] : [])].toSorted()
}

function routesOf(app: ReturnType<typeof createApp>): string[] {
  const routes = app.routes
    .filter(({ method, path }) => method !== 'ALL' && path.startsWith(BASE_PATH))
    .map(({ method, path }) => `${method} ${path.slice(BASE_PATH.length)}`)
  return [...new Set(routes)].toSorted()
}

const problem = { code: 'misconfigured', setting: 'X', message: 'X must be good.' } as const

it('the table has every route', () => {
  const app = createApp({ problem, log: () => undefined })
  expect(routesOf(app)).toEqual(Object.keys(ROUTES).toSorted())
})

describe.each(rows)('$route', (row) => {
  const { path, scope, answer = 200 } = row

  it('answers a valid request with success', async () => {
    expect((await ask(row)).status).toBe(answer)
  })

  it.each([
    ['no token', {}],
    ['an empty token', { Authorization: 'Bearer ' }],
    ['a wrong token', bearer('wrong')],
    ['a token of another scheme', { Authorization: 'Basic cmVhZDpyZWFk' }],
    ['a token in a cookie', { Cookie: 'token=read' }],
  ])('is open to nobody with %s, or to everybody', async (_, headers) => {
    const response = await ask(row, { headers })
    if (scope === 'open') expect(response.status).toBe(200)
    else await expectError(response, 'unauthorized')
  })

  it.each(SCOPES)('allows the scope %s only if the route needs it', async (held) => {
    const response = await ask(row, { headers: bearer(tokenNamed(held)) })
    if (scope === 'open' || scope === 'any' || scope === held)
      return expect(response.status).toBe(answer)
    const { message } = await expectError(response, 'forbidden')
    expect(message).toContain(`the scope ${scope};`)
  })

  it('answers 405 with Allow to any other method', async () => {
    const allowed = methodsOf(path)
    for (const wrong of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND']) {
      if (allowed.includes(wrong)) continue
      const response = await api.request(path, { method: wrong })
      expect(response.headers.get('Allow')).toBe(allowed.join(', '))
      await expectError(response, 'method_not_allowed')
    }
  })
})

describe.each(guarded)('$route refuses', (row) => {
  it('an unknown query parameter', async () => {
    await expectError(await ask(row, {}, '?nonsense=1'), 'invalid_parameter', 'nonsense')
  })

  it.each(row.query ? [row.query] : [])('an invalid query: %s', async (query, param) => {
    await expectError(await ask(row, {}, `?${query}`), 'invalid_parameter', param)
    await expectError(await ask(row, {}, `?${query}&${query}`), 'invalid_parameter', param)
  })

  it.each(row.pattern.match(/(?<=:)\w+/g) ?? [])(
    'a malformed id in the path: %s',
    async (param) => {
      const isLabel = param === 'label'
      for (const id of isLabel
        ? ['%00', 'x'.repeat(81), 'a%0Ab']
        : ['x', `${ID}0`, '%00', '%27%20or%20true--', 'null']) {
        const path = row.pattern.replace(`:${param}`, id).replaceAll(/:\w+/g, row.subject)
        await expectError(await ask({ ...row, path }), 'invalid_parameter', param)
      }
    },
  )

  it('every request while the settings are invalid', async () => {
    const app = createApp({ problem, log: () => undefined })
    const response = await app.request(`${BASE_PATH}${row.path}`, { method: row.method })
    await expectError(response, 'misconfigured')
  })
})

describe.each(withBody)('$route refuses in a body', (row) => {
  it.each(['{', '{"a":1}{}', 'a=1', '\u0000', '<xml/>'])(
    'text that is not JSON: %j',
    async (body) => {
      await expectError(await ask(row, { body }), 'invalid_json')
    },
  )

  it.each(['[]', 'null', '7', '"text"'])('JSON that is not an object: %s', async (body) => {
    await expectError(await ask(row, { body }), 'invalid_parameter', 'body')
  })

  it('an unknown property', async () => {
    const body = JSON.stringify({ ...row.body, nonsense: 1 })
    await expectError(await ask(row, { body }), 'invalid_parameter', 'nonsense')
  })

  it.each(row.refused ?? [])('an invalid value: %j', async (body, param) => {
    const response = await ask(row, { body: JSON.stringify(body) })
    await expectError(response, 'invalid_parameter', param)
  })

  it('no valid JSON because of its Content-Type', async () => {
    const headers = {
      ...bearer(tokenNamed('edit')),
      ...bearer(tokenNamed(row.scope)),
      'Content-Type': 'text/plain',
    }
    expect((await ask(row, { headers })).status).toBe(row.answer ?? 200)
  })
})

describe.each(writing)('$route, as every write, refuses', (row) => {
  it.each([
    [65_537, false],
    [65_537, true],
    [10_000_000, false],
    [10_000_000, true],
  ])('a body of %i bytes (in chunks: %s)', async (size, chunked) => {
    const length: Record<string, string> = chunked
      ? { 'Transfer-Encoding': 'chunked' }
      : { 'Content-Length': String(size) }
    const headers = { ...bearer(tokenNamed(row.scope)), ...length }
    await expectError(
      await ask(row, { headers, body: withBytes(size, chunked) }),
      'payload_too_large',
    )
  })

  it('an invalid Idempotency-Key', async () => {
    const headers = { ...bearer(tokenNamed(row.scope)), 'Idempotency-Key': 'x'.repeat(256) }
    await expectError(await ask(row, { headers }), 'invalid_parameter', 'Idempotency-Key')
  })
})

describe('other paths', () => {
  it.each(['/', '/nowhere', '/trades/x/y', '/sync/everything', '/../health', '//orders'])(
    'there is nothing: %s',
    async (path) => {
      await expectError(await api.request(path), 'not_found')
    },
  )

  it('a path in another case or with a trailing slash is not found', async () => {
    for (const path of ['/Orders', '/orders/'])
      await expectError(await api.request(path), 'not_found')
  })
})

describe('all refused requests', () => {
  it('changed nothing', async () => {
    const before = syncs
    for (const row of guarded) {
      await ask(row, { headers: {} })
      await ask(row, {}, '?nonsense=1')
    }
    for (const row of withBody) await ask(row, { body: '{"nonsense":1}' })
    expect(syncs).toBe(before)
    for (const table of [tradeOverrides, auditLog, idempotencyKeys, ledgerDirty, syncRuns]) {
      expect(await api.db.$count(table)).toBe(0)
    }
  })
})
