import { and, arrayContains, eq, gte, inArray, lt, type SQL, sql } from 'drizzle-orm'
import type { TradeStatus } from '../../engine/output/trade-row'
import type { StrategyType } from '../../engine/strategies/strategy-types'
import { ofAccount } from '../accounts/named'
import type { Database } from '../connection/client'
import { alpacaTrades } from '../schema'

/** The states of a trade (src/engine/README.md 4). */
export const TRADE_STATUSES = [
  'pending',
  'open',
  'partial',
  'closed',
  'unfilled',
] as const satisfies readonly TradeStatus[]

/** A filter of trades. The four moments are RFC 3339. */
export interface TradeFilter {
  /** Id or label. */
  account?: string | undefined
  underlying?: string | undefined
  strategy?: string | undefined
  strategyType?: StrategyType | undefined
  /** A trade matches any of these. */
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

/**
 * The first half is implied by the second, but lets the planner use the partial index of tagged
 * trades.
 */
const hasTag = (tag: string) =>
  and(sql`${alpacaTrades.tags} <> '{}'`, arrayContains(alpacaTrades.tags, [tag]))

/** The second half follows from the first. With it, a page is one range of the list's index. */
const closedBefore = (moment: string) =>
  and(lt(alpacaTrades.closedAt, moment), lt(alpacaTrades.openedAt, moment))

/** The conditions of a filter on rows of `alpaca_trades`. */
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
