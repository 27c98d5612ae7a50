import { eq } from 'drizzle-orm'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { documentedRoutes } from '../../../../src/api/app'
import { openApiDocument } from '../../../../src/api/reference/openapi'
import { alpacaTrades, tradeOverrides } from '../../../../src/db/schema'
import { busyAccount } from '../../../support/busy-account'
import { API_TOKEN, bearer, READ_TOKEN } from '../api'
import { openingOrders, verticals } from '../verticals'
import { openSynced, type SyncedApi } from '../world'
import { firstClient, type McpClient, newestClient, type ToolAnswer } from './sdk-clients'

const CLIENTS: [
  name: string,
  version: string,
  open: (api: SyncedApi, token: string) => Promise<McpClient>,
][] = [
  ['@modelcontextprotocol/sdk', '2025-11-25', firstClient],
  [
    '@modelcontextprotocol/client with a handshake',
    '2025-11-25',
    (api, token) => newestClient(api, token, 'legacy'),
  ],
  [
    '@modelcontextprotocol/client that probes',
    '2026-07-28',
    (api, token) => newestClient(api, token, 'auto'),
  ],
  [
    '@modelcontextprotocol/client of 2026-07-28',
    '2026-07-28',
    (api, token) => newestClient(api, token, { pin: '2026-07-28' }),
  ],
]

const READING = [
  'list_trades',
  'get_trade',
  'list_campaigns',
  'get_campaign',
  'get_stats',
  'list_positions',
  'list_orders',
  'get_reconciliation',
  'get_sync_status',
  'list_overrides',
]
const EDITING = ['update_trade', 'merge_trades', 'split_trade', 'delete_override']

const rows = z.array(z.record(z.string(), z.unknown()))
const page = z.looseObject({ next_cursor: z.string().nullable() })
const id = z.object({ id: z.string() })

/** The rows of a list in an answer. */
const listIn = (answer: ToolAnswer, list: string) => rows.parse(answer.structuredContent?.[list])

const textOf = ({ content: [{ text }] }: ToolAnswer): string => text

