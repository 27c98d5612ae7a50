import { and, notInArray, type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import type { Database } from '../client'
import { alpacaTradeFees, alpacaTradeFills, alpacaTrades } from '../schema'
import { accountsNamed } from './accounts'
import { type TradeFilter, tradeConditions } from './trades'

/** By what the rows of a view are told apart; `total` has one row, `day` those of the equity curve. */
export type StatsView = 'total' | 'strategy' | 'underlying' | 'month' | 'day'

const statsRow = z.object({
  view: z.enum(['total', 'strategy', 'underlying', 'month', 'day']),
  key: z.string(),
  trades: z.number(),
  wins: z.number(),
  losses: z.number(),
  win_rate: z.string().nullable(),
  realized_pl: z.string(),
  fees: z.string(),
  net_pl: z.string(),
  profit_factor: z.string().nullable(),
  expectancy: z.string().nullable(),
  average_days_held: z.string().nullable(),
  open_trades: z.number(),
  moved: z.boolean(),
  cumulative: z.string(),
})

/** Figures of some trades: counts, and exact decimals as text. */
export type StatsRow = z.infer<typeof statsRow>

/** All views; `accountKnown` says whether the database knows the account that was asked for. */
export interface Stats {
  rows: StatsRow[]
  accountKnown: boolean
}

/**
 * Adds up trades, their money and their fees, in one pass for all views, so that each view's rows add up to the total. One round
 * trip.
 *
 * @param filter as for lists of trades, but `since` and `until` bound when money was made: a profit counts when its closing
 * execution was, a fee when its day began, a closed trade when it was last closed, and an open one when it was opened.
 */
export async function readStats(
  db: Database,
  { since, until, ...filter }: TradeFilter,
): Promise<Stats> {
  const [accounts, { rows }] = await db.batch([
    accountsNamed(db, filter.account ?? ''),
    db.execute(views(and(...tradeConditions(db, filter)), { since, until })),
  ])
  return {
    rows: z.array(statsRow).parse(rows),
    accountKnown: filter.account === undefined || accounts.length > 0,
  }
}

type Range = Pick<TradeFilter, 'since' | 'until'>

function within(at: SQL, { since, until }: Range): SQL {
  const from = since === undefined ? sql`true` : sql`${at} >= ${since}::timestamptz`
  const to = until === undefined ? sql`true` : sql`${at} < ${until}::timestamptz`
  return sql`${from} and ${to}`
}

const dayOf = (at: SQL): SQL => sql`(${at} at time zone 'America/New_York')::date`

/**
 * What happened to the chosen trades, on the exchange's days: money and fees as they fell, and each trade once. Of incomplete
 * trades no money is told (design 5.2), so that they have no net profit either.
 */
function events(chosen: SQL | undefined, range: Range): SQL {
  const feeAt = sql`x.trading_day::timestamp at time zone 'America/New_York'`
  return sql`with chosen as (
      select * from ${alpacaTrades}
      where ${and(notInArray(alpacaTrades.status, ['pending', 'unfilled']), chosen)}
    ),
    events as (
      select c.strategy, c.underlying, f.trading_day as day, f.realized_pl as realized, null::numeric as fee,
        null::text as state, null::numeric as net, null::numeric as days
      from chosen c join ${alpacaTradeFills} f on f.trade_id = c.trade_id
      where f.effect = 'close' and not c.incomplete and ${within(sql`f.executed_at`, range)}
      union all
      select c.strategy, c.underlying, x.trading_day, null, x.amount, null, null, null
      from chosen c join ${alpacaTradeFees} x on x.trade_id = c.trade_id
      where not c.incomplete and ${within(feeAt, range)}
      union all
      select c.strategy, c.underlying, ${dayOf(sql`c.closed_at`)}, null, null, 'closed', c.net_pl,
        case when not c.incomplete then extract(epoch from c.closed_at - c.opened_at) / 86400 end
      from chosen c where c.status = 'closed' and ${within(sql`c.closed_at`, range)}
      union all
      select c.strategy, c.underlying, ${dayOf(sql`c.opened_at`)}, null, null, 'open', null, null
      from chosen c where c.status <> 'closed' and ${within(sql`c.opened_at`, range)}
    )`
}

/** The events added up by nothing, by strategy, by underlying, by month and by day. */
function views(chosen: SQL | undefined, range: Range): SQL {
  const made = sql`coalesce(sum(realized), 0) - coalesce(sum(fee), 0)`
  const view = sql`case when grouping(strategy) = 0 then 'strategy' when grouping(underlying) = 0 then 'underlying'
    when grouping(month) = 0 then 'month' when grouping(day) = 0 then 'day' else 'total' end`
  return sql`${events(chosen, range)}
    select * from (select ${view} as view, coalesce(strategy, underlying, month, day::text, '') as key,
      (count(*) filter (where state = 'closed'))::int as trades,
      (count(*) filter (where net > 0))::int as wins, (count(*) filter (where net < 0))::int as losses,
      ((count(*) filter (where net > 0))::numeric / nullif(count(net), 0))::text as win_rate,
      coalesce(sum(realized), 0)::text as realized_pl, coalesce(sum(fee), 0)::text as fees, (${made})::text as net_pl,
      (coalesce(sum(net) filter (where net > 0), 0) / -(sum(net) filter (where net < 0)))::text as profit_factor,
      avg(net)::text as expectancy, avg(days)::text as average_days_held,
      (count(*) filter (where state = 'open'))::int as open_trades,
      count(realized) + count(fee) > 0 as moved,
      (sum(${made}) over (partition by ${view} order by day))::text as cumulative
    from (select *, to_char(day, 'YYYY-MM') as month from events) e
    group by grouping sets ((), (strategy), (underlying), (month), (day))) s
    order by view, key collate "C"`
}
