import { type SQL, sql } from 'drizzle-orm'
import { type FoldedUnderlying, isReplaced } from '../ledger/folded'
import { markDirty } from '../ledger/marks'
import { alpacaTradeDividends, alpacaTradeFees, alpacaTradeFills, alpacaTrades } from '../schema'
import { isNotIncoming, type MergePlan, mergeRows } from '../statements/merge'

const TRADE_PLAN = {
  table: alpacaTrades,
  key: ['tradeId'],
  columns: [
    'accountId',
    'underlying',
    'strategy',
    'strategyType',
    'direction',
    'status',
    'closedBy',
    'quantity',
    'openedAt',
    'closedAt',
    'expiryDate',
    'entryCash',
    'exitCash',
    'realizedPl',
    'rolledFrom',
    'chainId',
    'rollCount',
    'assignedFrom',
    'coveredBy',
    'incomplete',
    'tags',
    'note',
    'legs',
    'risk',
  ],
} satisfies MergePlan

const FILL_PLAN = {
  table: alpacaTradeFills,
  key: ['tradeId', 'executionId', 'effect', 'symbol'],
  columns: [
    'accountId',
    'underlying',
    'kind',
    'legKind',
    'orderId',
    'activityId',
    'side',
    'qty',
    'price',
    'multiplier',
    'realizedPl',
    'executedAt',
    'tradingDay',
    'acquiredAt',
    'lots',
  ],
} satisfies MergePlan

/** A condition for the stored trades `o` that a fold replaces and no longer has. */
function isGone(accountId: string, of: readonly FoldedUnderlying[]): SQL {
  const kept = of.flatMap(({ trades, carried }) => [
    ...trades.map(({ tradeId }) => tradeId),
    ...carried,
  ])
  return sql`o.account_id = ${accountId} and ${isReplaced(of, sql`o.opened_at`)}
    and o.trade_id not in (select jsonb_array_elements_text(${JSON.stringify(kept)}::jsonb)::uuid)`
}

/**
 * Deletes the shares of fees and dividends of the trades that `replaceTrades` is about to delete:
 * the daily sums need the trade when its shares go (`sum_trades`).
 */
export function deleteSharesOfGone(accountId: string, of: readonly FoldedUnderlying[]): SQL {
  return sql`with gone as materialized (
      select o.trade_id from ${alpacaTrades} o where ${isGone(accountId, of)}
    ),
    fees as (delete from ${alpacaTradeFees} x using gone where x.trade_id = gone.trade_id)
    delete from ${alpacaTradeDividends} x using gone where x.trade_id = gone.trade_id`
}

/**
 * Writes the trades that differ, and deletes stored ones that the fold no longer has. Returns
 * `changed`.
 */
export function replaceTrades(accountId: string, of: readonly FoldedUnderlying[]): SQL {
  const rows = of.flatMap(({ trades }) => trades.map((trade) => ({ ...trade, accountId })))
  return sql`with ${mergeRows(rows, TRADE_PLAN)},
    gone as (delete from ${alpacaTrades} o where ${isGone(accountId, of)} returning o.trade_id)
    select ((select count(*) from changed) + (select count(*) from gone))::int as changed`
}

/**
 * Writes the fills that differ, deletes stored ones that the fold no longer has, and marks the fees
 * of the affected days to be shared out again. Returns `changed`.
 */
export function replaceFills(accountId: string, of: readonly FoldedUnderlying[]): SQL {
  const rows = of.flatMap(({ fills }) => fills.map((fill) => ({ ...fill, accountId })))
  const marks = sql`select ${accountId}::text as account_id, null::text as underlying,
      day::timestamp at time zone 'America/New_York' as since
    from (select "tradingDay" as day from changed union all select trading_day from gone) days`
  return sql`with ${mergeRows(rows, FILL_PLAN)},
    gone as (
      delete from ${alpacaTradeFills} o
      where o.account_id = ${accountId} and ${isReplaced(of, sql`o.executed_at`)}
        and ${isNotIncoming(
          ['trade_id', 'execution_id', 'effect', 'symbol'],
          ['tradeId', 'executionId', 'effect', 'symbol'],
        )}
      returning o.trading_day
    ), ${markDirty(marks)}
    select ((select count(*) from changed) + (select count(*) from gone))::int as changed`
}
