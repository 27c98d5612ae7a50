import { type SQL, sql } from 'drizzle-orm'
import type { BrokerParentOrder } from '../../alpaca/parent-order'
import { alpacaParentOrders } from '../schema'
import { type MergePlan, mergeRows } from '../statements/merge'
import { KEEP_STORED, orderCounts, RAW_WITH_LEGS, takenOrders } from './merge-rules'

type ParentRow = Omit<typeof alpacaParentOrders.$inferInsert, 'id' | 'createdAt' | 'updatedAt'>

const PARENT_PLAN = {
  table: alpacaParentOrders,
  key: ['alpacaOrderId'],
  columns: [
    'clientOrderId',
    'qty',
    'filledQty',
    'filledAvgPrice',
    'orderType',
    'timeInForce',
    'limitPrice',
    'status',
    'legCount',
    'replaces',
    'replacedBy',
    'submittedAt',
    'filledAt',
    'alpacaCreatedAt',
    'alpacaUpdatedAt',
    'rawData',
  ],
  insertOnly: ['accountId'],
  values: { rawData: RAW_WITH_LEGS, legCount: sql`greatest(i."legCount", o.leg_count)` },
  keep: KEEP_STORED,
  overwrites: sql`${alpacaParentOrders.accountId} = excluded.account_id`,
} satisfies MergePlan

/**
 * One statement that inserts and updates the parents of multi-leg orders. Parents whose ids another
 * account has are quarantined and returned as `taken`, beside `inserted` and `updated`.
 */
export function mergeParentOrders(
  accountId: string,
  parents: readonly BrokerParentOrder[],
  now: Date,
): SQL {
  const rows = parents.map((parent) => parentRow(accountId, parent))
  const aside = takenOrders(accountId, alpacaParentOrders, now)
  return sql`with ${mergeRows(rows, PARENT_PLAN)}, ${aside} ${orderCounts}`
}

function parentRow(accountId: string, parent: BrokerParentOrder): ParentRow {
  const { id, createdAt, updatedAt, raw, legIds: _, ...rest } = parent
  return {
    ...rest,
    alpacaOrderId: id,
    accountId,
    alpacaCreatedAt: createdAt,
    alpacaUpdatedAt: updatedAt,
    rawData: raw,
  }
}
