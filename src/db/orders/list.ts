import { and, desc, getTableColumns, gte, isNull, lt, or, type SQL, sql } from 'drizzle-orm'
import { accountsNamed, type ListPage } from '../accounts/named'
import type { Database } from '../connection/client'
import { alpacaOrders } from '../schema'
import { named, type Payload, payloadWhen, readRows } from '../statements/select-rows'
import { type OrderFilter, orderConditions } from './filter'

const { rawData, ...columns } = getTableColumns(alpacaOrders)

const newestFirst = [
  sql`${alpacaOrders.submittedAt} desc nulls last`,
  desc(alpacaOrders.alpacaOrderId),
]

/** The columns of an `OrderRow`. */
export const orderColumns = (withRaw: boolean) =>
  named({ ...columns, rawData: payloadWhen(withRaw, rawData) })

/** One order leg as stored. */
export type OrderRow = Omit<typeof alpacaOrders.$inferSelect, 'rawData'> & {
  /** Null unless requested. */
  rawData: Payload | null
}

/** The key of the row after which a page begins. */
export interface OrderKey {
  submittedAt: string | null
  alpacaOrderId: string
}

/** A part of the list: `limit` rows from an offset or after a row, none of them after `upTo`. */
export interface OrderPage {
  limit: number
  offset?: number | undefined
  after?: OrderKey | undefined
  upTo?: OrderKey | undefined
  withRaw?: boolean
}

/** Lists order legs by submission, newest first, those never submitted last. One round trip. */
export async function listOrders(
  db: Database,
  filter: OrderFilter,
  page: OrderPage,
): Promise<ListPage<OrderRow>> {
  const [accounts, dated, undated] = await db.batch([
    accountsNamed(db, filter.account),
    readRows(db, datedOrders(db, filter, page)),
    readRows(db, undatedOrders(db, filter, page)),
  ])
  return {
    rows: [...dated.rows, ...undated.rows].slice(0, page.limit),
    accountKnown: filter.account === undefined || accounts.length > 0,
  }
}

/**
 * The legs with a time that follow the key; without a key, all legs. A row comparison is one range
 * of the index, but nulls do not match it.
 */
function datedOrders(db: Database, filter: OrderFilter, page: OrderPage) {
  const { limit, offset = 0, after, upTo, withRaw } = page
  const place = and(after && afterDated(after), upTo && upToDated(upTo))
  return ordersWhere(db, filter, place, withRaw).limit(limit).offset(offset)
}

/**
 * The legs without a time, which follow those with one. Without a key, `datedOrders` returns them.
 */
function undatedOrders(
  db: Database,
  filter: OrderFilter,
  { limit, after, upTo, withRaw }: OrderPage,
) {
  const place = and(after ? afterUndated(after) : sql`false`, upTo && upToUndated(upTo))
  return ordersWhere(db, filter, place, withRaw).limit(limit)
}

function afterDated({ submittedAt, alpacaOrderId }: OrderKey): SQL {
  if (submittedAt === null) return sql`false`
  const key = sql`(${alpacaOrders.submittedAt}, ${alpacaOrders.alpacaOrderId})`
  return sql`${key} < (${submittedAt}::timestamptz, ${alpacaOrderId}::text)`
}

function afterUndated({ submittedAt, alpacaOrderId }: OrderKey): SQL | undefined {
  const rest = submittedAt === null ? lt(alpacaOrders.alpacaOrderId, alpacaOrderId) : undefined
  return and(isNull(alpacaOrders.submittedAt), rest)
}

/** When `upTo` has no time, every leg with a time precedes it. */
function upToDated({ submittedAt, alpacaOrderId }: OrderKey): SQL | undefined {
  if (submittedAt === null) return undefined
  const key = sql`(${alpacaOrders.submittedAt}, ${alpacaOrders.alpacaOrderId})`
  return sql`${key} >= (${submittedAt}::timestamptz, ${alpacaOrderId}::text)`
}

function upToUndated({ submittedAt, alpacaOrderId }: OrderKey): SQL {
  return submittedAt === null ? gte(alpacaOrders.alpacaOrderId, alpacaOrderId) : sql`false`
}

/** Reads the key of the `most`-th leg after a key; null when there are no more than `most`. */
export async function endOfOrders(
  db: Database,
  filter: OrderFilter,
  after: OrderKey | undefined,
  most: number,
): Promise<OrderKey | null> {
  const { submittedAt, alpacaOrderId } = alpacaOrders
  const place = after && or(afterDated(after), afterUndated(after))
  const [end, more] = await db
    .select({ submittedAt, alpacaOrderId })
    .from(alpacaOrders)
    .where(and(place, ...orderConditions(db, filter)))
    .orderBy(...newestFirst)
    .offset(most - 1)
    .limit(2)
  return more === undefined ? null : (end ?? null)
}

function ordersWhere(db: Database, filter: OrderFilter, place: SQL | undefined, withRaw = false) {
  return db
    .select(orderColumns(withRaw))
    .from(alpacaOrders)
    .where(and(place, ...orderConditions(db, filter)))
    .orderBy(...newestFirst)
    .$dynamic()
}
