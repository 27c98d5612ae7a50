import { and, notInArray, type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import { accountsNamed } from '../accounts/named'
import type { Database } from '../connection/client'
import { alpacaTradeDividends, alpacaTradeFees, alpacaTradeFills, alpacaTrades } from '../schema'
import { COUNTS, dailySums, KEYS, MONEY } from './daily-sums'
import { type TradeFilter, tradeConditions } from './filter'

/** What the rows of a view are grouped by; `total` has one row, and `day` is the equity curve. */
export type StatsView = 'total' | 'strategy' | 'underlying' | 'month' | 'day'

/** What is counted. Money is the same for both. */
export type StatsUnit = 'trade' | 'campaign'

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
  dividends: z.string(),
  closed_net_pl: z.string(),
  open_net_pl: z.string(),
  incomplete_trades: z.number(),
  profit_factor: z.string().nullable(),
  expectancy: z.string().nullable(),
  average_days_held: z.string().nullable(),
  open_trades: z.number(),
  moved: z.boolean(),
  cumulative: z.string(),
  max_drawdown: z.string(),
})

/** Figures of some trades: counts, and exact decimals as text. */
export type StatsRow = z.infer<typeof statsRow>

/** The rows of all views. `accountKnown` is false when the filter's account is not stored. */
export interface Stats {
  rows: StatsRow[]
  accountKnown: boolean
}

/**
 * Sums trades, their money and their fees once for all views, so that the rows of each view sum to
 * the total: from the daily sums where these can answer the filter, else from all rows of the
 * ledger. One round trip.
 *
 * @param filter as for lists of trades, but `since` and `until` bound when money was made: a profit
 * at its closing execution, a fee at the beginning of its day, a closed trade at its last closing,
 * an open one at its opening.
 */
