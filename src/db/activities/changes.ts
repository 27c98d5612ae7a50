import { type SQL, sql } from 'drizzle-orm'
import { endsOption, typesWhere } from '../../alpaca/activity-types'
import { DAYS_BEFORE_POSTING } from '../../engine/events/coin-fee-match'
import { REACH_BEFORE } from '../ledger/dirty'
import { selectCostMarks } from '../ledger/exercise-costs'
import { markDirty } from '../ledger/marks'
import { alpacaActivities } from '../schema'
import { isOneOf } from '../statements/is-one-of'

const OPTION_EVENTS = typesWhere(endsOption)
const SETTLING = typesWhere(({ settles }) => settles === true)
/** Types that may take effect as early as the trading day before the one that they are dated. */
const PLACED = typesWhere((meaning) => endsOption(meaning) || meaning.position === 'delivery')
const BEFORE_POSTING = sql.raw(`interval '${DAYS_BEFORE_POSTING} days'`)

/** The columns of an activity that decide since when a change of it concerns the ledger. */
interface ChangedColumns {
  effectiveAt: SQL
  /** When its order was placed. */
  orderAt: SQL
  feeDay: SQL
  activityType: SQL
  feeRule: SQL
  underlying: SQL
}

/**
 * Since when a change of an activity concerns the ledger. An event may be placed on the day before.
 * A fee is shared out from its day on. A coin fee is booked on an execution of the days before it
 * was posted.
 */
export const sinceOf = (of: ChangedColumns): SQL =>
  sql`least(${of.effectiveAt}, ${of.orderAt}, ${of.feeDay}::timestamp at time zone 'America/New_York')
    - case when ${isOneOf(of.activityType, PLACED)} then ${REACH_BEFORE}
      when ${of.feeRule} = 'coin' and ${of.underlying} is not null then ${BEFORE_POSTING} else interval '0' end`

/**
 * The columns of the CTE `changed` for a stored activity `a`, whose order is `o`, that begins or
 * ceases to count.
 */
export const changedColumns: SQL = sql`a.account_id as "accountId", a.activity_id, a.activity_type as "activityType", a.underlying, a.underlying as old_underlying,
    a.net_amount as "netAmount", a.group_id as "groupId", a.group_id as old_group, a.fee_rule as "feeRule", a.symbol, a.date, false as is_new,
    ${sinceOf({
      effectiveAt: sql`a.effective_at`,
      orderAt: sql`o.placed_at`,
      feeDay: sql`a.fee_day`,
      activityType: sql`a.activity_type`,
      feeRule: sql`a.fee_rule`,
      underlying: sql`a.underlying`,
    })} as since`

/**
 * The CTE `dirty` for the CTE `changed` of activities: marks their underlyings, the fees of the
 * account where cash changed, the options that changed cash settles, and the rights whose cost
 * changed.
 */
export const changeMarks = (accountId: string): SQL =>
  markDirty(sql`select "accountId" as account_id, "underlying" as underlying, since from changed
    union all select "accountId", old_underlying, since from changed
    where not is_new and old_underlying is distinct from "underlying"
    union all select "accountId", null, since from changed where "netAmount" <> 0
    union all select c."accountId", o.underlying, o.effective_at from changed c join ${alpacaActivities} o
      on o.account_id = c."accountId" and ${isOneOf(sql`o.activity_type`, OPTION_EVENTS)}
        and (o.group_id in (c."groupId", c.old_group) or (c."groupId" is null and o.symbol = c."symbol" and o.date = c."date"))
      where ${isOneOf(sql`c."activityType"`, SETTLING)}
    union all ${selectCostMarks(accountId)}`)
