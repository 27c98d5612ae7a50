import { and, desc, getTableColumns, gte, isNull, lt, or, type SQL, sql } from 'drizzle-orm'
import { accountsNamed, type ListPage } from '../accounts/named'
import type { Database } from '../connection/client'
import { alpacaOrders } from '../schema'
import { named, type Payload, payloadWhen, readRows } from '../statements/select-rows'
import { conditions, type OrderFilter } from './filter'

const { rawData, ...columns } = getTableColumns(alpacaOrders)

const newestFirst = [
  sql`${alpacaOrders.submittedAt} desc nulls last`,
  desc(alpacaOrders.alpacaOrderId),
]

export const columnsOf = (withRaw: boolean) =>
  named({ ...columns, rawData: payloadWhen(withRaw, rawData) })

/** One order leg as it stands. */
export type OrderRow = Omit<typeof alpacaOrders.$inferSelect, 'rawData'> & {
  /** Null unless it was asked for. */
  rawData: Payload | null
}

/** The row after which a page begins. */
export interface OrderKey {
  submittedAt: string | null
  alpacaOrderId: string
}

/** Which part of the list: `limit` rows from an offset, or after a row, and none behind `upTo`. */
export interface OrderPage {
  limit: number
  offset?: number | undefined
  after?: OrderKey | undefined
  upTo?: OrderKey | undefined
  withRaw?: boolean
}

/** Order legs, newest first, those never submitted last. One round trip. */
export async function listOrders(
  db: Database,
  filter: OrderFilter,
  page: OrderPage,
): Promise<ListPage<OrderRow>> {
  const [accounts, dated, undated] = await db.batch([
    accountsNamed(db, filter.account ?? ''),
    readRows(db, datedOrders(db, filter, page)),
    readRows(db, undatedOrders(db, filter, page)),
  ])
  return {
    rows: [...dated.rows, ...undated.rows].slice(0, page.limit),
    accountKnown: filter.account === undefined || accounts.length > 0,
  }
}

/**
 * All that follows the key and has a time, or, without a key, all: a comparison of rows is one range of the index,
 * which NULLs would not fit in.
 */
function datedOrders(db: Database, filter: OrderFilter, page: OrderPage) {
  const { limit, offset = 0, after, upTo, withRaw } = page
  const place = and(after && afterDated(after), upTo && upToDated(upTo))
  return ordersWhere(db, filter, place, withRaw).limit(limit).offset(offset)
}

/** What comes behind a page that began after a key: the legs without a time. */
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

/** Up to a leg without a time, all that have one. */
function upToDated({ submittedAt, alpacaOrderId }: OrderKey): SQL | undefined {
  if (submittedAt === null) return undefined
  const key = sql`(${alpacaOrders.submittedAt}, ${alpacaOrders.alpacaOrderId})`
  return sql`${key} >= (${submittedAt}::timestamptz, ${alpacaOrderId}::text)`
}

function upToUndated({ submittedAt, alpacaOrderId }: OrderKey): SQL {
  return submittedAt === null ? gte(alpacaOrders.alpacaOrderId, alpacaOrderId) : sql`false`
}

/** The last of the first `most` legs after a key, when there are more of them; else null. */
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
    .where(and(place, ...conditions(db, filter)))
    .orderBy(...newestFirst)
    .offset(most - 1)
    .limit(2)
  return more === undefined ? null : (end ?? null)
}

function ordersWhere(db: Database, filter: OrderFilter, place: SQL | undefined, withRaw = false) {
  return db
    .select(columnsOf(withRaw))
    .from(alpacaOrders)
    .where(and(place, ...conditions(db, filter)))
    .orderBy(...newestFirst)
    .$dynamic()
}
