import { type SQL, sql } from 'drizzle-orm'
import type { Contract } from '../../alpaca/contract'
import { markDirty } from '../ledger/mark-dirty'
import { alpacaActivities, alpacaContracts, alpacaOrders } from '../schema'
import { type MergePlan, mergeCounts, mergeRows } from '../statements/merge'

const CONTRACT_PLAN = {
  table: alpacaContracts,
  key: ['symbol'],
  columns: ['underlying', 'multiplier', 'rawData'],
} satisfies MergePlan

/**
 * Keeps contracts that were asked of Alpaca, and marks the ledger dirty for what they are in: a multiplier that is told late
 * changes every sum it is part of.
 */
export function mergeContracts(contracts: readonly Contract[]): SQL {
  const rows = contracts.map(({ symbol, underlying, multiplier, raw }) => ({
    symbol,
    underlying,
    multiplier,
    rawData: raw,
  }))
  const marks = sql`select o.account_id, o.underlying, coalesce(o.alpaca_created_at, o.submitted_at) as since
    from changed c join ${alpacaOrders} o on o.symbol = c.symbol
    union all select a.account_id, a.underlying, a.effective_at
    from changed c join ${alpacaActivities} a on a.symbol = c.symbol`
  return sql`with ${mergeRows(rows, CONTRACT_PLAN)}, ${markDirty(marks)} ${mergeCounts}`
}
