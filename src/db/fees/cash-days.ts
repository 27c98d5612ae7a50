import { type SQL, sql } from 'drizzle-orm'
import { type CashEffect, typesWhere } from '../../alpaca/activity-types'
import { isOneOf } from '../ledger/units'
import { alpacaActivities, alpacaCashDays, alpacaTradeFills } from '../schema'

const isCash = (kind: CashEffect): SQL =>
  isOneOf(
    sql`a.activity_type`,
    typesWhere(({ cash }) => cash === kind),
  )

/**
 * Recomputes the cash of a range of days (the exchange's, YYYY-MM-DD) from executions and
 * activities. Writes only days that differ.
 */
export function refreshCashDays(accountId: string, from: string, to: string): SQL {
  return sql`with moved as (
      select f.trading_day as day, 'executions' as of,
        case f.side when 'sell' then 1 else -1 end * f.qty * f.price * f.multiplier as amount
      from ${alpacaTradeFills} f where f.account_id = ${accountId} and f.kind = 'fill'
        and f.trading_day between ${from}::date and ${to}::date
      union all
      select a.date, case when ${isCash('executions')} then 'executions'
          when ${isCash('deposits')} then 'deposits' when ${isCash('fees')} then 'fees'
          else 'other' end, a.net_amount
      from ${alpacaActivities} a where a.account_id = ${accountId} and a.net_amount <> 0
        and not ${isCash('none')} and a.status is distinct from 'canceled'
        and a.date between ${from}::date and ${to}::date
    ),
    days as (
      select day, coalesce(sum(amount) filter (where of = 'executions'), 0) as executions,
        coalesce(sum(amount) filter (where of = 'deposits'), 0) as deposits,
        coalesce(sum(amount) filter (where of = 'fees'), 0) as fees,
        coalesce(sum(amount) filter (where of = 'other'), 0) as other
      from moved group by day
    ),
    gone as (
      delete from ${alpacaCashDays} c where c.account_id = ${accountId}
        and c.day between ${from}::date and ${to}::date and not exists (select from days d where d.day = c.day)
    )
    insert into ${alpacaCashDays} as c (account_id, day, executions, deposits, fees, other)
    select ${accountId}, day, executions, deposits, fees, other from days
    on conflict (account_id, day) do update set executions = excluded.executions, deposits = excluded.deposits,
      fees = excluded.fees, other = excluded.other
    where (c.executions, c.deposits, c.fees, c.other)
      is distinct from (excluded.executions, excluded.deposits, excluded.fees, excluded.other)`
}
