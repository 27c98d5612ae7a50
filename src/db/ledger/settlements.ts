import { type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import { endsOption, typesWhere } from '../../alpaca/activity-types'
import { alpacaActivities } from '../schema'
import { isOneOf } from '../statements/is-one-of'

const OPTION_EVENTS = typesWhere(endsOption)
const DELIVERIES = typesWhere(({ position }) => position === 'delivery')
/** Types of cash that settles option events. */
const SETTLING = typesWhere(({ settles }) => settles === true)

/** Cash can be dated so many days before the end of the option that it settles. */
const DAYS_APART = 10

/** Cash that settles the option events of one group, and all of these that are in force. */
export const settlement = z.object({
  cash: z.string(),
  /** Whether shares are delivered beside it. */
  delivers: z.boolean(),
  options: z.array(z.object({ id: z.string(), symbol: z.string(), qty: z.string() })),
})

/**
 * Selects, for each option event that cash settles, the cash of its group with all option events of
 * the group. Cash without a group settles the event of its own symbol and date. All of the cash
 * goes to one underlying: that of the first option of the group.
 *
 * @param from the moment from which on option events are read, a timestamptz.
 */
export function selectSettlements(
  accountId: string,
  underlyings: readonly string[],
  from: SQL,
): SQL {
  // Bounds of the indexes, so that the cost follows what is read, not what is stored.
  const since = sql`(${from}::date - ${DAYS_APART}::int)`
  const isCash = isOneOf(sql`c.activity_type`, SETTLING)
  const isOption = (alias: string) => isOneOf(sql`${sql.raw(alias)}.activity_type`, OPTION_EVENTS)
  return sql`select a.activity_id, jsonb_build_object(
        'cash', g.cash::text,
        'delivers', exists (select from ${alpacaActivities} d where d.account_id = ${accountId}
          and ${isOneOf(sql`d.activity_type`, DELIVERIES)} and d.in_force and d.date >= ${since}
          and d.group_id = g.group_id),
        'options', jsonb_agg(jsonb_build_object('id', e.activity_id, 'symbol', e.symbol, 'qty', e.qty::text))
      ) as settlement
    from (
      select c.group_id, case when c.group_id is null then c.symbol end as symbol,
        case when c.group_id is null then c.date end as date, sum(c.net_amount) as cash
      from ${alpacaActivities} c where c.account_id = ${accountId} and ${isCash} and c.in_force
        and (c.date is null or c.date >= ${since})
      group by 1, 2, 3 having sum(c.net_amount) <> 0
    ) g
    join ${alpacaActivities} a on a.account_id = ${accountId} and ${isOption('a')} and a.in_force
      and ${isOneOf(sql`a.underlying`, underlyings)} and a.effective_at >= ${from} - interval '1 hour'
      and case when g.group_id is null then a.symbol = g.symbol and a.date = g.date else a.group_id = g.group_id end
    join ${alpacaActivities} e on e.account_id = ${accountId} and ${isOption('e')} and e.in_force
      and e.underlying = a.underlying and e.qty <> 0 and e.effective_at >= ${since}
      and case when g.group_id is null then e.symbol = g.symbol and e.date = g.date else e.group_id = g.group_id end
    where a.underlying = (select f.underlying from ${alpacaActivities} f where f.account_id = ${accountId}
      and ${isOption('f')} and f.in_force and f.underlying is not null and f.date >= ${since}
      and case when g.group_id is null then f.symbol = g.symbol and f.date = g.date else f.group_id = g.group_id end
      order by f.activity_id limit 1)
    group by a.activity_id, g.group_id, g.symbol, g.date, g.cash`
}

/**
 * Selects the cash that settles no option event that is known: one row per activity that is in
 * force, with the columns of an activity that is not booked.
 */
export function selectUnmatchedCash(accountId: string): SQL {
  return sql`select c.activity_id, c.activity_type, c.activity_sub_type, c.symbol, c.date, c.qty, c.net_amount, c.effective_at
    from ${alpacaActivities} c
    where c.account_id = ${accountId} and ${isOneOf(sql`c.activity_type`, SETTLING)} and c.in_force
      and c.net_amount <> 0 and not exists (
        select from ${alpacaActivities} e where e.account_id = ${accountId} and ${isOneOf(sql`e.activity_type`, OPTION_EVENTS)}
          and e.in_force and e.qty <> 0
          and case when c.group_id is null then e.symbol = c.symbol and e.date = c.date else e.group_id = c.group_id end)`
}
