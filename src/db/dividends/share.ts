import { type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import { type ActivityMeaning, isMovingAction } from '../../alpaca/activity-types'
import type { DividendShare } from '../../engine/output/dividends'
import { meansWhere } from '../activities/meaning'
import type { DirtyFees } from '../fees/share'
import { isWithin, type Reach } from '../ledger/marks'
import { alpacaActivities, alpacaTradeDividends, alpacaTradeFills, alpacaTrades } from '../schema'
import { isNotIncoming, type MergePlan, mergeRows } from '../statements/merge'
import { epochMicros } from '../statements/moment'

/** A row of `readDividends`. `ex_date` and `day` are YYYY-MM-DD. */
export const dividendRow = z.object({
  activity_id: z.string(),
  symbol: z.string(),
  amount: z.string(),
  ex_date: z.string().nullable(),
  day: z.string(),
})

/** A row of `readShareFills`. `at` is in microseconds since 1970. */
export const shareFillRow = z.object({
  trade_id: z.string(),
  symbol: z.string(),
  side: z.enum(['buy', 'sell']),
  qty: z.string(),
  at: z.number(),
  is_order: z.boolean(),
  activity_id: z.string().nullable(),
})

/** A row of `readShareChanges`. Without a `from` shares of `to` are added to what is held. */
export const shareChangeRow = z.object({
  activity_ids: z.array(z.string()),
  from: z.string().nullable(),
  to: z.string(),
  before: z.string().nullable(),
  after: z.string(),
  at: z.number(),
})

const IS_DIVIDEND = ({ cash }: ActivityMeaning): boolean => cash === 'dividends'

const dayOf = sql`coalesce(a.date, (a.effective_at at time zone 'America/New_York')::date)`
const isDividend = sql`${meansWhere(IS_DIVIDEND)}
  and a.net_amount <> 0 and a.symbol is not null and a.in_force`

/** The dividend that a text such as "DIV tax withholding on $0.28 at 30%" names. */
const taxedAmount = sql`replace(substring(a.raw_data ->> 'description' from 'withholding on \\$([0-9,]*[0-9][.]?[0-9]*)'), ',', '')::numeric`

/**
 * The dividends of a range of days. What is withheld has the ex-date of its dividend: of several on
 * its date, the one of the amount that its text names, else the one with the latest ex-date.
 */
const dividends = (accountId: string, { from, to }: DirtyFees): SQL =>
  sql`select a.activity_id, a.symbol, a.net_amount as amount, ${dayOf} as day, coalesce(a.ex_date, (
      select o.ex_date from ${alpacaActivities} o where o.account_id = a.account_id and o.symbol = a.symbol
        and o.date = a.date and o.ex_date is not null and ${meansWhere(IS_DIVIDEND, 'o')} and o.in_force
      order by o.net_amount = ${taxedAmount} desc nulls last, o.ex_date desc limit 1)) as ex_date
    from ${alpacaActivities} a where a.account_id = ${accountId} and ${isDividend}
      and ${dayOf} between ${from}::date and ${to}::date`

/** Selects the dividends of a range of days. */
export const readDividends = (accountId: string, days: DirtyFees): SQL =>
  sql`select d.activity_id, d.symbol, d.amount::text, d.ex_date::text, d.day::text
    from (${dividends(accountId, days)}) d order by d.day, d.activity_id`

const IS_CHANGING = meansWhere(isMovingAction)

/**
 * The corporate actions on shares of an account: the rows of one group, else of one type and date.
 * Of several new symbols the old one goes on, else the first.
 */
const changes = (accountId: string): SQL =>
  sql`select p.ids as activity_ids, n.symbol as "from", p.symbol as "to", n.qty as before, p.qty as after, p.at
    from (
      select coalesce(a.group_id, a.activity_type || ' ' || a.date) as action, a.symbol, sum(a.qty) as qty,
        min(a.effective_at) as at, array_agg(a.activity_id) as ids, bool_and(a.activity_type in ('SPLIT', 'DIV')) as grows
      from ${alpacaActivities} a where a.account_id = ${accountId} and a.qty > 0 and a.symbol is not null and a.in_force
        and length(a.symbol) < 15
        and ${IS_CHANGING}
      group by 1, 2
    ) p left join (
      select coalesce(a.group_id, a.activity_type || ' ' || a.date) as action, a.symbol, -sum(a.qty) as qty,
        count(*) over (partition by coalesce(a.group_id, a.activity_type || ' ' || a.date)) as symbols
      from ${alpacaActivities} a where a.account_id = ${accountId} and a.qty < 0 and a.symbol is not null and a.in_force
        and length(a.symbol) < 15 and ${IS_CHANGING}
      group by 1, 2
    ) n on n.action = p.action and (n.symbol = p.symbol or n.symbols = 1)
    where n.symbol is not null or p.grows`

/** Selects the corporate actions that changed quantities or symbols of shares. */
export const readShareChanges = (accountId: string): SQL =>
  sql`select distinct on (c.at, coalesce(c."from", c."to"), c.activity_ids[1] is null) c.activity_ids, c."from", c."to",
      c.before::text, c.after::text, ${epochMicros(sql`c.at`)} as at
    from (${changes(accountId)}) c
    order by c.at, coalesce(c."from", c."to"), c.activity_ids[1] is null, (c."from" = c."to") desc nulls last, c."to"`

/**
 * Selects the share fills of the trades that can have held what paid the dividends of a range of
 * days: those open at the time, and those that closed shares last before, also under the symbols
 * from before and after corporate actions.
 */
export function readShareFills(accountId: string, days: DirtyFees): SQL {
  return sql`with recursive paid as materialized (${dividends(accountId, days)}),
    ties as materialized (select c."from", c."to" from (${changes(accountId)}) c where c."from" <> c."to" and exists (select from paid)),
    names as (
      select distinct symbol as root, symbol as name from paid
      union select n.root, case when t."to" = n.name then t."from" else t."to" end
      from names n join ties t on n.name in (t."from", t."to")
    ),
    asked as (
      select distinct n.name, least(p.ex_date, p.day) - 1 as since, p.day + 1 as until
      from paid p join names n on n.root = p.symbol
    ),
    chosen as (
      select t.trade_id from asked q join ${alpacaTrades} t on t.account_id = ${accountId} and t.underlying = q.name
        and t.opened_at < q.until::timestamp at time zone 'America/New_York'
        and (t.closed_at is null or t.closed_at >= q.since::timestamp at time zone 'America/New_York')
      union
      -- Who closed last, before the ex-date and by the end of the day.
      select f.trade_id from asked q
      cross join (values (true), (false)) before(ex_date)
      cross join lateral (
        select f.trade_id from ${alpacaTradeFills} f where f.account_id = ${accountId} and f.underlying = q.name
          and f.leg_kind = 'stock' and f.effect = 'close'
          and f.executed_at < (case when before.ex_date then q.since else q.until end)::timestamp at time zone 'America/New_York'
        order by f.executed_at desc fetch first 1 rows with ties
      ) f
    )
    select f.trade_id::text, f.symbol, f.side, f.qty::text, ${epochMicros(sql`f.executed_at`)} as at,
      f.kind = 'fill' as is_order, f.activity_id
    from chosen c cross join lateral (
      -- Without the offset the planner can read all fills for want of a good guess of the trades.
      select * from ${alpacaTradeFills} x where x.trade_id = c.trade_id and x.leg_kind = 'stock' offset 0
    ) f
    order by f.executed_at, f.execution_id, f.effect desc, f.trade_id`
}

const SHARE_PLAN = {
  table: alpacaTradeDividends,
  key: ['accountId', 'activityId', 'tradeId'],
  columns: ['amount', 'tradingDay'],
} satisfies MergePlan

/** Replaces the shares of the dividends of some days, and sums them up on their trades. */
export function mergeDividendShares(
  accountId: string,
  { from, to }: DirtyFees,
  shares: readonly DividendShare[],
  reach: Reach,
): SQL[] {
  const rows = shares.map((share) => ({ ...share, accountId }))
  return [
    sql`with ${mergeRows(rows, SHARE_PLAN)},
      gone as (
        delete from ${alpacaTradeDividends} o where o.account_id = ${accountId}
          and o.trading_day between ${from}::date and ${to}::date
          and ${isNotIncoming(['activity_id', 'trade_id'], ['activityId', 'tradeId'])}
      ) select count(*)::int as changed from changed`,
    sql`update ${alpacaTrades} t set dividends = s.amount
      from (
        select x.trade_id, trim_scale(sum(x.amount)) as amount from (
          select trade_id, amount from ${alpacaTradeDividends} where account_id = ${accountId}
          union all select trade_id, 0 from ${alpacaTrades} where account_id = ${accountId} and dividends <> 0
        ) x group by 1
      ) s where t.trade_id = s.trade_id and t.dividends <> s.amount and ${isWithin(reach, accountId, sql`t.underlying`)}`,
  ]
}
