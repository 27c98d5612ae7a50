import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import {
  alpacaOrders,
  alpacaPositions,
  alpacaTrades,
  syncQuarantine,
  tradeOverrides,
} from '../../../src/db/schema'
import { Random } from '../../../src/local/alpaca/random'
import { ACCOUNT_ID, type Api, insertAccount, openApi } from './api'

const ROWS = 24
const SEEDS = [1, 2]

/** Few distinct times, so that there are many ties, some within one millisecond. */
const MOMENTS = [0, 1, 2, 1000, 1001, 2000].map(
  (micros) => `2026-03-02T15:00:00.${String(micros).padStart(6, '0')}Z`,
)
const LATER = '2026-03-03T15:00:00Z'
const EARLIER = '2026-03-01T15:00:00Z'

/** A list that is sorted by a time, and how to insert a row. */
interface List {
  path: string
  rows: string
  id: string
  table: string
  /** The column that the list is sorted by, if it can change. */
  changing?: string
  insert: (api: Api, moment: string) => Promise<string | undefined>
}

let made = 0

const LISTS = {
  orders: {
    path: '/orders?status=all',
    rows: 'orders',
    id: 'alpaca_order_id',
    table: 'alpaca_orders',
    changing: 'submitted_at',
    insert: async ({ db }, moment) => {
      made += 1
      const alpacaOrderId = `o${(made * 7919) % 10_007}`
      await db.insert(alpacaOrders).values({
        alpacaOrderId,
        submittedAt: made % 9 === 0 ? null : moment,
        accountId: ACCOUNT_ID,
        tradeId: crypto.randomUUID(),
        strategyType: 'stock',
        symbol: 'F',
        underlying: 'F',
        side: 'buy',
        status: 'filled',
        rawData: {},
      })
      return alpacaOrderId
    },
  },
  trades: {
    path: '/trades?account=main',
    rows: 'trades',
    id: 'trade_id',
    table: 'alpaca_trades',
    changing: 'opened_at',
    insert: async ({ db }, openedAt) => {
      const tradeId = crypto.randomUUID()
      await db.insert(alpacaTrades).values({
        tradeId,
        openedAt,
        accountId: ACCOUNT_ID,
        underlying: 'F',
        strategy: 'long_stock',
        strategyType: 'stock',
        status: 'open',
        quantity: '1',
        chainId: tradeId,
        legs: [],
      })
      return tradeId
    },
  },
  positions: {
    path: '/positions?is_open=all',
    rows: 'positions',
    id: 'id',
    table: 'alpaca_positions',
    insert: async ({ db }, createdAt) => {
      const symbol = ['F', 'SPY', 'QQQ'][createdAt.charCodeAt(25) % 3] ?? 'F'
      const row = { accountId: ACCOUNT_ID, symbol, underlying: symbol, qty: '1', side: 'long' }
      const more = { isOpen: false, createdAt, rawData: {} }
      const inserted = await db
        .insert(alpacaPositions)
        .values({ ...row, ...more })
        .returning()
      return inserted[0]?.id
    },
  },
  quarantine: {
    path: '/sync/quarantine?healed=all',
    rows: 'quarantine',
    id: 'id',
    table: 'sync_quarantine',
    insert: async ({ db }, createdAt) => {
      const row = { accountId: ACCOUNT_ID, source: 'order', payloadKey: crypto.randomUUID() }
      const more = { reason: 'no side', payload: {}, seenAt: createdAt, createdAt }
      const inserted = await db
        .insert(syncQuarantine)
        .values({ ...row, ...more })
        .returning()
      return inserted[0]?.id
    },
  },
  overrides: {
    path: '/overrides?kind=merge',
    rows: 'overrides',
    id: 'id',
    table: 'trade_overrides',
    insert: async ({ db }, createdAt) => {
      const row = { accountId: ACCOUNT_ID, underlying: 'F', kind: 'merge', facts: [], createdAt }
      const inserted = await db.insert(tradeOverrides).values(row).returning()
      return inserted[0]?.id
    },
  },
} satisfies Record<string, List>

const pageShape = z.looseObject({ next_cursor: z.string().nullable() })
const rowsShape = z.array(z.record(z.string(), z.unknown()))

