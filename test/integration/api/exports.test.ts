import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { orderListSchema } from '../../../src/api/orders/schemas'
import { tradeListSchema } from '../../../src/api/trades/schemas'
import { alpacaOrders } from '../../../src/db/schema'
import { ACCOUNT_ID, type Api, insertAccount, openApi } from './api'
import { expectError } from './errors'
import { verticals } from './verticals'
import { openSynced } from './world'

const PAGE = 500

/** Parses a file like a spreadsheet: rows of cells without quotes. */
function parse(text: string): Record<string, string>[] {
  expect(text.startsWith('\uFEFF')).toBe(true)
  const rows: string[][] = [[]]
  for (const [, quoted, plain = '', end] of text
    .slice(1)
    .matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain)
    if (end === '\r\n') rows.push([])
  }
  expect(rows.pop()).toEqual([])
  const [names = [], ...lines] = rows
  return lines.map((cells) => {
    expect(cells.length).toBe(names.length)
    return Object.fromEntries(names.map((name, i) => [name, cells[i] ?? '']))
  })
}

/** Decodes text with its byte order mark, which text() would remove. */
const fileOf = async (response: Response) =>
  new TextDecoder('utf-8', { ignoreBOM: true, fatal: true }).decode(await response.arrayBuffer())

async function exported(api: Api, path: string) {
  const response = await api.request(path)
  const text = await fileOf(response)
  if (response.status !== 200) throw new Error(text)
  return { rows: parse(text), text, response }
}

const column = (rows: Record<string, string>[], name: string) => rows.map((row) => row[name])

const linkOf = (response: Response) =>
  /^<\/api\/alpaca(.*)>; rel="next"$/.exec(response.headers.get('Link') ?? '')?.[1]

/** All parts of a list, one after the other. */
async function walk(api: Api, path: string, between: () => Promise<unknown> = async () => {}) {
  const ids: (string | undefined)[] = []
  for (let next: string | undefined = path; next !== undefined; ) {
    const { rows, response } = await exported(api, next)
    ids.push(...column(rows, 'alpaca_order_id'))
    next = linkOf(response)
    await between()
  }
  return ids
}

type NewOrder = typeof alpacaOrders.$inferInsert

const order = (id: string, submittedAt: string | null, more: Partial<NewOrder> = {}): NewOrder => ({
  alpacaOrderId: id,
  submittedAt,
  accountId: ACCOUNT_ID,
  tradeId: '0f1c8a4e-6a53-5b0e-9d2c-2f6f6f1f2a01',
  strategyType: 'single_leg',
  symbol: 'SPY261218P00580000',
  underlying: 'SPY',
  side: 'sell',
  status: 'filled',
  rawData: { account_number: 'PA3PRIVATE' },
  ...more,
})

