import { type SQL, sql } from 'drizzle-orm'
import type { CashEffect } from '../../alpaca/activity-types'
import { meansWhere } from '../activities/meaning'
import { alpacaActivities, alpacaCashDays, alpacaTradeFills } from '../schema'

/** Kinds of cash of activities, each a column of `alpaca_cash_days`. */
const NAMED = ['executions', 'deposits', 'fees', 'dividends', 'interest'] as const

/** The columns of `alpaca_cash_days`. `transfers` is the value of shares, and no cash. */
const COLUMNS = [...NAMED, 'other', 'transfers'] as const

const isCash = (kind: CashEffect): SQL => meansWhere(({ cash }) => cash === kind)

const kindOfCash = sql`case ${sql.join(
  NAMED.map((kind) => sql`when ${isCash(kind)} then ${sql.raw(`'${kind}'`)}`),
  sql` `,
)} else 'other' end`

const list = (of: (column: string) => string): SQL => sql.raw(COLUMNS.map(of).join(', '))

/**
 * Recomputes the cash of a range of days (the exchange's, YYYY-MM-DD) from executions and
 * activities, and the value of shares transferred in less those transferred out. Writes only days
 * that differ.
 */
export function refreshCashDays(accountId: string, from: string, to: string): SQL {
  return sql`with moved as (
      select f.trading_day as day, case f.kind when 'fill' then 'executions' else 'transfers' end as of,
        case when (f.side = 'sell') = (f.kind = 'fill') then 1 else -1 end * f.qty * f.price * f.multiplier as amount
      from ${alpacaTradeFills} f where f.account_id = ${accountId} and f.kind in ('fill', 'transfer')
        and f.trading_day between ${from}::date and ${to}::date
      union all
      select a.date, ${kindOfCash}, a.net_amount
      from ${alpacaActivities} a where a.account_id = ${accountId} and a.net_amount <> 0
        and not ${isCash('none')} and a.in_force
        and a.date between ${from}::date and ${to}::date
    ),
    days as (
      select day, ${list((column) => `coalesce(sum(amount) filter (where of = '${column}'), 0) as ${column}`)}
      from moved group by day
    ),
    gone as (
      delete from ${alpacaCashDays} c where c.account_id = ${accountId}
        and c.day between ${from}::date and ${to}::date and not exists (select from days d where d.day = c.day)
    )
    insert into ${alpacaCashDays} as c (account_id, day, ${list(String)})
    select ${accountId}, day, ${list(String)} from days
    on conflict (account_id, day) do update set ${list((column) => `${column} = excluded.${column}`)}
    where (${list((column) => `c.${column}`)}) is distinct from (${list((column) => `excluded.${column}`)})`
}