/** The ids of all pages, with an action between two pages. */
async function walk(
  api: Api,
  { path, rows, id }: List,
  limit: number,
  between: (seen: readonly string[]) => Promise<void> = async () => {},
): Promise<string[]> {
  const seen: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: z.output<typeof pageShape> = await api.get(
      pageShape,
      `${path}&limit=${limit}${cursor && `&cursor=${cursor}`}`,
    )
    const ids = rowsShape.parse(page[rows]).map((row) => String(row[id]))
    expect(ids.length).toBeLessThanOrEqual(limit)
    seen.push(...ids)
    cursor = page.next_cursor
    if (cursor !== null) await between(seen)
  }
  return seen
}

let api: Api

beforeAll(async () => {
  api = await openApi()
  await insertAccount(api.db)
})

describe.each<[string, List]>(Object.entries(LISTS))('the pages of %s', (_, list) => {
  const { table, id, changing } = list

  const fill = async (random: Random) => {
    await api.db.execute(sql.raw(`delete from ${table}`))
    for (let i = 0; i < ROWS; i++) await list.insert(api, random.pick(MOMENTS))
    const whole = await walk(api, list, 500)
    expect(whole.length).toBe(ROWS)
    return whole
  }

  it.each([1, 7, ROWS - 1, ROWS])('add up to the list with %i rows each', async (limit) => {
    const whole = await fill(new Random(limit))
    expect(await walk(api, list, limit)).toEqual(whole)
  })

  it.each(SEEDS)('have each row once while others arrive anywhere: seed %i', async (seed) => {
    const random = new Random(seed)
    const whole = await fill(random)
    const seen = await walk(api, list, random.whole(2, 6), async () => {
      for (const moment of [EARLIER, random.pick(MOMENTS), LATER]) await list.insert(api, moment)
    })
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.filter((one) => whole.includes(one))).toEqual(whole)
    expect(seen.length).toBeGreaterThan(ROWS)
  })

  it.each(SEEDS)('have each row once while others are deleted: seed %i', async (seed) => {
    const random = new Random(seed)
    const whole = await fill(random)
    const gone: string[] = []
    const seen = await walk(api, list, random.whole(2, 6), async (before) => {
      // The one that the cursor was made of, and any other.
      for (const one of [before.at(-1) ?? '', random.pick(whole)]) {
        gone.push(one)
        await api.db.execute(sql.raw(`delete from ${table} where ${id} = '${one}'`))
      }
    })
    expect(new Set(seen).size).toBe(seen.length)
    const rest = whole.filter((one) => !gone.includes(one))
    expect(seen.filter((one) => rest.includes(one))).toEqual(rest)
  })

  it.each(changing ? SEEDS : [])(
    'have each other row once while some move to the head: seed %i',
    async (seed) => {
      const random = new Random(seed)
      const whole = await fill(random)
      const moved = new Set<string>()
      const seen = await walk(api, list, random.whole(2, 6), async (before) => {
        for (const one of [before.at(-1) ?? '', random.pick(whole)]) {
          moved.add(one)
          const change = `update ${table} set ${changing} = '${LATER}' where ${id} = '${one}'`
          await api.db.execute(sql.raw(change))
        }
      })
      expect(new Set(seen).size).toBe(seen.length)
      const rest = whole.filter((one) => !moved.has(one))
      expect(seen.filter((one) => rest.includes(one))).toEqual(rest)
      const again = await walk(api, list, 500)
      expect(new Set(again.slice(0, moved.size))).toEqual(moved)
    },
  )
})

it('limit and offset cut /orders into the same list', async () => {
  const { path, rows, id } = LISTS.orders
  const whole = await walk(api, LISTS.orders, 500)
  for (const limit of [1, 7, 500]) {
    const counted: string[] = []
    for (let offset = 0; offset < whole.length; offset += limit) {
      const page = await api.get(pageShape, `${path}&limit=${limit}&offset=${offset}`)
      counted.push(...rowsShape.parse(page[rows]).map((row) => String(row[id])))
    }
    expect(counted).toEqual(whole)
  }
  const past = await api.get(pageShape, `${path}&offset=${whole.length}`)
  expect(past).toMatchObject({ orders: [], next_cursor: null })
})

it('pages that began at an offset continue by cursor', async () => {
  const whole = await walk(api, LISTS.orders, 500)
  const page = await api.get(pageShape, '/orders?status=all&limit=5&offset=3')
  const next = await api.get(pageShape, `/orders?status=all&limit=5&cursor=${page.next_cursor}`)
  const ids = [page, next].flatMap(({ orders }) =>
    rowsShape.parse(orders).map((row) => String(row.alpaca_order_id)),
  )
  expect(ids).toEqual(whole.slice(3, 13))
})
