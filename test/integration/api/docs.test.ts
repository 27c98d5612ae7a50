import { encodeBase64 } from 'hono/utils/encode'
import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { BASE_PATH, createApp } from '../../../src/api/app'
import { ERRORS } from '../../../src/api/http/errors'
import { RECORDINGS } from '../../../src/api/reference/recordings'
import { holdToContract } from '../../support/contract'
import { type Api, openApi } from './api'
import { expectError } from './errors'
import { readOperations } from './fuzz/operations'

const operation = z.object({
  operationId: z.string(),
  security: z.array(z.unknown()).optional(),
  responses: z.record(
    z.string(),
    z.object({ content: z.record(z.string(), z.unknown()).optional() }),
  ),
})

const documentShape = z.object({
  openapi: z.literal('3.1.0'),
  paths: z.record(z.string(), z.record(z.string(), operation)),
})

const problem = { code: 'not_configured', setting: 'DATABASE_URL', message: 'is not set' } as const
const app = createApp({ problem, log: () => undefined })

const ask = async (path: string) => app.request(`${BASE_PATH}${path}`)

describe('GET /openapi.json', () => {
  let paths: z.output<typeof documentShape>['paths']

  beforeAll(async () => {
    paths = documentShape.parse(await (await ask('/openapi.json')).json()).paths
  })

  it('has exactly the routes of the router', () => {
    const routed = app.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`)
    const documented = Object.entries(paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${BASE_PATH}${path}`),
    )
    expect(documented.toSorted()).toEqual([...new Set(routed)].toSorted())
    expect(documented.length).toBeGreaterThan(15)
  })

  it('has a unique operationId for each operation', () => {
    const ids = Object.values(paths).flatMap((item) =>
      Object.values(item).map(({ operationId }) => operationId),
    )
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('documents 401, 500 and 503 for each route that needs a token', () => {
    for (const item of Object.values(paths)) {
      for (const { security, responses } of Object.values(item)) {
        if (security?.length === 0) continue
        expect(Object.keys(responses)).toEqual(expect.arrayContaining(['401', '500', '503']))
      }
    }
  })

  it('documents every error except those without a route', () => {
    const text = JSON.stringify(paths)
    const unknown = Object.keys(ERRORS).filter((code) => !text.includes(`/examples/${code}"`))
    expect(unknown).toEqual(['not_found', 'method_not_allowed'])
  })
})

describe('a Worker without its static assets', () => {
  it.each(['/openapi.json', '/docs'])('answers misconfigured: %s', async (path) => {
    const bare = createApp({ problem, log: () => undefined, reference: async () => null })
    const response = await bare.request(`${BASE_PATH}${path}`)
    const error = await expectError(response, 'misconfigured')
    expect(error.message).toContain('assets')
  })
})