describe('a CSV export of a synced account', () => {
  let api: Api

  beforeAll(async () => {
    api = await openSynced({ paper: verticals() })
  })

  it('has the rows and numbers of GET /orders in /orders.csv', async () => {
    const { orders } = await api.get(orderListSchema, '/orders?limit=500')
    const { rows, response } = await exported(api, '/orders.csv')
    expect(response.headers.get('Content-Type')).toBe('text/csv; charset=utf-8; header=present')
    expect(response.headers.get('Content-Disposition')).toMatch(
      /^attachment; filename="orders-\d{4}-\d\d-\d\d\.csv"$/,
    )
    expect(response.headers.get('Cache-Control')).toBe('no-store')
    expect(response.headers.get('ETag')).toBeNull()
    expect(response.headers.get('Link')).toBeNull()
    expect(column(rows, 'alpaca_order_id')).toEqual(orders.map((one) => one.alpaca_order_id))
    const names = Object.keys(orders[0] ?? {})
    expect(Object.keys(rows[0] ?? {}).toSorted()).toEqual(names.toSorted())
    for (const name of ['qty', 'filled_avg_price', 'strike_price', 'limit_price'] as const) {
      expect(rows.map((row) => (row[name] === '' ? null : Number(row[name])))).toEqual(
        orders.map((one) => one[name]),
      )
    }
  })

  it('has the rows and numbers of GET /trades in /trades.csv', async () => {
    const { trades } = await api.get(tradeListSchema, '/trades')
    const { rows } = await exported(api, '/trades.csv')
    expect(column(rows, 'trade_id')).toEqual(trades.map((one) => one.trade_id))
    expect(Object.keys(rows[0] ?? {}).toSorted()).toEqual(Object.keys(trades[0] ?? {}).toSorted())
    for (const name of ['entry_cash', 'net_pl', 'fees', 'unrealized_pl'] as const) {
      expect(rows.map((row) => (row[name] === '' ? null : Number(row[name])))).toEqual(
        trades.map((one) => one[name]),
      )
    }
    expect(rows.some((row) => row.entry_cash?.startsWith('-'))).toBe(true)
  })

  it('writes the legs of a spread for people', async () => {
    const fields = 'underlying,opened_at,strategy,net_pl,legs'
    const { text } = await exported(api, `/trades.csv?status=closed&fields=${fields}`)
    const lines = text.slice(1).split('\r\n')
    expect(lines[0]).toBe(fields)
    expect(lines.at(-2)).toMatch(
      /^SPY,2026-09-01 14:01:00,\w+,-?\d+(\.\d+)?,"long 1 SPY261016P00570000; short 1 SPY261016P00580000"$/,
    )
  })

  it.each([
    ['/orders', '?underlying=SPY'],
    ['/orders', '?side=buy&status=filled'],
    ['/orders', '?since=2026-09-02&account=paper'],
    ['/orders', '?symbol=AAPL'],
    ['/orders', '?status=filled,canceled'],
    ['/orders', '?underlying=NONE'],
  ])('takes the filters of %s: %s', async (path, query) => {
    const { orders } = await api.get(orderListSchema, `${path}${query}`)
    const { rows } = await exported(api, `${path}.csv${query}`)
    expect(column(rows, 'id')).toEqual(orders.map(({ id }) => id))
  })

  it.each(['?underlying=QQQ', '?status=closed', '?strategy_type=vertical_spread', '?tag=none'])(
    'takes the filters of /trades: %s',
    async (query) => {
      const { trades } = await api.get(tradeListSchema, `/trades${query}`)
      const { rows } = await exported(api, `/trades.csv${query}`)
      expect(column(rows, 'trade_id')).toEqual(trades.map(({ trade_id }) => trade_id))
    },
  )

  it('continues at the Link of a file that limit cut', async () => {
    const { trades } = await api.get(tradeListSchema, '/trades')
    const seen: (string | undefined)[] = []
    for (let next: string | undefined = '/trades.csv?limit=1'; next !== undefined; ) {
      const { rows, response } = await exported(api, next)
      expect(rows.length).toBe(1)
      seen.push(...column(rows, 'trade_id'))
      next = linkOf(response)
    }
    expect(seen).toEqual(trades.map(({ trade_id }) => trade_id))
  })

  it('answers HEAD with the headers alone', async () => {
    const response = await api.request('/orders.csv', { method: 'HEAD' })
    expect(response.status).toBe(200)
    expect(await response.text()).toBe('')
  })
})

describe('a CSV export of unusual values', () => {
  let api: Api

  beforeAll(async () => {
    api = await openApi()
    await insertAccount(api.db)
    await api.db.insert(alpacaOrders).values([
      order('=HYPERLINK("http://evil.example")', '2026-07-01T13:30:00.123456Z', {
        clientOrderId: '-1+cmd|x, "y"\r\nz',
        qty: '10.177047834',
        filledQty: '0.000000001',
        limitPrice: '-3.10',
        notional: '123456789012345678.125',
        expiryDate: '2026-12-18',
      }),
      order('never', null),
    ])
  })

  it('turns formulas into text, and leaves numbers and dates unchanged', async () => {
    const fields =
      'alpaca_order_id,client_order_id,qty,filled_qty,limit_price,notional,expiry_date,submitted_at'
    const { rows, text } = await exported(api, `/orders.csv?fields=${fields}`)
    expect(rows[0]).toEqual({
      alpaca_order_id: `'=HYPERLINK("http://evil.example")`,
      client_order_id: `'-1+cmd|x, "y"\r\nz`,
      qty: '10.177047834',
      filled_qty: '0.000000001',
      limit_price: '-3.10',
      notional: '123456789012345678.125',
      expiry_date: '2026-12-18',
      submitted_at: '2026-07-01 09:30:00',
    })
    expect(rows[1]).toMatchObject({ alpaca_order_id: 'never', submitted_at: '', qty: '' })
    expect(text).not.toContain('PRIVATE')
  })

  it.each([
    ['fields=', 'fields'],
    ['fields=id,id', 'fields'],
    ['fields=id,%20symbol', 'fields'],
    ['fields=raw_data', 'fields'],
    ['fields=constructor', 'fields'],
    ['limit=0', 'limit'],
    ['limit=100001', 'limit'],
    ['account=nobody', 'account'],
    ['cursor=e30', 'cursor'],
    ['offset=1', 'offset'],
    ['include=raw', 'include'],
  ])('refuses %s', async (query, param) => {
    await expectError(await api.request(`/orders.csv?${query}`), 'invalid_parameter', param)
  })
})