describe.each(CLIENTS)('%s', (_, version, open) => {
  let api: SyncedApi
  let client: McpClient

  beforeAll(async () => {
    api = await openSynced({
      paper: busyAccount(80),
      small: verticals(),
    })
  }, 120_000)

  beforeEach(async () => {
    client = await open(api, API_TOKEN)
  })

  afterEach(() => client.close())

  it('agrees on the newest revision that it speaks, and gets instructions', () => {
    expect(client.version).toBe(version)
    expect(client.instructions).toContain('Alpaca')
  })

  it('lists every tool, and with a token that may only read no tool that edits', async () => {
    const tools = await client.tools()
    expect(tools.map(({ name }) => name)).toEqual([...READING, ...EDITING])
    const reader = await open(api, READ_TOKEN)
    expect((await reader.tools()).map(({ name }) => name)).toEqual(READING)
    await reader.close()
  })

  it('calls every tool that reads, with the answer of the route', async () => {
    const { structuredContent } = await client.call('list_trades', { account: 'small' })
    const [trade] = rows.parse(structuredContent?.trades)
    const { trade_id, campaign_id } = trade ?? {}
    const calls: [tool: string, args: Record<string, unknown>, path: string][] = [
      [
        'list_trades',
        { status: ['open', 'partial'], limit: 3 },
        '/trades?status=open,partial&limit=3',
      ],
      ['get_trade', { trade_id }, `/trades/${trade_id}`],
      ['list_campaigns', {}, '/campaigns?limit=10'],
      ['get_campaign', { campaign_id }, `/campaigns/${campaign_id}`],
      ['get_stats', { equity_curve: true, since: '2026-01-01' }, '/stats?since=2026-01-01'],
      ['list_positions', { account: 'small' }, '/positions?account=small&limit=10'],
      ['list_orders', { underlying: 'spy' }, '/orders?underlying=spy&limit=10'],
      ['get_reconciliation', {}, '/reconciliation'],
      ['get_sync_status', { account: 'small' }, '/sync?account=small'],
      ['list_overrides', {}, '/overrides?limit=10'],
    ]
    expect(calls.map(([tool]) => tool)).toEqual(READING)
    for (const [tool, args, path] of calls) {
      const answer = await client.call(tool, args)
      const expected = await (await api.request(path)).json()
      expect(answer.isError, textOf(answer)).toBeUndefined()
      expect(answer.structuredContent, tool).toEqual(expected)
      expect(JSON.parse(textOf(answer))).toEqual(expected)
    }
  })

  it('reads a list of 10 rows a page until the last one, each row once', async () => {
    const seen = new Set<unknown>()
    let cursor: string | null | undefined
    do {
      const answer = await client.call('list_orders', cursor ? { cursor } : {})
      const orders = listIn(answer, 'orders')
      expect(orders.length).toBeLessThanOrEqual(10)
      for (const order of orders) seen.add(order.id)
      cursor = page.parse(answer.structuredContent).next_cursor
    } while (cursor !== null && seen.size < 60)
    expect(seen.size).toBe(60)
    const { structuredContent } = await client.call('list_trades', { account: 'small' })
    expect(page.parse(structuredContent).next_cursor).toBeNull()
  })

  it('gets wrong arguments as results that say what is right', async () => {
    const wrong: [tool: string, args: Record<string, unknown>, text: RegExp][] = [
      ['list_trades', { limit: 501 }, /^limit must be a whole number from 1 to 500/],
      ['list_trades', { status: ['ajar'] }, /^status must be one or more of pending, open/],
      [
        'list_trades',
        { nonsense: 1 },
        /^nonsense is not an argument of list_trades; it takes under/,
      ],
      ['list_trades', { cursor: 'x' }, /^cursor must be the next_cursor of the previous page/],
      ['list_trades', { underlying: {} }, /^underlying must be text, a number/],
      ['list_trades', { account: 'nobody' }, /account is not the id or label of a known account/],
      ['get_trade', {}, /^trade_id is required/],
      ['get_trade', { trade_id: '../orders' }, /^trade_id must be a UUID/],
      ['get_trade', { trade_id: crypto.randomUUID() }, /^No trade has this id.*trade_not_found/],
      ['list_orders', { include: 'raw' }, /^include is not an argument/],
      ['list_positions', { include: 'raw' }, /^include is not an argument/],
      ['get_stats', { equity_curve: 'yes' }, /^equity_curve must be true or false/],
      ['update_trade', { trade_id: crypto.randomUUID() }, /strategy, tags or note/],
      ['merge_trades', {}, /^trade_ids must be two or more/],
      ['merge_trades', { idempotency_key: 'a b' }, /^idempotency_key must be 1 to 255 visible/],
    ]
    for (const [tool, args, text] of wrong) {
      const answer = await client.call(tool, args)
      expect([tool, answer.isError]).toEqual([tool, true])
      expect(textOf(answer)).toMatch(text)
    }
    await expect(client.call('no_such_tool')).rejects.toMatchObject({ code: -32602 })
  })

  it('leaves out a filter by null, as models do that must name every argument', async () => {
    const answer = await client.call('list_orders', { underlying: null, limit: null })
    expect(answer.isError, textOf(answer)).toBeUndefined()
    expect(answer.structuredContent).toEqual((await client.call('list_orders')).structuredContent)
    const missing = await client.call('get_trade', { trade_id: null })
    expect([missing.isError, textOf(missing)]).toEqual([true, 'trade_id is required.'])
  })

  it('never gets a payload as the broker sent it', async () => {
    const tools = await client.tools()
    expect(JSON.stringify(tools)).not.toMatch(/"raw|raw_data/)
    for (const tool of ['list_orders', 'list_positions', 'list_trades'])
      expect(textOf(await client.call(tool))).not.toContain('raw_data')
  })

  it('leaves out the equity curve unless it is asked for', async () => {
    const { structuredContent } = await client.call('get_stats')
    expect(Object.keys(structuredContent ?? {})).toEqual([
      'status',
      'total',
      'by_strategy',
      'by_underlying',
      'by_month',
    ])
  })

  it('tags, annotates, merges, splits and undoes', async () => {
    const small = { account: 'small' }
    const spy = listIn(await client.call('list_trades', { ...small, underlying: 'SPY' }), 'trades')
    const [first, second] = spy.map(({ trade_id }) => String(trade_id))
    const tagged = await client.call('update_trade', {
      trade_id: first,
      tags: ['income'],
      note: 'rolled too late',
    })
    expect(tagged.structuredContent?.trade).toMatchObject({
      tags: ['income'],
      note: 'rolled too late',
    })
    const found = await client.call('list_trades', { ...small, tag: 'income' })
    expect(listIn(found, 'trades')).toHaveLength(1)
    await client.call('update_trade', { trade_id: first, tags: null, note: null })

    const key = crypto.randomUUID()
    const merge = { trade_ids: [first, second], idempotency_key: key }
    const merged = await client.call('merge_trades', merge)
    expect(textOf(merged)).toContain('iron_condor')
    // The same call again merges nothing twice.
    expect(await client.call('merge_trades', merge)).toMatchObject({
      structuredContent: merged.structuredContent,
    })
    const conflict = await client.call('merge_trades', { ...merge, idempotency_key: `${key}2` })
    expect(conflict.isError).toBe(true)
    const undo = { id: id.parse(merged.structuredContent?.override).id }
    expect(listIn(await client.call('delete_override', undo), 'trades')).toHaveLength(2)

    const qqq = listIn(await client.call('list_trades', { ...small, underlying: 'QQQ' }), 'trades')
    const trade_id = String(qqq[0]?.trade_id)
    const puts = await openingOrders(api, trade_id, 'put')
    const split = await client.call('split_trade', { trade_id, order_ids: puts })
    expect(listIn(split, 'trades')).toHaveLength(2)
    const undone = { id: id.parse(split.structuredContent?.override).id }
    expect(listIn(await client.call('delete_override', undone), 'trades')).toHaveLength(1)
  })

  it('is told which scope an edit needs, and changes nothing', async () => {
    const reader = await open(api, READ_TOKEN)
    const answer = await reader.call('update_trade', {
      trade_id: crypto.randomUUID(),
      note: 'x',
    })
    expect(answer.isError).toBe(true)
    expect(textOf(answer)).toMatch(/needs a token with the scope edit; this token has read/)
    await reader.close()
  })
})

describe('the list of tools', () => {
  const operation = z.object({
    operationId: z.string(),
    parameters: z.array(z.object({ name: z.string(), in: z.string() })).default([]),
    requestBody: z
      .object({ content: z.object({ 'application/json': z.object({ schema: z.unknown() }) }) })
      .optional(),
    responses: z.object({
      200: z.object({
        content: z.object({ 'application/json': z.object({ schema: z.unknown() }) }),
      }),
    }),
  })
  const object = z.object({
    properties: z.record(z.string(), z.unknown()),
    required: z.array(z.string()).default([]),
  })

  it('has the names, the arguments and the answers of the OpenAPI document', async () => {
    const api = await openSynced({ paper: verticals() })
    const document: unknown = JSON.parse(JSON.stringify(openApiDocument(documentedRoutes())))
    const { paths, components } = z
      .object({
        paths: z.record(z.string(), z.record(z.string(), z.unknown())),
        components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
      })
      .parse(document)
    const resolved = (schema: unknown) => {
      const reference = z.object({ $ref: z.string() }).safeParse(schema).data
      const name = reference?.$ref.split('/').at(-1)
      return object.parse(name === undefined ? schema : components.schemas[name])
    }
    const operations = new Map(
      Object.values(paths)
        .flatMap((methods) => Object.values(methods))
        .flatMap((one) => operation.safeParse(one).data ?? [])
        .map((one) => [
          one.operationId.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
          one,
        ]),
    )
    const client = await firstClient(api, API_TOKEN)
    for (const { name, inputSchema, outputSchema } of await client.tools()) {
      const known = operations.get(name)
      if (known === undefined) throw new Error(`no operation is named as the tool ${name}`)
      const { parameters, requestBody, responses } = known
      const inBody = requestBody?.content['application/json'].schema
      const names = [
        ...parameters.filter((one) => one.in !== 'header').map((one) => one.name),
        ...(inBody ? Object.keys(resolved(inBody).properties) : []),
      ]
      const own = ['idempotency_key', 'equity_curve']
      const left = ['list_orders', 'list_positions'].includes(name) ? ['include', 'offset'] : []
      expect(Object.keys(inputSchema.properties).filter((one) => !own.includes(one))).toEqual(
        expect.arrayContaining(names.filter((one) => !left.includes(one))),
      )
      const answer = resolved(responses[200].content['application/json'].schema)
      expect(Object.keys(object.parse(outputSchema).properties).toSorted()).toEqual(
        Object.keys(answer.properties).toSorted(),
      )
      expect(answer.required.filter((one) => one !== 'equity_curve').toSorted()).toEqual(
        outputSchema.required.toSorted(),
      )
    }
    await client.close()
  })

  it('says of each tool whether it only reads', async () => {
    const api = await openSynced({ paper: verticals() })
    const client = await firstClient(api, API_TOKEN)
    for (const { name, annotations } of await client.tools()) {
      expect([name, annotations.readOnlyHint]).toEqual([name, READING.includes(name)])
      expect([name, typeof annotations.destructiveHint]).toEqual([
        name,
        READING.includes(name) ? 'undefined' : 'boolean',
      ])
    }
    await client.close()
  })
})

describe('an Idempotency-Key of the request', () => {
  it('belongs to the edit: the same message again changes nothing and gets the same result', async () => {
    const api = await openSynced({ paper: verticals() })
    const trades = await api.db
      .select()
      .from(alpacaTrades)
      .where(eq(alpacaTrades.underlying, 'SPY'))
    const merge = {
      name: 'merge_trades',
      arguments: { trade_ids: trades.map(({ tradeId }) => tradeId) },
    }
    const send = (id: number) =>
      api.request('/mcp', {
        method: 'POST',
        headers: { ...bearer(API_TOKEN), 'Idempotency-Key': 'once' },
        body: JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: merge }),
      })
    const first = await send(1)
    const second = await send(2)
    expect(first.headers.get('Idempotent-Replayed')).toBeNull()
    expect(second.headers.get('Idempotent-Replayed')).toBe('true')
    const answer = z.object({ id: z.number(), result: z.looseObject({}) })
    const { result } = answer.parse(await first.json())
    expect(result).not.toHaveProperty('isError')
    expect(answer.parse(await second.json())).toEqual({ id: 2, result })
    expect(await api.db.$count(tradeOverrides)).toBe(1)
  })
})
