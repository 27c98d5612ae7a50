import { type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import { fittingTypes, KNOWN_TYPES, meaningOf } from '../../alpaca/activity-types'
import { selectUnmatchedCosts } from '../ledger/exercise-costs'
import { selectUnmatchedCash } from '../ledger/settlements'
import { alpacaActivities, alpacaUnbookedActivities } from '../schema'

/**
 * A row of `selectUnbooked`: an activity that the ledger did not book, or of unknown effect, or
 * that vanished from Alpaca's list. `qty` is signed, `net_amount` is cash.
 */
export const unbookedRow = z.object({
  activity_id: z.string(),
  activity_type: z.string(),
  activity_sub_type: z.string().nullable(),
  symbol: z.string().nullable(),
  date: z.string().nullable(),
  qty: z.string().nullable(),
  net_amount: z.string().nullable(),
  reason: z.string(),
})

export type UnbookedRow = z.infer<typeof unbookedRow>

const UNKNOWN_TYPE = 'the activity type is unknown'
const UNKNOWN_EFFECT = 'the effect of this activity type is unknown'
const NO_OFFER = 'no rights are known that it exercises'
const NO_OPTION = 'no option event of its group is known'
/** The reason of a row that counts nowhere, on either side: it makes no difference. */
const VANISHED = 'Alpaca no longer lists it'

const words = (list: readonly string[]): SQL =>
  sql`(select jsonb_array_elements_text(${JSON.stringify(list)}::jsonb))`

/**
 * Selects the activities that are not booked, the oldest first. The types that occur are found with
 * one probe of the index each, so that no other row is read.
 */
export function selectUnbooked(accountId: string): SQL {
  const suspect = fittingTypes(({ isUnnamed }) => isUnnamed === true).map(({ type }) => type)
  return sql`with recursive types as (
      (select a.activity_type as type from ${alpacaActivities} a where a.account_id = ${accountId}
        order by a.activity_type limit 1)
      union all
      select (select a.activity_type from ${alpacaActivities} a where a.account_id = ${accountId}
        and a.activity_type > t.type order by a.activity_type limit 1)
      from types t where t.type is not null
    )
    select a.activity_id, a.activity_type, a.activity_sub_type, a.symbol, a.date::text as date,
      trim_scale(a.qty)::text as qty, trim_scale(a.net_amount)::text as net_amount, a.reason
    from (
    select a.activity_id, a.activity_type, a.activity_sub_type, a.symbol, a.date, a.qty, a.net_amount, a.effective_at,
      case when t.known then 'known' else 'unknown' end as reason
    from (select type, type in ${words(KNOWN_TYPES)} as known from types where type is not null
      and (type not in ${words(KNOWN_TYPES)} or type in ${words(suspect)})) t
    join ${alpacaActivities} a on a.account_id = ${accountId} and a.activity_type = t.type
    where a.in_force
    union all select u.*, ${NO_OPTION}::text from (${selectUnmatchedCash(accountId)}) u
    union all select u.*, ${NO_OFFER}::text from (${selectUnmatchedCosts(accountId)}) u
    union all select a.activity_id, a.activity_type, a.activity_sub_type, a.symbol, a.date, a.qty, a.net_amount, a.effective_at, b.reason
    from ${alpacaUnbookedActivities} b join ${alpacaActivities} a on a.account_id = b.account_id and a.activity_id = b.activity_id
    where b.account_id = ${accountId} and a.in_force
    union all select a.activity_id, a.activity_type, a.activity_sub_type, a.symbol, a.date, a.qty, a.net_amount, a.effective_at, ${VANISHED}::text
    from ${alpacaActivities} a where a.account_id = ${accountId} and a.missing_since is not null and a.vanished_at is not null
    ) a order by a.effective_at, a.activity_id`
}

/** The rows of `selectUnbooked` that are not booked, each with its reason. */
export const readUnbooked = (rows: readonly unknown[]): UnbookedRow[] =>
  z
    .array(unbookedRow)
    .parse(rows)
    .flatMap((row) => {
      if (row.reason !== 'known' && row.reason !== 'unknown') return row
      const meaning = meaningOf(row.activity_type, row.activity_sub_type)
      if (!meaning.isUnnamed) return []
      return { ...row, reason: row.reason === 'unknown' ? UNKNOWN_TYPE : UNKNOWN_EFFECT }
    })

/** Whether an activity that is not booked moves cash or a quantity at the broker. */
export const isMoving = ({ qty, net_amount: net, reason }: UnbookedRow): boolean =>
  reason !== VANISHED && ((qty !== null && qty !== '0') || (net !== null && net !== '0'))