describe('a CSV export of many rows', () => {
  let api: Api
  const total = 2 * PAGE + 300

  /** Three orders per time, and some that were never submitted. */
  const many = Array.from({ length: total }, (_, i) => {
    const second = new Date(Date.UTC(2026, 0, 2) + Math.floor(i / 3) * 1000).toISOString()
    return order(`o${String(i).padStart(5, '0')}`, i < 20 ? null : second)
  })

  beforeAll(async () => {
    api = await openApi()
    await insertAccount(api.db)
    await api.db.insert(alpacaOrders).values(many)
  })

  const inOrder = async () => {
    const rows = await api.db
      .select({ id: alpacaOrders.alpacaOrderId })
      .from(alpacaOrders)
      .orderBy(sql`submitted_at desc nulls last, alpaca_order_id desc`)
    return rows.map(({ id }) => id)
  }

  it('is complete over all pages', async () => {
    const { rows } = await exported(api, '/orders.csv')
    expect(column(rows, 'alpaca_order_id')).toEqual(await inOrder())
  })

  it.each([1299, 1300, 1301, 500, 501, 499, 645, 7 * 41])(
    'is complete in files of %i rows, whatever arrives between them',
    async (limit) => {
      const expected = await inOrder()
      let arrived = 0
      const seen = await walk(api, `/orders.csv?limit=${limit}`, async () => {
        arrived += 1
        await api.db.insert(alpacaOrders).values(order(`x${arrived}`, '2026-06-01T00:00:00Z'))
      })
      await api.db.execute(sql`delete from alpaca_orders where alpaca_order_id like 'x%'`)
      expect(seen).toEqual(expected)
    },
  )

  it('is read at the pace of its reader, and errors if a page cannot be read', async () => {
    const response = await api.request('/orders.csv?fields=id')
    expect(response.status).toBe(200)
    await api.db.execute(sql`alter table alpaca_orders rename to gone`)
    const rest = response.arrayBuffer()
    await expect(rest).rejects.toThrow()
    await api.db.execute(sql`alter table gone rename to alpaca_orders`)
    expect(api.logged).toMatchObject([{ level: 'error', event: 'export_broken' }])
  })

  it('stops reading when its reader cancels', async () => {
    const response = await api.request('/orders.csv')
    const reader = z.instanceof(ReadableStream).parse(response.body).getReader()
    await reader.read()
    await api.db.execute(sql`alter table alpaca_orders rename to gone`)
    const before = api.logged.length
    await reader.cancel()
    await api.db.execute(sql`alter table gone rename to alpaca_orders`)
    expect(api.logged.length).toBe(before)
  })
})

describe('a CSV export of more rows than one request can read', () => {
  let api: Api

  beforeAll(async () => {
    api = await openApi({ env: { WORKERS_PLAN: 'free' } })
    await insertAccount(api.db)
    const rows = Array.from({ length: 501 }, (_, i) => order(`o${i}`, '2026-01-02T00:00:00Z'))
    await api.db.insert(alpacaOrders).values(rows)
  })

  it('is refused and never silently cut', async () => {
    const response = await api.request('/orders.csv')
    const { message } = await expectError(response, 'invalid_parameter', 'limit')
    expect(message).toContain('More than 500 rows')
    await expectError(await api.request('/orders.csv?limit=501'), 'invalid_parameter', 'limit')
  })

  it('is returned in parts with limit', async () => {
    const seen = await walk(api, '/orders.csv?limit=500')
    expect(new Set(seen).size).toBe(501)
    expect(seen.length).toBe(501)
  })

  it('is returned if filters leave few enough rows', async () => {
    await api.db.execute(sql`delete from alpaca_orders where alpaca_order_id = 'o7'`)
    expect((await exported(api, '/orders.csv')).rows.length).toBe(500)
  })
})
