import { type SQL, sql } from 'drizzle-orm'
import type { Contract } from '../../alpaca/contract'
import { markDirty } from '../ledger/marks'
import { quarantinedKeys } from '../quarantine/retry'
import { alpacaActivities, alpacaContracts, alpacaOrders } from '../schema'
import { isAdjusted } from '../schema/columns'
import { type MergePlan, mergeRows, selectMergeCounts } from '../statements/merge'

const CONTRACT_PLAN = {
  table: alpacaContracts,
  key: ['symbol'],
  columns: ['underlying', 'multiplier', 'rawData'],
} satisfies MergePlan

/**
 * Stores contracts that were read from Alpaca, and marks the ledger dirty for everything that holds
 * them: a multiplier that arrives late changes every amount it is part of. Returns `inserted` and
 * `updated`.
 */
export function mergeContracts(contracts: readonly Contract[]): SQL {
  const rows = contracts.map(({ symbol, underlying, multiplier, raw }) => ({
    symbol,
    underlying,
    multiplier,
    rawData: raw,
  }))
  const marks = sql`select o.account_id, o.underlying,
    coalesce(o.alpaca_created_at, o.submitted_at) as since
    from changed c join ${alpacaOrders} o on o.symbol = c.symbol
    union all select a.account_id, a.underlying, a.effective_at
    from changed c join ${alpacaActivities} a on a.symbol = c.symbol`
  return sql`with ${mergeRows(rows, CONTRACT_PLAN)}, ${markDirty(marks)} ${selectMergeCounts}`
}

/**
 * Selects the symbols of adjusted contracts that were never looked up, one `symbol` a row, in
 * order.
 */
export function unknownContracts(accountId: string): SQL {
  return sql`select symbol from (
      select symbol from ${alpacaOrders} where account_id = ${accountId}
        and ${isAdjusted(alpacaOrders.symbol)}
      union
      select symbol from ${alpacaActivities} where account_id = ${accountId}
        and ${isAdjusted(alpacaActivities.symbol)}
    ) s where not exists (select from ${alpacaContracts} c where c.symbol = s.symbol)
      and not exists (${quarantinedKeys(accountId, 'contract')} and payload_key = s.symbol)
      order by symbol`
}

/** Selects the symbols of contracts that Alpaca did not return, one `id` a row, in order. */
export function quarantinedContracts(accountId: string): SQL {
  return sql`${quarantinedKeys(accountId, 'contract')} order by 1`
}
