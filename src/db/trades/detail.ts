import { and, asc, eq, getTableColumns, inArray, sql } from 'drizzle-orm'
import { accountsNamed, isAmong } from '../accounts/named'
import type { Database } from '../connection/client'
import type { OrderRow } from '../orders/list'
import { selectOrdersOfTrade } from '../orders/of-trade'
import { alpacaActivities, alpacaTradeFees, alpacaTradeFills, alpacaTrades } from '../schema'
import { readRows } from '../statements/select-rows'
import { type StoredTrade, selectTrades } from './select'

/** An executed quantity of a trade. */
export type TradeFillRow = typeof alpacaTradeFills.$inferSelect

/** A trade's share of one fee. */
export type TradeFeeRow = Awaited<ReturnType<typeof selectFees>>[number]

/**
 * A trade of a chain. `chainNetPl` is the sum over the chain, null when one of its trades is
 * incomplete.
 */
export type ChainRow = Awaited<ReturnType<typeof selectChain>>[number]

/** One trade with its fills, fees, order legs and chain. */
export interface TradeDetail {
  trade: StoredTrade
  fills: TradeFillRow[]
  fees: TradeFeeRow[]
  orders: OrderRow[]
  chain: ChainRow[]
}

/**
 * Reads one trade with its fills, fees, order legs and chain. `detail` is null when the account, by
 * its id or label, has no such trade. One round trip.
 */
export async function readTrade(
  db: Database,
  tradeId: string,
  account: string | undefined,
): Promise<{ detail: TradeDetail | null; accountKnown: boolean }> {
  const { executedAt, executionId, symbol } = alpacaTradeFills
  const [accounts, trades, fills, fees, orders, chain] = await db.batch([
    accountsNamed(db, account),
    readRows(db, selectTrades(db, eq(alpacaTrades.tradeId, tradeId), 1)),
    db
      .select()
      .from(alpacaTradeFills)
      .where(eq(alpacaTradeFills.tradeId, tradeId))
      .orderBy(asc(executedAt), asc(executionId), asc(symbol)),
    selectFees(db, tradeId),
    readRows(db, selectOrdersOfTrade(db, tradeId)),
    selectChain(db, tradeId),
  ])
  const [row] = trades.rows
  const isThere = row !== undefined && isAmong(accounts, account, row.accountId)
  return {
    detail: isThere ? { trade: row, fills, fees, orders: orders.rows, chain } : null,
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
