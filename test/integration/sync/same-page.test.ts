import { describe, expect, it } from 'vitest'
import { Broker } from '../../../src/local/alpaca/broker'
import { SyncError } from '../../../src/sync/run/errors'
import { openWorld, rowsOf, theValue, type World } from './support'

type Row = Record<string, unknown>

const ROWS = 1500
const START = Date.parse('2026-03-02T15:00:00Z')

const at = (i: number) => new Date(START + i * 1000).toISOString()

/** An account with as many canceled orders as deposits. */
function account(): Broker {
  const broker = new Broker({ openedAt: '2026-01-05T14:30:00Z', deposit: '1000000' })
  for (let i = 0; i < ROWS; i++) {
    const order = { symbol: 'AAPL', side: 'buy', qty: '1', limitPrice: '1' } as const
    const { id } = broker.submit({ at: at(i), submittedAt: at(i), timeInForce: 'gtc', ...order })
    broker.cancel(id, at(i))
    broker.deposit({ at: at(i), amount: '1' })
  }
  return broker
}

/**
 * How pages are answered: from all rows, oldest first, by how many were asked for, after which id.
 */
type Pager = (rows: readonly Row[], asked: { size: number; after: string | null }) => Row[]

const PATHS = {
  orders: { path: '/v2/orders', size: 'limit', after: 'after_order_id' },
  activities: { path: '/v2/account/activities', size: 'page_size', after: 'page_token' },
} as const

type Kind = keyof typeof PATHS

/** Answers the pages of one kind of row otherwise than Alpaca would. */
async function answer(world: World, kind: Kind, pager: Pager): Promise<void> {
  const { path, ...names } = PATHS[kind]
  const good = world.ctx.fetch
  const rows = await allRows(world, kind)
  world.ctx.fetch = async (input, init) => {
    const { pathname, searchParams } = new URL(String(input))
    if (pathname !== path) return await good(input, init)
    const size = Number(searchParams.get(names.size))
    return Response.json(pager(rows, { size, after: searchParams.get(names.after) }))
  }
}

async function allRows(world: World, kind: Kind): Promise<Row[]> {
  const { path, after, size } = PATHS[kind]
  const rows: Row[] = []
  for (;;) {
    const query = new URLSearchParams({ direction: 'asc', status: 'all', nested: 'true' })
    query.set(size, kind === 'orders' ? '500' : '100')
    const last = rows.at(-1)?.id
    if (last) query.set(after, String(last))
    const response = await world.standIn.fetch(
      new Request(`http://alpaca.test${path}?${query}`, {
        headers: { 'APCA-API-KEY-ID': 'key-paper', 'APCA-API-SECRET-KEY': 'secret-paper' },
      }),
    )
    const page: Row[] = await response.json()
    if (page.length === 0) return rows
    rows.push(...page)
  }
}

const PAGERS: [string, Pager][] = [
  ['the same full page for ever', (rows, { size }) => rows.slice(0, size)],
  [
    'a cycle of two pages',
    (rows, { size, after }) => {
      const isFirst = rows.findIndex(({ id }) => id === after) < size / 2
      return after !== null && isFirst ? rows.slice(size, 2 * size) : rows.slice(0, size)
    },
  ],
  [
    'pages that repeat half of the one before, and then the first again',
    (rows, { size, after }) => {
      const from = rows.findIndex(({ id }) => id === after) + 1 - Math.floor(size / 2)
      return from + size > Math.min(4 * size, 1000)
        ? rows.slice(0, size)
        : rows.slice(Math.max(0, from)).slice(0, size)
    },
  ],
  [
    'the newest first',
    (rows, { size, after }) => {
      const newestFirst = rows.toReversed()
      return newestFirst.slice(newestFirst.findIndex(({ id }) => id === after) + 1).slice(0, size)
    },
  ],
]

