import { eq, gte, inArray, lt, type SQL } from 'drizzle-orm'
import { storedSpellings } from '../../alpaca/coin'
import {
  isTerminal,
  ORDER_STATUSES,
  type OrderStatus,
  TERMINAL_STATUSES,
} from '../../alpaca/order-status'
import type { StrategyType } from '../../engine/strategies/strategy-types'
import { ofAccount } from '../accounts/named'
import type { Database } from '../connection/client'
import { alpacaOrders } from '../schema'

/**
 * A filter of order legs. An order leg matches any of the words in `status`; `open` means that it
 * can still change, held legs included.
 */
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

/** The conditions of a filter on rows of `alpaca_orders`. */
export function orderConditions(db: Database, filter: OrderFilter): (SQL | undefined)[] {
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
