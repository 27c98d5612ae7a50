import { type SQL, sql } from 'drizzle-orm'
import type { Activity } from '../../alpaca/activity'
import { markDirty } from '../ledger/marks'
import { alpacaActivities, alpacaOrders } from '../schema'
import { type MergePlan, mergeRows, selectMergeCounts } from '../statements/merge'

type ActivityRow = Omit<typeof alpacaActivities.$inferInsert, 'createdAt' | 'updatedAt'>

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
    'rawData',
  ],
  // A fill has no asset class, so its order's underlying is preferred.
  values: { underlying: sql`coalesce(a.underlying, i."underlying")` },
  join: sql`left join ${alpacaOrders} a on a.alpaca_order_id = i."orderId"
    and a.account_id = i."accountId"`,
  extra: sql`o.underlying as old_underlying,
    least(i."effectiveAt", o.effective_at, coalesce(a.alpaca_created_at, a.submitted_at)) as since`,
} satisfies MergePlan

/**
 * One statement that inserts and updates activities (a correction has the id of what it corrects),
 * marks the ledger dirty where something changed, and returns `inserted` and `updated`.
 */
export function mergeActivities(accountId: string, activities: readonly Activity[]): SQL {
  const rows = activities.map((activity) => activityRow(accountId, activity))
  const marks = sql`select "accountId" as account_id, "underlying" as underlying, since from changed
    union all select "accountId", old_underlying, since from changed
    where not is_new and old_underlying is distinct from "underlying"
    union all select "accountId", null, since from changed where "netAmount" <> 0`
  return sql`with ${mergeRows(rows, ACTIVITY_PLAN)}, ${markDirty(marks)} ${selectMergeCounts}`
}

function activityRow(accountId: string, activity: Activity): ActivityRow {
  const { id, createdAt, raw, ...rest } = activity
  return { ...rest, accountId, activityId: id, alpacaCreatedAt: createdAt, rawData: raw }
}
