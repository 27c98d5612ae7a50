import { type SQL, sql } from 'drizzle-orm'
import type { Activity } from '../../alpaca/activity'
import { TERMINAL_STATUSES } from '../../alpaca/order-status'
import { alpacaActivities, alpacaOrders } from '../schema'
import { isOneOfWords } from '../schema/columns'
import { isOneOf } from '../statements/is-one-of'
import { type MergePlan, mergeRows, selectMergeCounts } from '../statements/merge'
import { changeMarks, sinceOf } from './changes'

type ActivityRow = Omit<typeof alpacaActivities.$inferInsert, 'createdAt' | 'updatedAt' | 'inForce'>

/** Statuses of a fill that the broker took back or corrected. */
const REVERSED = ['canceled', 'correct']
const ORDER_IS_FINAL = isOneOfWords(sql`a.status`, TERMINAL_STATUSES)

/**
 * Whether a fill says that what is stored of its order may be old: it takes back or corrects
 * another, it changed, or it came after the order was final.
 */
const changesOrder = sql`i."fillType" is not null and i."orderId" is not null and (
  i."fillType" in ('trade_bust', 'trade_correct') or ${isOneOf(sql`coalesce(i."status", '')`, REVERSED)}
  or (o.account_id is not null and (i."qty", i."price", i."status") is distinct from (o.qty, o.price, o.status))
  or (o.account_id is null and ${ORDER_IS_FINAL}
    and i."transactionTime" > greatest(a.filled_at, a.alpaca_updated_at) + interval '1 second'))`

const ACTIVITY_PLAN = {
  table: alpacaActivities,
  key: ['accountId', 'activityId'],
  columns: [
    'activityType',
    'activitySubType',
    'fillType',
    'orderId',
    'executionId',
    'groupId',
    'symbol',
    'underlying',
    'side',
    'qty',
    'cumQty',
    'price',
    'netAmount',
    'status',
    'currency',
    'date',
    'transactionTime',
    'effectiveAt',
    'alpacaCreatedAt',
    'feeRule',
    'feeDay',
    'exDate',
    'paidWith',
    'previousId',
    'rawData',
  ],
  // The run that stores the row is `recheckRunId` of the incoming row.
  uncompared: ['recheckRunId'],
  values: {
    // A fill has no asset class, so its order's underlying is preferred.
    underlying: sql`coalesce(a.underlying, i."underlying")`,
    recheckRunId: sql`case when ${changesOrder} then i."recheckRunId" else o.recheck_run_id end`,
  },
  join: sql`left join ${alpacaOrders} a on a.alpaca_order_id = i."orderId" and a.account_id = i."accountId"`,
  extra: sql`o.underlying as old_underlying, o.group_id as old_group, ${sinceOf({
    effectiveAt: sql`least(i."effectiveAt", o.effective_at)`,
    orderAt: sql`a.placed_at`,
    feeDay: sql`least(i."feeDay", o.fee_day)`,
    activityType: sql`i."activityType"`,
    feeRule: sql`i."feeRule"`,
    underlying: sql`i."underlying"`,
  })} as since`,
} satisfies MergePlan

/**
 * One statement that inserts and updates activities (a correction can have the id of what it
 * corrects), marks the ledger dirty where something changed, and returns `inserted` and `updated`.
 * The orders of changed fills are to be read again.
 */
export function mergeActivities(
  accountId: string,
  activities: readonly Activity[],
  runId: string,
): SQL {
  const rows = activities.map((activity) => activityRow(accountId, activity, runId))
  return sql`with ${mergeRows(rows, ACTIVITY_PLAN)}, ${changeMarks(accountId)} ${selectMergeCounts}`
}

function activityRow(accountId: string, activity: Activity, recheckRunId: string): ActivityRow {
  const { id, createdAt, raw, ...rest } = activity
  return {
    ...rest,
    accountId,
    activityId: id,
    alpacaCreatedAt: createdAt,
    recheckRunId,
    rawData: raw,
  }
}

/**
 * Clears what earlier runs noted of the fills of some orders, which this run has read. A note of
 * this run stays: the order may have been read before the fill.
 */
export function clearRechecks(accountId: string, orderIds: readonly string[], runId: string): SQL {
  return sql`update ${alpacaActivities} set recheck_run_id = null
    where account_id = ${accountId} and recheck_run_id <> ${runId}::uuid
      and order_id in (select jsonb_array_elements_text(${JSON.stringify(orderIds)}::jsonb))`
}
