import {
  and,
  arrayContains,
  asc,
  desc,
  eq,
  getTableColumns,
  gte,
  inArray,
  lt,
  type SQL,
  sql,
} from 'drizzle-orm'
import type { StrategyType } from '../../engine/strategies/strategy-types'
import { accountsNamed, isAmong, ofAccount } from '../accounts/list'
import type { Database } from '../connection/client'
import { type OrderRow, selectOrdersOfTrade } from '../orders/list'
import {
  alpacaActivities,
  alpacaPositions,
  alpacaTradeFees,
  alpacaTradeFills,
  alpacaTrades,
} from '../schema'
import { named, readRows } from '../statements/select-rows'

/** The states of a trade (src/engine/README.md 4). */
export const TRADE_STATUSES = ['pending', 'open', 'partial', 'closed', 'unfilled'] as const

export type TradeStatus = (typeof TRADE_STATUSES)[number]

/** A trade as it stands, with what its open quantity would make at the last marks. */
export type TradeRow = typeof alpacaTrades.$inferSelect & { unrealizedPl: string | null }

/** An executed quantity of a trade. */
export type TradeFillRow = typeof alpacaTradeFills.$inferSelect

/** A trade's share of one fee. */
export type TradeFeeRow = Awaited<ReturnType<typeof selectFees>>[number]

/** A trade of a chain; `chainNetPl` is the sum over it, null when one of its trades tells no profit. */
export type ChainRow = Awaited<ReturnType<typeof selectChain>>[number]

/** Which trades. */
export interface TradeFilter {
  /** Id or label. */
  account?: string | undefined
  underlying?: string | undefined
  strategy?: string | undefined
  strategyType?: StrategyType | undefined
  /** Any of these. */
  status?: readonly TradeStatus[] | undefined
  tag?: string | undefined
  /** Opened at or after. */
  since?: string | undefined
  /** Opened before. */
  until?: string | undefined
  /** Closed at or after. */
  closedSince?: string | undefined
  /** Closed before. */
  closedUntil?: string | undefined
}

/** The row after which a page begins. */
export interface TradeKey {
  openedAt: string
  tradeId: string
}

/** Which part of the list: `limit` rows after a row, and none behind `upTo`. */
export interface TradePage {
  limit: number
  after?: TradeKey | undefined
  upTo?: TradeKey | undefined
}

/** A page of a list; `accountKnown` says whether the database knows the account that was asked for. */
export interface TradeList {
  rows: TradeRow[]
  accountKnown: boolean
}

/** One trade with all that it is made of, and the chain that it is in. */
export interface TradeDetail {
  trade: TradeRow
  fills: TradeFillRow[]
  fees: TradeFeeRow[]
  orders: OrderRow[]
  chain: ChainRow[]
}

const fills = alpacaTradeFills
const tradeColumns = getTableColumns(alpacaTrades)

/**
 * What the open quantity of a trade would make at the marks of the positions: per symbol, marked value + cash of its
 * fills - what they realized, which is the marked value less the cost of the lots still open. NULL where one has no
 * mark; 0 where nothing is open. Of an incomplete trade no profit is told: what its lots cost is not known. Postgres works it
 * out for the rows of the page alone. Positions spell coins without the slash of orders (src/alpaca/README.md 2), or with it.
 */
const unrealizedPl = sql<string | null>`case when ${alpacaTrades.incomplete} then null
  when ${alpacaTrades.status} not in ('open', 'partial') then 0 else (
    select case when count(*) = count(leg.pl) then coalesce(sum(leg.pl), 0) end from (
      select sum(f.qty * f.multiplier * s.sign) * p.current_price - sum(f.qty * f.price * f.multiplier * s.sign)
        - coalesce(sum(f.realized_pl), 0) as pl
      from ${fills} f cross join lateral (select case f.side when 'buy' then 1 else -1 end as sign) s
      left join ${alpacaPositions} p on p.is_open and p.account_id = f.account_id and p.symbol in (f.symbol, replace(f.symbol, '/', ''))
      where f.trade_id = ${sql.raw('alpaca_trades.trade_id')} group by f.symbol, p.current_price having sum(f.qty * s.sign) <> 0
    ) leg) end`

/** Trades, the last opened first. One round trip. */
export async function listTrades(
  db: Database,
  filter: TradeFilter,
  page: TradePage,
): Promise<TradeList> {
  const { after, upTo } = page
  const where = and(after && follows(after), upTo && precedes(upTo), ...tradeConditions(db, filter))
  const [accounts, { rows }] = await db.batch([
    accountsNamed(db, filter.account ?? ''),
    readRows(db, selectTrades(db, where, page.limit)),
  ])
  return {
    rows,
    accountKnown: filter.account === undefined || accounts.length > 0,
  }
}

/** Trades by their ids, those that there are, the last opened first. One round trip. */
export async function readTrades(db: Database, tradeIds: readonly string[]): Promise<TradeRow[]> {
  const chosen = inArray(alpacaTrades.tradeId, [...tradeIds])
  const { rows } = await readRows(db, selectTrades(db, chosen, tradeIds.length))
  return rows
}

/**
 * One trade with its fills, its fees, its order legs and its chain; null where there is none of the account, by its id or label.
 * One round trip.
 */
