import { type SQL, sql } from 'drizzle-orm'
import { typesWhere } from '../../alpaca/activity-types'
import { meansWhere } from '../activities/meaning'
import { alpacaActivities } from '../schema'
import { isOneOf } from '../statements/is-one-of'

/** Types whose rows below zero take up an offer. */
const OFFERS = typesWhere(({ offers }) => offers === true)

/** The cost of an exercise of rights is dated so many days from their removal at most. */
const DAYS_APART = 10

/** Whether the activity `a` is the cost of an exercise of rights. */
const isCost = meansWhere(({ exercisesRights }) => exercisesRights === true)

/** Whether an activity takes up an offer near a day. */
const takesUp = (alias: string, accountId: string, day: SQL): SQL => {
  const row = sql.raw(alias)
  return sql`${row}.account_id = ${accountId} and ${isOneOf(sql`${row}.activity_type`, OFFERS)}
    and ${row}.qty < 0 and ${row}.underlying is not null and ${row}.in_force
    and ${row}.date between ${day} - ${DAYS_APART}::int and ${day} + ${DAYS_APART}::int`
}

/**
 * Whether the symbol of the activity `o` was given out: an offer brought it for nothing. What comes
 * in the place of shares that are offered, or of other rights, has a row that takes as much.
 */
const isGivenOut = (accountId: string): SQL =>
  sql`exists (select from ${alpacaActivities} g where g.account_id = ${accountId}
    and ${isOneOf(sql`g.activity_type`, OFFERS)} and g.symbol = o.symbol and g.qty > 0 and g.date <= o.date
    and g.in_force and not exists (select from ${alpacaActivities} t where t.account_id = ${accountId}
      and ${isOneOf(sql`t.activity_type`, OFFERS)} and t.date = g.date and t.qty = -g.qty and t.in_force))`

/**
 * The cost of the rights that the activity `v` takes up, as text; null where it takes up none. A
 * row of a cost names no symbol, so it belongs to rights taken up near its date, else to another
 * offer.
 */
export const exerciseCost = (accountId: string): SQL =>
  sql`case when ${isOneOf(sql`v.activity_type`, OFFERS)} and v.qty < 0 then (
    select sum(a.net_amount)::text from ${alpacaActivities} a
    where a.account_id = ${accountId} and ${isCost} and a.in_force
      and a.date between v.date - ${DAYS_APART}::int and v.date + ${DAYS_APART}::int
      and v.activity_id = (select o.activity_id from ${alpacaActivities} o
        where ${takesUp('o', accountId, sql`a.date`)}
        order by (${isGivenOut(accountId)}) desc, abs(o.date - a.date), o.activity_id limit 1)) end`

/** Selects the costs that no offer explains, with the columns of an activity that is not booked. */
export const selectUnmatchedCosts = (accountId: string): SQL =>
  sql`select a.activity_id, a.activity_type, a.activity_sub_type, a.symbol, a.date, a.qty, a.net_amount, a.effective_at
    from ${alpacaActivities} a where a.account_id = ${accountId} and ${isCost} and a.in_force
      and a.net_amount <> 0
      and not exists (select from ${alpacaActivities} o where ${takesUp('o', accountId, sql`a.date`)})`

/**
 * Selects the underlyings whose cost a changed row `c` can change: it is a cost, or takes up an
 * offer beside which another one is.
 */
export const selectCostMarks = (accountId: string): SQL =>
  sql`select o.account_id, o.underlying, o.effective_at from changed c join ${alpacaActivities} o
    on ${takesUp('o', accountId, sql`c."date"`)}
    where (c."activityType" = 'FEE' and c."feeRule" is null) or ${isOneOf(sql`c."activityType"`, OFFERS)}`