describe('GET /docs', () => {
  it('is one page that loads nothing else, without a token', async () => {
    const response = await ask('/docs')
    expect(response.headers.get('Content-Type')).toContain('text/html')
    const page = await response.text()
    expect(page).toContain('/orders/{trade_id}')
    expect(page).not.toMatch(/<script[^>]|<link(?! rel="icon" href="data:,")|src=|@import|url\(/)
  })

  it('allows its own script by its hash, and nothing else', async () => {
    const response = await ask('/docs')
    const [, script = ''] = /<script>([\s\S]*)<\/script>/.exec(await response.text()) ?? []
    const bytes = new TextEncoder().encode(script)
    const hash = encodeBase64(await crypto.subtle.digest('SHA-256', bytes))
    expect(script.length).toBeGreaterThan(500)
    expect(response.headers.get('Content-Security-Policy')?.split('; ')).toEqual([
      "default-src 'none'",
      "style-src 'unsafe-inline'",
      `script-src 'sha256-${hash}'`,
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ])
  })

  it('has a curl line of every operation, and a client line of those of the client', async () => {
    const page = await (await ask('/docs')).text()
    for (const { id, method, path } of readOperations()) {
      const [section = ''] =
        page.match(new RegExp(`<section id="${id}">[\\s\\S]*?</section>`)) ?? []
      const [line = ''] = section.match(/<code>curl .*?<\/code>/) ?? []
      const start = path.replace(/\{.*/, '')
      expect(line).toContain(`$API${start}`)
      if (method !== 'GET') expect(line).toContain(`-X ${method} `)
      if (id !== 'getDocs') expect(section).toContain('legbook.')
    }
  })

  it('lists trades before the sync', async () => {
    const page = await (await ask('/docs')).text()
    expect(page.indexOf('<section id="listTrades">')).toBeLessThan(
      page.indexOf('<section id="sync">'),
    )
  })

  it('lists the words of a closed vocabulary below its name', async () => {
    const page = await (await ask('/docs')).text()
    const [section = ''] = page.match(/<section id="OrderSide">.*/) ?? []
    expect(section).toContain('Side of an order or an execution.')
    expect(section).toContain('<code>buy</code> <code>sell</code>')
  })

  it('says of a nullable property of a named type that it can be null', async () => {
    const page = await (await ask('/docs')).text()
    expect(page).toContain('Direction</a> or null<td>')
    expect(page).not.toContain('</a> or <td>')
  })
})

describe('the recorded answers of the reference', () => {
  it('are of nearly all operations', () => {
    const recorded = Object.keys(RECORDINGS)
    const ids = readOperations().map(({ id }) => id)
    expect(recorded.filter((id) => !ids.includes(id))).toEqual([])
    expect(recorded.length).toBeGreaterThanOrEqual(30)
  })

  it.each(readOperations().filter(({ id }) => RECORDINGS[id] !== undefined))(
    'fit the contract, else npm run api:record makes them anew: $id',
    async ({ id, method, path }) => {
      const { answer } = RECORDINGS[id] ?? {}
      const isFile = typeof answer === 'string'
      const headers = {
        'Content-Type': isFile ? 'text/csv; charset=utf-8' : 'application/json',
        'X-Request-ID': 'r',
        'Cache-Control': 'no-store',
        ...(method === 'GET' && !isFile && !['getHealth'].includes(id) && { ETag: 'W/"x"' }),
        ...(isFile && { 'Content-Disposition': 'attachment; filename="x.csv"' }),
      }
      const body = isFile ? answer : JSON.stringify(answer)
      const fetch = holdToContract(async () => new Response(body, { headers }))
      const url = `https://legbook.test${BASE_PATH}${path.replaceAll(/\{\w+\}/g, crypto.randomUUID())}`
      await expect(fetch(new Request(url, { method }))).resolves.toBeInstanceOf(Response)
    },
  )
})

describe('the contract check of every response in every test', () => {
  let api: Api

  beforeAll(async () => {
    api = await openApi()
  })

  /** Requests /orders, and changes the response before the contract check. */
  const changed = (change: (response: Response, body: object) => Response) => {
    const fetch = holdToContract(async (request) => {
      const response = await api.request(new URL(request.url).pathname.replace(BASE_PATH, ''))
      if (!request.url.endsWith('/orders')) return response
      return change(response, z.looseObject({}).parse(await response.clone().json()))
    })
    return async () => fetch(new Request(`https://legbook.test${BASE_PATH}/orders`))
  }

  const json = (body: object, { status, headers }: ResponseInit) =>
    Response.json(body, { ...(status && { status }), ...(headers && { headers }) })

  const withHeader = ({ status, headers: sent, body }: Response, name: string, value: string) => {
    const headers = new Headers(sent)
    headers.set(name, value)
    return new Response(body, { status, headers })
  }

  it('accepts a response of the contract', async () => {
    await expect(changed((response) => response)()).resolves.toBeInstanceOf(Response)
  })

  it.each<[string, RegExp, (response: Response, body: object) => Response]>([
    ['a property', /extra/, (response, body) => json({ ...body, extra: 1 }, response)],
    ['a type', /orders/, (response, body) => json({ ...body, orders: {} }, response)],
    ['a missing property', /next_cursor/, (r) => json({ status: 'success', orders: [] }, r)],
    [
      'a property of a row',
      /orders\[0\]/,
      (response, body) => json({ ...body, orders: [{ id: 'x' }] }, response),
    ],
    [
      'a status',
      /no such status/,
      ({ body, headers }) => new Response(body, { status: 418, headers }),
    ],
    ['a header', /x-extra/, (response) => withHeader(response, 'X-Extra', 'yes')],
    [
      'a missing header',
      /X-Request-ID is missing/,
      (_, body) => json(body, { headers: { 'Cache-Control': 'no-store' } }),
    ],
    [
      'a content type',
      /no such content type/,
      (response) => withHeader(response, 'Content-Type', 'text/plain'),
    ],
    [
      'an error code',
      /no such code/,
      (response) => {
        const headers = new Headers(response.headers)
        headers.delete('ETag')
        const error = { code: 'trade_not_found', message: '-' }
        return json({ status: 'error', error, request_id: '1' }, { status: 400, headers })
      },
    ],
  ])('refuses %s that is not in the contract', async (_, message, change) => {
    await expect(changed(change)()).rejects.toThrow(message)
  })

  it('runs for every app that a test creates', async () => {
    const report = { count: 0, extra: 1 }
    const odd = await openApi({
      sync: async () => JSON.parse(JSON.stringify({ report, accounts: [] })),
    })
    await expect(odd.request('/sync', { method: 'POST' })).rejects.toThrow('extra')
  })
})
