import { type SQL, sql } from 'drizzle-orm'
import type { Contract } from '../../alpaca/contract'
import { alpacaContracts } from '../schema'
import { type MergePlan, mergeCounts, mergeRows } from './merge'

const CONTRACT_PLAN = {
  table: alpacaContracts,
  key: ['symbol'],
  columns: ['underlying', 'multiplier', 'rawData'],
} satisfies MergePlan

/** Keeps contracts that were asked of Alpaca. */
export function mergeContracts(contracts: readonly Contract[]): SQL {
  const rows = contracts.map(({ symbol, underlying, multiplier, raw }) => ({
    symbol,
    underlying,
    multiplier,
    rawData: raw,
  }))
  return sql`with ${mergeRows(rows, CONTRACT_PLAN)} ${mergeCounts}`
}
