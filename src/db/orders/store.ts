import { type SQL, sql } from 'drizzle-orm'
import type { Order } from '../../alpaca/order'
import { tradeIdsOf } from '../../engine/output/trade-id'
import type { StrategyType } from '../../engine/strategies/strategy-types'
import { markDirty } from '../ledger/marks'
import { alpacaOrders } from '../schema'
import { type MergePlan, mergeRows } from '../statements/merge'
import { KEEP_STORED, orderCounts, RAW_WITH_LEGS, takenOrders } from './merge-rules'

type OrderRow = Omit<
  typeof alpacaOrders.$inferInsert,
  'id' | 'createdAt' | 'updatedAt' | 'legNumber'
>

const ORDER_PLAN = {
  table: alpacaOrders,
  key: ['alpacaOrderId'],
  columns: [
    'clientOrderId',
    'parentOrderId',
    'symbol',
    'underlying',
    'paidWith',
    'assetClass',
    'assetId',
    'orderClass',
    'side',
    'positionIntent',
    'qty',
    'notional',
    'ratioQty',
    'filledQty',
    'filledAvgPrice',
    'orderType',
    'timeInForce',
    'limitPrice',
    'stopPrice',
    'trailPrice',
    'trailPercent',
    'status',
    'expiryDate',
    'strikePrice',
    'optionType',
    'replaces',
    'replacedBy',
    'submittedAt',
    'filledAt',
    'expiredAt',
    'canceledAt',
    'failedAt',
    'replacedAt',
    'expiresAt',
    'alpacaCreatedAt',
    'alpacaUpdatedAt',
    'rawData',
  ],
  insertOnly: ['accountId', 'tradeId', 'strategyType'],
  values: {
    // Only a nested answer names the parent (src/alpaca/README.md 1.5). A leg that is read alone
    // keeps it.
    parentOrderId: sql`coalesce(i."parentOrderId", o.parent_order_id)`,
    rawData: RAW_WITH_LEGS,
  },
  keep: KEEP_STORED,
  overwrites: sql`${alpacaOrders.accountId} = excluded.account_id`,
  extra: sql`o.underlying as old_underlying, least(
    coalesce(i."alpacaCreatedAt", i."submittedAt"),
      coalesce(o.alpaca_created_at, o.submitted_at)) as since`,
} satisfies MergePlan

/**
 * One statement that inserts and updates order legs, marks the ledger dirty where something
 * changed, and returns `inserted` and `updated`. The trade id is written when a leg is inserted;
 * later only the ledger changes it. Legs whose ids another account has are quarantined and returned
 * as `taken`.
 */
export function mergeOrders(accountId: string, orders: readonly Order[], now: Date): SQL {
  const tradeId = tradeIdsOf(accountId)
  const rows = orders.map((order) => orderRow(accountId, order, tradeId(order.id)))
  const marks = sql`select "accountId" as account_id, "underlying" as underlying, since from changed
    union all select "accountId", old_underlying, since from changed
    where old_underlying <> "underlying"`
  const aside = takenOrders(accountId, alpacaOrders, now)
  return sql`with ${mergeRows(rows, ORDER_PLAN)}, ${markDirty(marks)}, ${aside} ${orderCounts}`
}

function orderRow(accountId: string, order: Order, tradeId: string): OrderRow {
  const { id, createdAt, updatedAt, raw, ...rest } = order
  return {
    ...rest,
    alpacaOrderId: id,
    accountId,
    tradeId,
    strategyType: strategyTypeAlone(order),
    alpacaCreatedAt: createdAt,
    alpacaUpdatedAt: updatedAt,
    rawData: raw,
  }
}

function strategyTypeAlone({ assetClass }: Order): StrategyType {
  if (assetClass === 'us_option') return 'single_leg'
  return assetClass?.startsWith('crypto') ? 'crypto' : 'stock'
}