const PLANS = {
  paid: { budget: { subrequests: 900, milliseconds: 600_000 } },
  free: {
    budget: { subrequests: 45, milliseconds: 600_000, rows: 100 },
    sizes: { orders: 50, activities: 50, fold: 100 },
  },
} as const

/** Runs until one fails; a run that ends well, or too many that do not, is a mistake. */
async function untilFailed(world: World, scope: Kind): Promise<SyncError> {
  for (let runs = 1; runs <= 12; runs++) {
    try {
      const { report } = await world.sync({ scope })
      if (!report.has_more) throw new Error('it ended well')
    } catch (error) {
      if (error instanceof SyncError) return error
      throw error
    }
  }
  throw new Error('it has more for ever')
}

describe.each(['orders', 'activities'] as const)(
  'reading %s from an Alpaca that answers with',
  (kind) => {
    describe.each(PAGERS)('%s', (_, pager) => {
      it.each(['paid', 'free'] as const)('ends in failed runs under the %s plan', async (plan) => {
        const world = await openWorld(account())
        Object.assign(world.ctx, PLANS[plan])
        await answer(world, kind, pager)
        const error = await untilFailed(world, kind)
        expect(error).toMatchObject({
          code: 'alpaca_unavailable',
          message: expect.stringMatching(/cannot be read: Alpaca returned/),
        })
        // It does not go on as if nothing had been.
        await expect(untilFailed(world, kind)).resolves.toMatchObject({
          code: 'alpaca_unavailable',
        })
        const last =
          'select error_code, error_message from sync_runs order by created_at desc limit 1'
        expect(await rowsOf(world.db, last)).toEqual([
          { error_code: 'alpaca_unavailable', error_message: error.message },
        ])
      })
    })

    it('an Alpaca whose pages contain the row of their cursor is read to the end', async () => {
      const world = await openWorld(account())
      await answer(world, kind, (rows, { size, after }) => {
        const from = after === null ? 0 : rows.findIndex(({ id }) => id === after)
        return rows.slice(from, from + size)
      })
      const { report } = await world.sync({ scope: kind })
      expect(report.has_more).toBe(false)
      const stored = `select count(*)::int from alpaca_${kind}`
      expect(await theValue(world.db, stored)).toBe((await allRows(world, kind)).length)
    })

    it('an Alpaca that repeats a page for a while is read to the end afterwards', async () => {
      const world = await openWorld(account())
      const good = world.ctx.fetch
      await answer(world, kind, (rows, { size }) => rows.slice(0, size))
      await untilFailed(world, kind)
      world.ctx.fetch = good
      while ((await world.sync({ scope: kind })).report.has_more);
      const stored = `select count(*)::int from alpaca_${kind}`
      expect(await theValue(world.db, stored)).toBe((await allRows(world, kind)).length)
    })
  },
)

describe('an order that is requested by its id', () => {
  it('is quarantined when Alpaca answers another one, and not requested in every run', async () => {
    const broker = new Broker({ openedAt: '2026-01-05T14:30:00Z', deposit: '1000000' })
    const order = { symbol: 'AAPL', side: 'buy', qty: '1', limitPrice: '1' } as const
    const first = broker.submit({ at: at(0), ...order })
    broker.submit({ at: at(1), ...order, symbol: 'MSFT' })
    const world = await openWorld(broker)
    const good = world.ctx.fetch
    world.ctx.fetch = async (input, init) => {
      const url = new URL(String(input))
      if (url.pathname === '/v2/orders') {
        const rows: Row[] = await (await good(input, init)).json()
        return Response.json(rows.map((row) => ({ ...row, replaces: 'an-unknown-order' })))
      }
      if (url.pathname.startsWith('/v2/orders/')) url.pathname = `/v2/orders/${first.id}`
      return await good(url.href, init)
    }
    await world.sync({ scope: 'orders' })
    expect(await rowsOf(world.db, 'select payload_key, reason from sync_quarantine')).toEqual([
      { payload_key: 'an-unknown-order', reason: 'id: Alpaca answered another order' },
    ])
  })
})