export async function readTrade(
  db: Database,
  tradeId: string,
  account: string | undefined,
): Promise<{ detail: TradeDetail | null; accountKnown: boolean }> {
  const [accounts, trades, tradeFills, fees, orders, chain] = await db.batch([
    accountsNamed(db, account ?? ''),
    readRows(db, selectTrades(db, eq(alpacaTrades.tradeId, tradeId), 1)),
    db
      .select()
      .from(fills)
      .where(eq(fills.tradeId, tradeId))
      .orderBy(asc(fills.executedAt), asc(fills.executionId), asc(fills.symbol)),
    selectFees(db, tradeId),
    readRows(db, selectOrdersOfTrade(db, tradeId)),
    selectChain(db, tradeId),
  ])
  const [row] = trades.rows
  const isThere = row !== undefined && isAmong(accounts, account, row.accountId)
  return {
    detail: isThere ? { trade: row, fills: tradeFills, fees, orders: orders.rows, chain } : null,
    accountKnown: account === undefined || accounts.length > 0,
  }
}

function selectFees(db: Database, tradeId: string) {
  const { activityId, amount, tradingDay, accountId } = alpacaTradeFees
  return db
    .select({ activityId, amount, tradingDay, kind: alpacaActivities.activitySubType })
    .from(alpacaTradeFees)
    .leftJoin(
      alpacaActivities,
      and(eq(alpacaActivities.accountId, accountId), eq(alpacaActivities.activityId, activityId)),
    )
    .where(eq(alpacaTradeFees.tradeId, tradeId))
    .orderBy(asc(tradingDay), asc(activityId))
}

function selectChain(db: Database, id: string) {
  const { tradeId, chainId, strategy, status, openedAt, closedAt, netPl } =
    getTableColumns(alpacaTrades)
  const sum = sql`sum(${netPl}) over ()`
  const isTold = sql`not bool_or(${alpacaTrades.incomplete}) over ()`
  const chainNetPl = sql<string | null>`case when ${isTold} then ${sum} end`
  const own = db.select({ chainId }).from(alpacaTrades).where(eq(tradeId, id))
  return db
    .select({ tradeId, strategy, status, openedAt, closedAt, netPl, chainNetPl })
    .from(alpacaTrades)
    .where(inArray(chainId, own))
    .orderBy(asc(openedAt), asc(tradeId))
}

function selectTrades(db: Database, where: SQL | undefined, limit: number) {
  return db
    .select(named({ ...tradeColumns, unrealizedPl }))
    .from(alpacaTrades)
    .where(where)
    .orderBy(desc(alpacaTrades.openedAt), desc(alpacaTrades.tradeId))
    .limit(limit)
}

function follows({ openedAt, tradeId }: TradeKey): SQL {
  const key = sql`(${alpacaTrades.openedAt}, ${alpacaTrades.tradeId})`
  return sql`${key} < (${openedAt}::timestamptz, ${tradeId}::uuid)`
}

/** Of a trade or of one before it in the list. */
function precedes({ openedAt, tradeId }: TradeKey): SQL {
  const key = sql`(${alpacaTrades.openedAt}, ${alpacaTrades.tradeId})`
  return sql`${key} >= (${openedAt}::timestamptz, ${tradeId}::uuid)`
}

/** The last of the first `most` trades after a key, when there are more of them; else null. */
export async function endOfTrades(
  db: Database,
  filter: TradeFilter,
  after: TradeKey | undefined,
  most: number,
): Promise<TradeKey | null> {
  const { openedAt, tradeId } = alpacaTrades
  const [end, more] = await db
    .select({ openedAt, tradeId })
    .from(alpacaTrades)
    .where(and(after && follows(after), ...tradeConditions(db, filter)))
    .orderBy(desc(openedAt), desc(tradeId))
    .offset(most - 1)
    .limit(2)
  return more === undefined ? null : (end ?? null)
}

/** The first half says nothing new, but that the index of tagged trades will do. */
const hasTag = (tag: string) =>
  and(sql`${alpacaTrades.tags} <> '{}'`, arrayContains(alpacaTrades.tags, [tag]))

/** The second half follows from the first; with it a page is one range of the list's index. */
const closedBefore = (moment: string) =>
  and(lt(alpacaTrades.closedAt, moment), lt(alpacaTrades.openedAt, moment))

/** The conditions that a filter sets on rows of `alpaca_trades`. */
export function tradeConditions(db: Database, filter: TradeFilter): (SQL | undefined)[] {
  const { account, underlying, strategy, strategyType, status, tag } = filter
  const { since, until, closedSince, closedUntil } = filter
  return [
    account === undefined ? undefined : ofAccount(db, alpacaTrades.accountId, account),
    underlying === undefined ? undefined : eq(alpacaTrades.underlying, underlying),
    strategy === undefined ? undefined : eq(alpacaTrades.strategy, strategy),
    strategyType === undefined ? undefined : eq(alpacaTrades.strategyType, strategyType),
    status === undefined ? undefined : inArray(alpacaTrades.status, [...status]),
    tag === undefined ? undefined : hasTag(tag),
    since === undefined ? undefined : gte(alpacaTrades.openedAt, since),
    until === undefined ? undefined : lt(alpacaTrades.openedAt, until),
    closedSince === undefined ? undefined : gte(alpacaTrades.closedAt, closedSince),
    closedUntil === undefined ? undefined : closedBefore(closedUntil),
  ]
}
