import {
  and,
  arrayContains,
  asc,
  desc,
  eq,
  getTableColumns,
  gte,
  lt,
  type SQL,
  sql,
} from 'drizzle-orm'
import type { StrategyType } from '../../engine/strategy-types'
import type { Database } from '../client'
import { alpacaPositions, alpacaTradeFills, alpacaTrades } from '../schema'
import { accountsNamed, ofAccount } from './accounts'
import { type OrderRow, selectOrdersOfTrade } from './orders'

/** The states of a trade (design 5.4). */
export const TRADE_STATUSES = ['pending', 'open', 'partial', 'closed', 'unfilled'] as const

export type TradeStatus = (typeof TRADE_STATUSES)[number]

/** A trade as it stands, with what its open quantity would make at the last marks. */
export type TradeRow = typeof alpacaTrades.$inferSelect & { unrealizedPl: string | null }

/** An executed quantity of a trade. */
export type TradeFillRow = typeof alpacaTradeFills.$inferSelect

/** Which trades. */
export interface TradeFilter {
  /** Id or label. */
  account?: string | undefined
  underlying?: string | undefined
  strategy?: string | undefined
  strategyType?: StrategyType | undefined
  status?: TradeStatus | undefined
  tag?: string | undefined
  /** Opened at or after. */
  since?: string | undefined
  /** Opened before. */
  until?: string | undefined
}

/** The row after which a page begins. */
export interface TradeKey {
  openedAt: string
  tradeId: string
}

/** A page of a list; `accountKnown` says whether the database knows the account that was asked for. */
export interface TradeList {
  rows: TradeRow[]
  accountKnown: boolean
}

/** One trade with all that it is made of. */
export interface TradeDetail {
  trade: TradeRow
  fills: TradeFillRow[]
  orders: OrderRow[]
}

const fills = alpacaTradeFills
const signedQty = sql`case when ${fills.side} = 'buy' then ${fills.qty} else -${fills.qty} end`

/**
 * What the open quantity of a trade would make at the marks of the positions: per symbol, marked value + cash of its
 * fills - what they realized, which is the marked value less the cost of the lots still open. NULL where one of them
 * has no mark or no realized profit can be told; 0 where nothing is open.
 *
 * Positions write coins without the slash of orders (reference 2).
 */
const unrealizedPl = sql<string | null>`(
  select case when count(*) = count(leg.pl) and not ${alpacaTrades.incomplete} then coalesce(sum(leg.pl), 0) end
  from (
    select sum(${signedQty} * ${fills.multiplier}) * mark.price
      - sum(${signedQty} * ${fills.price} * ${fills.multiplier})
      - coalesce(sum(${fills.realizedPl}), 0) as pl
    from ${fills}
    left join lateral (
      select ${alpacaPositions.currentPrice} as price from ${alpacaPositions}
      where ${alpacaPositions.isOpen} and ${alpacaPositions.accountId} = ${fills.accountId}
        and ${alpacaPositions.symbol} = replace(${fills.symbol}, '/', '')
    ) mark on true
    where ${fills.tradeId} = ${alpacaTrades.tradeId}
    group by ${fills.symbol}, mark.price
    having sum(${signedQty}) <> 0
  ) leg
)`

const columns = { ...getTableColumns(alpacaTrades), unrealizedPl }

/** Trades, the last opened first. One round trip. */
export async function listTrades(
  db: Database,
  filter: TradeFilter,
  page: { limit: number; after?: TradeKey | undefined },
): Promise<TradeList> {
  const [accounts, rows] = await db.batch([
    accountsNamed(db, filter.account ?? ''),
    db
      .select(columns)
      .from(alpacaTrades)
      .where(and(page.after && follows(page.after), ...conditions(db, filter)))
      .orderBy(desc(alpacaTrades.openedAt), desc(alpacaTrades.tradeId))
      .limit(page.limit),
  ])
  return { rows, accountKnown: filter.account === undefined || accounts.length > 0 }
}

/** One trade with its fills and its order legs, or null. One round trip. */
export async function readTrade(db: Database, tradeId: string): Promise<TradeDetail | null> {
  const [trades, tradeFills, orders] = await db.batch([
    db.select(columns).from(alpacaTrades).where(eq(alpacaTrades.tradeId, tradeId)),
    db
      .select()
      .from(fills)
      .where(eq(fills.tradeId, tradeId))
      .orderBy(asc(fills.executedAt), asc(fills.executionId), asc(fills.symbol)),
    selectOrdersOfTrade(db, tradeId),
  ])
  const [trade] = trades
  return trade ? { trade, fills: tradeFills, orders } : null
}

function follows({ openedAt, tradeId }: TradeKey): SQL {
  const key = sql`(${alpacaTrades.openedAt}, ${alpacaTrades.tradeId})`
  return sql`${key} < (${openedAt}::timestamptz, ${tradeId}::uuid)`
}

function conditions(db: Database, filter: TradeFilter): (SQL | undefined)[] {
  const { account, underlying, strategy, strategyType, status, tag, since, until } = filter
  return [
    account === undefined ? undefined : ofAccount(db, alpacaTrades.accountId, account),
    underlying === undefined ? undefined : eq(alpacaTrades.underlying, underlying),
    strategy === undefined ? undefined : eq(alpacaTrades.strategy, strategy),
    strategyType === undefined ? undefined : eq(alpacaTrades.strategyType, strategyType),
    status === undefined ? undefined : eq(alpacaTrades.status, status),
    tag === undefined ? undefined : arrayContains(alpacaTrades.tags, [tag]),
    since === undefined ? undefined : gte(alpacaTrades.openedAt, since),
    until === undefined ? undefined : lt(alpacaTrades.openedAt, until),
  ]
}
