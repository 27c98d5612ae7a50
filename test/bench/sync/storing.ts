import type { SQL } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import { createAlpacaClient } from '../../../src/alpaca/client'
import type { Order } from '../../../src/alpaca/order'
import type { Database } from '../../../src/db/connection/client'
import { mergeOrders } from '../../../src/db/orders/store'
import { alpacaOrders } from '../../../src/db/schema'
import { runBatch } from '../../../src/db/statements/batch'
import { tradeIdFor } from '../../../src/engine/output/trade-id'
import { createStandIn } from '../../../src/local/alpaca/stand-in'
import { busyAccount, endOf } from '../../support/busy-account'
import { bestAndMedian } from '../stopwatch'
import { table } from '../table'
import { copyIn, copyOut } from './copy'
import { type BenchServer, type BenchWorld, openBenchWorld } from './world'

const ORDERS = 25_000
const ROUNDS = 7
/** Rows that are upserted one by one: enough to measure the rate. */
const ALONE = 250
const ACCOUNT = 'bench'
const NOW = endOf(ORDERS)
const COPY_TARGET = '0.5'
const ALONE_TARGET = '25'

const COLUMNS = `select string_agg(quote_ident(attname), ', ' order by attnum) as columns from pg_attribute
  where attrelid = 'alpaca_orders'::regclass and attnum > 0 and not attisdropped and attgenerated = ''`

/** The orders of the account in pages of 500, as the sync reads them. */
async function readPages(): Promise<Order[][]> {
  const keys = { keyId: 'key', secretKey: 'secret' }
  const standIn = createStandIn({
    now: () => endOf(ORDERS),
    requestsPerMinute: 1_000_000_000,
    accounts: [{ ...keys, account: busyAccount(ORDERS) }],
  })
  const fetch: typeof globalThis.fetch = (input, init) => standIn.fetch(new Request(input, init))
  const client = createAlpacaClient({ ...keys, baseUrl: 'http://alpaca.test', fetch })
  const pages: Order[][] = []
  for (let last: string | null = null; ; ) {
    const from = last === null ? { after: '2020-01-01T00:00:00Z' } : { afterOrderId: last }
    const page = await client.ordersPage({ status: 'all', ...from })
    if (page.orders.length > 0) pages.push(page.orders)
    if (!page.full || page.lastId === null) return pages
    last = page.lastId
  }
}

/** Milliseconds of one way of storing, into an empty table. */
async function timed({ client }: BenchWorld, work: () => Promise<unknown>): Promise<number> {
  await client.query('truncate alpaca_orders, ledger_dirty')
  await client.query('checkpoint')
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

const countOf = (pages: readonly Order[][]): number =>
  pages.reduce((sum, page) => sum + page.length, 0)

const line = (label: string, perRow: readonly number[], ...more: (string | number)[]) => {
  const { best, median } = bestAndMedian(perRow)
  return [label, Math.round(1000 / best), Math.round(1000 / median), ...more]
}

/** Ratio of the speeds, by the median of the rounds. */
const ratio = (of: readonly number[], to: readonly number[]): number =>
  bestAndMedian(of.map((time, i) => time / (to[i] ?? time))).median

/**
 * Compares one statement per page with one COPY of the same rows, into the same table with its
 * indexes and triggers, over one connection. Rounds alternate, so that other work of the machine
 * disturbs both alike.
 */
async function againstCopy(world: BenchWorld, pages: readonly Order[][]): Promise<string> {
  const { client } = world
  const dialect = new PgDialect()
  const make = (page: Order[]) => dialect.sqlToQuery(mergeOrders(ACCOUNT, page, NOW))
  const made = pages.map(make)
  const makeAsSent = function* () {
    for (const page of pages) yield make(page)
  }
  const send = async (statements: Iterable<ReturnType<typeof make>>) => {
    for (const { sql, params } of statements) await client.query(sql, params)
  }
  await send(made)
  const { rows } = await client.query<{ columns: string }>(COLUMNS)
  const into = `alpaca_orders (${rows[0]?.columns})`
  const text = await copyOut(client, into)
  const legs = countOf(pages)
  const perRow = { copy: [] as number[], ours: [] as number[], making: [] as number[] }
  for (let round = 0; round < ROUNDS; round++) {
    perRow.copy.push((await timed(world, () => copyIn(client, into, text))) / legs)
    perRow.ours.push((await timed(world, () => send(made))) / legs)
    perRow.making.push((await timed(world, () => send(makeAsSent()))) / legs)
  }
  const { copy, ours, making } = perRow
  return table(`Storing ${legs.toLocaleString('en-US')} order legs, ${ROUNDS} rounds in turn`, [
    ['', 'rows/s best', 'rows/s median', 'of COPY', 'at least'],
    line('one COPY', copy, '', ''),
    line('our statement, 500 orders a page', ours, ratio(copy, ours), COPY_TARGET),
    line('with the making of the statements', making, ratio(copy, making), ''),
  ])
}

/** One upsert per row, as a program without our statement would send. */
function upsertsOf(db: Database, page: readonly Order[]): SQL[] {
  return page.slice(0, ALONE).map((order) => {
    const { id, createdAt, updatedAt, raw, ...rest } = order
    const row = {
      ...rest,
      ...{ alpacaOrderId: id, accountId: ACCOUNT, tradeId: tradeIdFor(ACCOUNT, id) },
      ...{ strategyType: 'single_leg', rawData: raw },
      ...{ alpacaCreatedAt: createdAt, alpacaUpdatedAt: updatedAt },
    }
    return db
      .insert(alpacaOrders)
      .values(row)
      .onConflictDoUpdate({ target: alpacaOrders.alpacaOrderId, set: row })
      .getSQL()
  })
}

/** Compares one statement per page with one per row, both over HTTP like the sync. */
async function againstRows(
  world: BenchWorld,
  pages: readonly Order[][],
  latency: number,
): Promise<string> {
  const { db, meter } = world
  const [page = []] = pages
  meter.latency = latency
  const upserts = upsertsOf(db, page)
  const perRow = { ours: [] as number[], alone: [] as number[] }
  for (let round = 0; round < 3; round++) {
    const ours = async () => {
      for (const page of pages) await runBatch(db, mergeOrders(ACCOUNT, page, NOW))
    }
    const alone = async () => {
      for (const upsert of upserts) await runBatch(db, upsert)
    }
    perRow.ours.push((await timed(world, ours)) / countOf(pages))
    perRow.alone.push((await timed(world, alone)) / upserts.length)
  }
  meter.latency = 0
  return table(`The same over HTTP, ${latency} ms a call`, [
    ['', 'rows/s best', 'rows/s median', 'as fast', 'at least'],
    line('row by row', perRow.alone, '', ''),
    line(
      'our statement, 500 orders a page',
      perRow.ours,
      ratio(perRow.alone, perRow.ours),
      ALONE_TARGET,
    ),
  ])
}

/** Compares the storing of orders with COPY and with one upsert per row. */
export async function storing(server: BenchServer, latencies: readonly number[]): Promise<string> {
  const world = await openBenchWorld(server, 0)
  try {
    const pages = await readPages()
    const parts = [await againstCopy(world, pages)]
    for (const latency of latencies) parts.push(await againstRows(world, pages, latency))
    return parts.join('\n')
  } finally {
    await world.close()
  }
}
