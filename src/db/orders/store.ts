import { type SQL, sql } from 'drizzle-orm'
import type { Order } from '../../alpaca/order'
import { TERMINAL_STATUSES } from '../../alpaca/order-status'
import type { ParentOrder } from '../../alpaca/parent-order'
import { tradeIdsOf } from '../../engine/output/trade-id'
import type { StrategyType } from '../../engine/strategies/strategy-types'
import { markDirty } from '../ledger/mark-dirty'
import { putAsideTaken } from '../quarantine/store'
import { alpacaOrders, alpacaParentOrders } from '../schema'
import { insertedAndUpdated, type MergePlan, mergeRows } from '../statements/merge'

type OrderRow = Omit<
  typeof alpacaOrders.$inferInsert,
  'id' | 'createdAt' | 'updatedAt' | 'legNumber'
>
type ParentRow = Omit<typeof alpacaParentOrders.$inferInsert, 'id' | 'createdAt' | 'updatedAt'>

const terminal = sql.raw(TERMINAL_STATUSES.map((word) => `'${word}'`).join(', '))

// An answer that is older than what is known must not undo it. Alpaca's updated_at tells; where both are equal, the one
// read last is taken, unless it would take a fill back or wake an order that was done.
// An id that another account has is that account's: Alpaca gives each once. What comes under it a second time is put aside.
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
  overwrites: sql`${alpacaParentOrders.accountId} = excluded.account_id`,
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
    // Only a nested answer tells the parent (src/alpaca/README.md 1.5): a leg read on its own must not forget it.
    parentOrderId: sql`coalesce(i."parentOrderId", o.parent_order_id)`,
    rawData: RAW_WITH_LEGS,
  },
  keep: KEEP_STORED,
  overwrites: sql`${alpacaOrders.accountId} = excluded.account_id`,
  extra: sql`o.underlying as old_underlying, least(
    coalesce(i."alpacaCreatedAt", i."submittedAt"), coalesce(o.alpaca_created_at, o.submitted_at)) as since`,
} satisfies MergePlan

/** One statement that brings envelopes of multi-leg orders up to date; those that are another account's are put aside. */
export function mergeParentOrders(
  accountId: string,
  parents: readonly ParentOrder[],
  now: Date,
): SQL {
  const rows = parents.map((parent) => parentRow(accountId, parent))
  const aside = putTakenAside(accountId, alpacaParentOrders, now)
  return sql`with ${mergeRows(rows, PARENT_PLAN)}, ${aside} ${orderCounts}`
}

/**
 * One statement that brings order legs up to date, marks the ledger dirty where something changed, and answers
 * `inserted` and `updated`. A trade id is set when a leg is new and is the ledger's from then on. Legs whose ids are another
 * account's are put aside, and answered as `taken`.
 */
export function mergeOrders(accountId: string, orders: readonly Order[], now: Date): SQL {
  const tradeId = tradeIdsOf(accountId)
  const rows = orders.map((order) => orderRow(accountId, order, tradeId(order.id)))
  const marks = sql`select "accountId" as account_id, "underlying" as underlying, since from changed
    union all select "accountId", old_underlying, since from changed where old_underlying <> "underlying"`
  const aside = putTakenAside(accountId, alpacaOrders, now)
  return sql`with ${mergeRows(rows, ORDER_PLAN)}, ${markDirty(marks)}, ${aside} ${orderCounts}`
}

/** The CTE `taken`: incoming ids that are another account's, one that wrote them just now included; all are put aside. */
function putTakenAside(
  accountId: string,
  table: typeof alpacaOrders | typeof alpacaParentOrders,
  now: Date,
): SQL {
  const lost = sql`not exists (select from written w where w.alpaca_order_id = c."alpacaOrderId")`
  return sql`taken as (
      select i."alpacaOrderId" as id, i."rawData" as payload from incoming i
      join ${table} o on o.alpaca_order_id = i."alpacaOrderId" where o.account_id <> i."accountId"
        and not exists (select from changed c where c."alpacaOrderId" = i."alpacaOrderId")
      union all select c."alpacaOrderId", c."rawData" from changed c where ${lost}
    ),
    ${putAsideTaken(accountId, now)}`
}

const orderCounts = sql`select ${insertedAndUpdated},
  (select coalesce(json_agg(id), '[]') from taken) as taken
  from changed c where not exists (select from taken t where t.id = c."alpacaOrderId")`

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
