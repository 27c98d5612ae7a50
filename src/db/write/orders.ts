import { type SQL, sql } from 'drizzle-orm'
import type { Order } from '../../alpaca/order'
import { TERMINAL_STATUSES } from '../../alpaca/order-status'
import type { ParentOrder } from '../../alpaca/parent-order'
import type { StrategyType } from '../../engine/strategy-types'
import { tradeIdsOf } from '../../engine/trade-id'
import { alpacaOrders, alpacaParentOrders } from '../schema'
import { markDirty } from './dirty'
import { type MergePlan, mergeCounts, mergeRows } from './merge'

type OrderRow = Omit<
  typeof alpacaOrders.$inferInsert,
  'id' | 'createdAt' | 'updatedAt' | 'legNumber'
>
type ParentRow = Omit<typeof alpacaParentOrders.$inferInsert, 'id' | 'createdAt' | 'updatedAt'>

const terminal = sql.raw(TERMINAL_STATUSES.map((word) => `'${word}'`).join(', '))

// An answer that is older than what is known must not undo it. Alpaca's updated_at tells; where both are equal, the one
// read last is taken, unless it would take a fill back or wake an order that was done.
// An id that another account has is that account's: Alpaca gives each once.
const KEEP_STORED = sql`case
  when o.account_id <> i."accountId" then true
  when o.alpaca_updated_at is null then false
  when i."alpacaUpdatedAt" is null then true
  when i."alpacaUpdatedAt" = o.alpaca_updated_at then i."filledQty" < o.filled_qty
    or (o.status in (${terminal}) and i.status not in (${terminal}))
  else i."alpacaUpdatedAt" < o.alpaca_updated_at end`

// An order read without its legs keeps the legs of its payload: flat and nested answers would take turns otherwise.
const RAW_WITH_LEGS = sql`case
  when jsonb_typeof(o.raw_data -> 'legs') = 'array'
    and jsonb_typeof(i."rawData" -> 'legs') is distinct from 'array'
  then i."rawData" || jsonb_build_object('legs', o.raw_data -> 'legs')
  else i."rawData" end`

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
} satisfies MergePlan

const ORDER_PLAN = {
  table: alpacaOrders,
  key: ['alpacaOrderId'],
  columns: [
    'clientOrderId',
    'parentOrderId',
    'symbol',
    'underlying',
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
    // Only a nested answer tells the parent (reference 1.5): a leg read on its own must not forget it.
    parentOrderId: sql`coalesce(i."parentOrderId", o.parent_order_id)`,
    rawData: RAW_WITH_LEGS,
  },
  keep: KEEP_STORED,
  extra: sql`o.underlying as old_underlying, least(
    coalesce(i."alpacaCreatedAt", i."submittedAt"), coalesce(o.alpaca_created_at, o.submitted_at)) as since`,
} satisfies MergePlan

/** One statement that brings envelopes of multi-leg orders up to date. */
export function mergeParentOrders(accountId: string, parents: readonly ParentOrder[]): SQL {
  const rows = parents.map((parent) => parentRow(accountId, parent))
  return sql`with ${mergeRows(rows, PARENT_PLAN)} ${mergeCounts}`
}

/**
 * One statement that brings order legs up to date, marks the ledger dirty where something changed, and answers
 * `inserted` and `updated`. A trade id is set when a leg is new and is the ledger's from then on.
 */
export function mergeOrders(accountId: string, orders: readonly Order[]): SQL {
  const tradeId = tradeIdsOf(accountId)
  const rows = orders.map((order) => orderRow(accountId, order, tradeId(order.id)))
  const marks = sql`select "accountId" as account_id, "underlying" as underlying, since from changed
    union all select "accountId", old_underlying, since from changed where old_underlying <> "underlying"`
  return sql`with ${mergeRows(rows, ORDER_PLAN)}, ${markDirty(marks)} ${mergeCounts}`
}

function parentRow(accountId: string, parent: ParentOrder): ParentRow {
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