export async function readStats(
  db: Database,
  filter: TradeFilter,
  unit: StatsUnit,
): Promise<Stats> {
  const [accounts, { rows }] = await db.batch([
    accountsNamed(db, filter.account),
    db.execute(views(parts(db, filter, unit))),
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

/** The chosen trades, with the columns that are counted: their other columns are large. */
const chosenTrades = (chosen: SQL | undefined): SQL =>
  sql`select trade_id, campaign_id, strategy, underlying, incomplete, net_pl, opened_at, closed_at, status = 'closed' as closed
    from ${alpacaTrades} where ${and(notInArray(alpacaTrades.status, ['pending', 'unfilled']), chosen)}`

/**
 * Profits, fees and dividends of the chosen trades by day. Of incomplete trades only the dividends
 * are known (src/engine/README.md 2).
 */
function moneyMoved(range: Range): SQL {
  const dayAt = sql`x.trading_day::timestamp at time zone 'America/New_York'`
  return sql`select c.strategy, c.underlying, c.closed, f.trading_day as day, f.realized_pl as realized, null::numeric as fee, null::numeric as paid
      from chosen c join ${alpacaTradeFills} f on f.trade_id = c.trade_id
      where f.effect = 'close' and f.realized_pl is not null and not c.incomplete and ${within(sql`f.executed_at`, range)}
    union all
    select c.strategy, c.underlying, c.closed, x.trading_day, null, x.amount, null
      from chosen c join ${alpacaTradeFees} x on x.trade_id = c.trade_id
      where not c.incomplete and ${within(dayAt, range)}
    union all
    select c.strategy, c.underlying, c.closed, x.trading_day, null, null, x.amount
      from chosen c join ${alpacaTradeDividends} x on x.trade_id = c.trade_id
      where ${within(dayAt, range)}`
}

/**
 * The chosen trades by campaign. A campaign is closed when all of them are, at the last closing;
 * its strategy and underlying are those of its first trade.
 */
const CAMPAIGNS = sql`(select (array_agg(strategy order by opened_at, trade_id))[1] as strategy,
    (array_agg(underlying order by opened_at, trade_id))[1] as underlying, bool_or(incomplete) as incomplete,
    case when not bool_or(incomplete) then sum(net_pl) end as net_pl, min(opened_at) as opened_at,
    max(closed_at) as closed_at, bool_and(closed) as closed
  from chosen group by campaign_id)`

/**
 * Each chosen trade or campaign once, on the exchange's day on which it counts. Incomplete ones
 * have no net profit.
 */
function unitsCounted(range: Range, unit: StatsUnit): SQL {
  const at = sql`case when u.closed then u.closed_at else u.opened_at end`
  return sql`select strategy, underlying, (${at} at time zone 'America/New_York')::date as day, closed, incomplete,
      case when closed then net_pl end as net, case when closed and not incomplete then (extract(epoch from closed_at - opened_at) * 1000000)::bigint end as held
    from ${unit === 'campaign' ? CAMPAIGNS : sql`chosen`} u where ${within(at, range)}`
}

/** The columns of a part that counts nothing, and of one that has no money. */
const NO_COUNTS = sql`0 as closed, 0 as opened, 0 as told, 0 as wins, 0 as losses, 0 as unknown,
  null::numeric as won, null::numeric as lost, 0 as timed, null::numeric as held`
const NO_MONEY = sql`null::numeric as realized, null::numeric as fee, null::numeric as paid, null::numeric as open_net, 0 as moves`

/**
 * Sums of money by day, and by strategy and underlying. Each row of the ledger is added to these
 * two sums only, not once per view.
 */
const moneyParts = (range: Range): SQL =>
  sql`select strategy, underlying, day, grouping(day) = 0 as daily, sum(realized) as realized, sum(fee) as fee, sum(paid) as paid,
      coalesce(sum(realized) filter (where not closed), 0) - coalesce(sum(fee) filter (where not closed), 0) as open_net, count(*) as moves,
      ${NO_COUNTS}
    from (${moneyMoved(range)}) m group by grouping sets ((day), (strategy, underlying))`

/** Counts by day, and by strategy and underlying. */
const countedParts = (range: Range, unit: StatsUnit): SQL =>
  sql`select strategy, underlying, day, grouping(day) = 0 as daily, ${NO_MONEY},
      count(*) filter (where closed) as closed, count(*) filter (where not closed) as opened, count(net) as told,
      count(*) filter (where net > 0) as wins, count(*) filter (where net < 0) as losses,
      count(*) filter (where incomplete) as unknown, sum(net) filter (where net > 0) as won,
      sum(net) filter (where net < 0) as lost, count(held) as timed, sum(held) as held
    from (${unitsCounted(range, unit)}) t group by grouping sets ((day), (strategy, underlying))`

/** What the daily sums cannot answer is summed over all rows of the ledger. */
function canUseSums({ account: _, ...others }: TradeFilter): boolean {
  return Object.values(others).every((value) => value === undefined)
}

/** The parts of the views, as a common table expression. */
function parts(db: Database, filter: TradeFilter, unit: StatsUnit): SQL {
  const { since, until, ...listed } = filter
  const range = { since, until }
  const chosen = chosenTrades(and(...tradeConditions(db, listed)))
  if (!canUseSums(filter))
    return sql`with chosen as not materialized (${chosen}),
      parts as (${moneyParts(range)} union all ${countedParts(range, unit)})`
  const sums = sql`select ${KEYS}, ${MONEY}, ${COUNTS} from (${dailySums(db, filter.account)}) s`
  if (unit === 'trade') return sql`with parts as (${sums})`
  // A campaign of one trade counts as the trade, and the sums have those. The others are few.
  return sql`with chosen as (${chosen} and campaign_id in (
      select campaign_id from ${alpacaTrades} where campaign_id <> trade_id)),
    parts as (${sums} union all ${takenOut(countedParts(range, 'trade'))} union all ${countedParts(range, 'campaign')})`
}

/** Counts with the opposite sign. */
const takenOut = (counted: SQL): SQL =>
  sql`select ${KEYS}, ${NO_MONEY}, -closed as closed, -opened as opened, -told as told, -wins as wins, -losses as losses,
      -unknown as unknown, -won as won, -lost as lost, -timed as timed, -held as held from (${counted}) c`

/** The parts summed in total, by strategy, by underlying, by month and by day. */
function views(parts: SQL): SQL {
  const made = sql`coalesce(sum(realized), 0) - coalesce(sum(fee), 0)`
  const view = sql`case when grouping(strategy) = 0 then 'strategy' when grouping(underlying) = 0 then 'underlying'
    when grouping(month) = 0 then 'month' when grouping(day) = 0 then 'day' else 'total' end`
  // Of days, the peak before or at each; a range begins at 0.
  const drawdown = sql`coalesce(max(greatest(peak, 0) - earned) filter (where view = 'day') over (), 0)::text as max_drawdown`
  return sql`${parts}
    select p.*, ${drawdown} from (
      select s.*, max(earned) over (partition by view order by key collate "C") as peak
      from (select ${view} as view, coalesce(strategy, underlying, month, day::text, '') as key,
        sum(closed)::int as trades, sum(wins)::int as wins, sum(losses)::int as losses,
        (sum(wins)::numeric / nullif(sum(told), 0))::text as win_rate,
        coalesce(sum(realized), 0)::text as realized_pl, coalesce(sum(fee), 0)::text as fees, (${made})::text as net_pl,
        coalesce(sum(paid), 0)::text as dividends, (${made} - coalesce(sum(open_net), 0))::text as closed_net_pl,
        coalesce(sum(open_net), 0)::text as open_net_pl, sum(unknown)::int as incomplete_trades,
        (trim_scale(coalesce(sum(won), 0)) / -nullif(trim_scale(sum(lost)), 0))::text as profit_factor,
        (trim_scale(coalesce(sum(won), 0) + coalesce(sum(lost), 0)) / nullif(sum(told), 0))::text as expectancy,
        (sum(held) / (86400000000 * nullif(sum(timed), 0)))::text as average_days_held,
        sum(opened)::int as open_trades, sum(moves) > 0 as moved,
        (sum(${made}) over (partition by ${view} order by day))::text as cumulative,
        sum(${made} + coalesce(sum(paid), 0)) over (partition by ${view} order by day) as earned
      from (select *, to_char(day, 'YYYY-MM') as month from parts) p
      group by grouping sets ((daily), (daily, strategy), (daily, underlying), (daily, month), (daily, day))
      having daily = (grouping(month) = 0 or grouping(day) = 0) and (sum(moves) > 0 or sum(closed) > 0 or sum(opened) > 0)) s
    ) p order by view, key collate "C"`
}
