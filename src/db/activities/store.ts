import { type SQL, sql } from 'drizzle-orm'
import type { Activity } from '../../alpaca/activity'
import { endsOption, typesWhere } from '../../alpaca/activity-types'
import { DAYS_BEFORE_POSTING } from '../../engine/events/coin-fee-match'
import { REACH_BEFORE } from '../ledger/dirty'
import { selectCostMarks } from '../ledger/exercise-costs'
import { markDirty } from '../ledger/marks'
import { alpacaActivities, alpacaOrders } from '../schema'
import { isOneOf } from '../statements/is-one-of'
import { type MergePlan, mergeRows, selectMergeCounts } from '../statements/merge'

type ActivityRow = Omit<typeof alpacaActivities.$inferInsert, 'createdAt' | 'updatedAt'>

const OPTION_EVENTS = typesWhere(endsOption)
const SETTLING = typesWhere(({ settles }) => settles === true)
/** Types that may take effect as early as the trading day before the one that they are dated. */
const PLACED = typesWhere((meaning) => endsOption(meaning) || meaning.position === 'delivery')
const BEFORE_POSTING = sql.raw(`interval '${DAYS_BEFORE_POSTING} days'`)

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
    'rawData',
  ],
  // A fill has no asset class, so its order's underlying is preferred.
  values: { underlying: sql`coalesce(a.underlying, i."underlying")` },
  join: sql`left join ${alpacaOrders} a on a.alpaca_order_id = i."orderId" and a.account_id = i."accountId"`,
  // An event may be placed on the day before. A fee is shared out from its day on. A coin fee is
  // booked on an execution of the days before it was posted.
  extra: sql`o.underlying as old_underlying, o.group_id as old_group,
    least(i."effectiveAt", o.effective_at, coalesce(a.alpaca_created_at, a.submitted_at),
      i."feeDay"::timestamp at time zone 'America/New_York', o.fee_day::timestamp at time zone 'America/New_York')
      - case when ${isOneOf(sql`i."activityType"`, PLACED)} then ${REACH_BEFORE}
        when i."feeRule" = 'coin' and i."underlying" is not null then ${BEFORE_POSTING} else interval '0' end as since`,
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
    union all select "accountId", null, since from changed where "netAmount" <> 0
    union all select c."accountId", o.underlying, o.effective_at from changed c join ${alpacaActivities} o
      on o.account_id = c."accountId" and ${isOneOf(sql`o.activity_type`, OPTION_EVENTS)}
        and (o.group_id in (c."groupId", c.old_group) or (c."groupId" is null and o.symbol = c."symbol" and o.date = c."date"))
      where ${isOneOf(sql`c."activityType"`, SETTLING)}
    union all ${selectCostMarks(accountId)}`
  return sql`with ${mergeRows(rows, ACTIVITY_PLAN)}, ${markDirty(marks)} ${selectMergeCounts}`
}

function activityRow(accountId: string, activity: Activity): ActivityRow {
  const { id, createdAt, raw, ...rest } = activity
  return { ...rest, accountId, activityId: id, alpacaCreatedAt: createdAt, rawData: raw }
}
