import {
  and,
  asc,
  desc,
  eq,
  getTableColumns,
  gte,
  inArray,
  isNull,
  lt,
  or,
  type SQL,
  sql,
} from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { storedSpellings } from '../../alpaca/coin'
import {
  isTerminal,
  ORDER_STATUSES,
  type OrderStatus,
  TERMINAL_STATUSES,
} from '../../alpaca/order-status'
import type { StrategyType } from '../../engine/strategies/strategy-types'
import { accountsNamed, isAmong, ofAccount } from '../accounts/list'
import type { Database } from '../connection/client'
import { alpacaOrders, alpacaTradeFills, alpacaTrades } from '../schema'
import { named, type Payload, payloadWhen, readRows } from '../statements/select-rows'

const { rawData, ...columns } = getTableColumns(alpacaOrders)

/** The order that a fill names, of its own account: another may have one with that id. */
const ofFill = alias(alpacaOrders, 'of_fill')

const newestFirst = [
  sql`${alpacaOrders.submittedAt} desc nulls last`,
  desc(alpacaOrders.alpacaOrderId),
]

const columnsOf = (withRaw: boolean) =>
  named({ ...columns, rawData: payloadWhen(withRaw, rawData) })

/** One order leg as it stands. */
export type OrderRow = Omit<typeof alpacaOrders.$inferSelect, 'rawData'> & {
  /** Null unless it was asked for. */
  rawData: Payload | null
}

/** Which order legs. Those of any status in `status`; `open`: can still change, held legs too. */
export interface OrderFilter {
  /** Id or label. */
  account?: string | undefined
  underlying?: string | undefined
  symbol?: string | undefined
  status?: readonly (OrderStatus | 'open' | 'closed' | 'all')[] | undefined
  side?: 'buy' | 'sell' | undefined
  strategyType?: StrategyType | undefined
  /** Submitted at or after. */
  since?: string | undefined
  /** Submitted before. */
  until?: string | undefined
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

/** A page of a list; `accountKnown` says whether the database knows the account that was asked for. */
export interface OrderList {
  rows: OrderRow[]
  accountKnown: boolean
}

/** Order legs, newest first, those never submitted last. One round trip. */
export async function listOrders(
  db: Database,
  filter: OrderFilter,
  page: OrderPage,
): Promise<OrderList> {
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

function conditions(db: Database, filter: OrderFilter): (SQL | undefined)[] {
  const { account, underlying, symbol, status, side, strategyType, since, until } = filter
  return [
    account === undefined ? undefined : ofAccount(db, alpacaOrders.accountId, account),
    underlying === undefined ? undefined : eq(alpacaOrders.underlying, underlying),
    symbol === undefined ? undefined : inArray(alpacaOrders.symbol, storedSpellings(symbol)),
    status === undefined ? undefined : hasStatus(status),
    side === undefined ? undefined : eq(alpacaOrders.side, side),
    strategyType === undefined ? undefined : eq(alpacaOrders.strategyType, strategyType),
    since === undefined ? undefined : gte(alpacaOrders.submittedAt, since),
    until === undefined ? undefined : lt(alpacaOrders.submittedAt, until),
  ]
}

function hasStatus(asked: NonNullable<OrderFilter['status']>): SQL | undefined {
  if (asked.includes('all')) return undefined
  const statuses = new Set(
    asked.flatMap((word) => {
      if (word === 'open') return ORDER_STATUSES.filter((status) => !isTerminal(status))
      return word === 'closed' ? [...TERMINAL_STATUSES] : word
    }),
  )
  return inArray(alpacaOrders.status, [...statuses])
}

/**
 * The order legs of a trade: those that carry its id, and those that carry another's but executed for it too (one
 * order may close several trades). Null where there is no such trade of the account, by its id or label. One round trip.
 */
export async function ordersOfTrade(
  db: Database,
  tradeId: string,
  { account, withRaw }: { account: string | undefined; withRaw: boolean },
): Promise<{ rows: OrderRow[] | null; accountKnown: boolean }> {
  const [accounts, trades, { rows }] = await db.batch([
    accountsNamed(db, account ?? ''),
    db
      .select({ accountId: alpacaTrades.accountId })
      .from(alpacaTrades)
      .where(eq(alpacaTrades.tradeId, tradeId)),
    readRows(db, selectOrdersOfTrade(db, tradeId, withRaw)),
  ])
  const [holder] = [...trades, ...rows]
  const isThere = holder !== undefined && isAmong(accounts, account, holder.accountId)
  return {
    rows: isThere ? rows : null,
    accountKnown: account === undefined || accounts.length > 0,
  }
}

/** The statement behind `ordersOfTrade`, for a batch. Two index scans: an OR over two tables would read them whole. */
export function selectOrdersOfTrade(db: Database, tradeId: string, withRaw = false) {
  const own = db
    .select({ id: alpacaOrders.alpacaOrderId })
    .from(alpacaOrders)
    .where(eq(alpacaOrders.tradeId, tradeId))
  const shared = db
    .select({ id: sql<string>`${alpacaTradeFills.orderId}` })
    .from(alpacaTradeFills)
    .innerJoin(
      ofFill,
      and(
        eq(ofFill.alpacaOrderId, alpacaTradeFills.orderId),
        eq(ofFill.accountId, alpacaTradeFills.accountId),
      ),
    )
    .where(eq(alpacaTradeFills.tradeId, tradeId))
  return db
    .select(columnsOf(withRaw))
    .from(alpacaOrders)
    .where(inArray(alpacaOrders.alpacaOrderId, own.union(shared)))
    .orderBy(
      asc(alpacaOrders.legNumber),
      asc(alpacaOrders.submittedAt),
      asc(alpacaOrders.alpacaOrderId),
    )
}
