import { type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import {
  DAY_RULE_NAMES,
  DAYS_BEFORE_COIN_FEE,
  FEE_RULES,
  type FeeShare,
} from '../../engine/output/fees'
import { FOLDED_IN_PART, foldMark, foldMarkJson, isWithin, type Reach } from '../ledger/marks'
import {
  alpacaActivities,
  alpacaOrders,
  alpacaTradeDividends,
  alpacaTradeFees,
  alpacaTradeFills,
  alpacaTrades,
  ledgerDirty,
} from '../schema'
import { isOneOf } from '../statements/is-one-of'
import { isNotIncoming, type MergePlan, mergeRows } from '../statements/merge'
import { epochMicros } from '../statements/moment'

/** The range of days whose fees must be shared out again. Days are the exchange's, YYYY-MM-DD. */
export const dirtyFees = z.object({
  mark: foldMark,
  from: z.string(),
  /** The last day of this chunk, or `infinity`. */
  to: z.string(),
  more: z.boolean(),
})

export type DirtyFees = z.infer<typeof dirtyFees>

/** Selects the range of days whose fees changed, cut after `chunk` fills. */
export function readDirtyFees(accountId: string, chunk: number): SQL {
  const day = sql`(d.since at time zone 'America/New_York')::date`
  return sql`select ${foldMarkJson} as mark, greatest(${day}, date '1970-01-01')::text as "from",
      case when n.more then n.to_day else 'infinity' end::text as "to", n.more
    from ${ledgerDirty} d cross join lateral (
      select max(x.trading_day) filter (where x.place = ${chunk}::int) as to_day,
        count(*) > ${chunk}::int as more
      from (
        select f.trading_day, row_number() over (order by f.trading_day) as place from ${alpacaTradeFills} f
        where f.account_id = d.account_id and f.trading_day >= ${day}
        order by f.trading_day limit ${chunk}::int + 1
      ) x
    ) n
    where d.account_id = ${accountId} and d.underlying = ''`
}

/**
 * A row of `readFees`. `amount` is a positive decimal cost; `day` is YYYY-MM-DD; `posted_at` is in
 * microseconds since 1970.
 */
export const feeRow = z.object({
  activity_id: z.string(),
  amount: z.string(),
  rule: z.enum(FEE_RULES),
  execution_id: z.string().nullable(),
  order_id: z.string().nullable(),
  coin: z.string().nullable(),
  day: z.string(),
  posted_at: z.number().nullable(),
})

/** A row of `readFeeFills`. `day` is the date in New York; `at` is in microseconds since 1970. */
export const feeFillRow = z.object({
  trade_id: z.string(),
  execution_id: z.string(),
  order_id: z.string().nullable(),
  parent_id: z.string().nullable(),
  underlying: z.string(),
  leg_kind: z.enum(['call', 'put', 'stock', 'crypto']),
  side: z.enum(['buy', 'sell']),
  qty: z.string(),
  price: z.string(),
  multiplier: z.string(),
  at: z.number(),
  day: z.string(),
  is_charged: z.boolean(),
})

/** Of a fee `a`: it moved money, and it is charged on trades. */
const isFee = sql`a.fee_rule <> 'account' and a.net_amount <> 0 and a.in_force`

const isWithinDays = (day: SQL, { from, to }: DirtyFees): SQL =>
  sql`${day} between ${from}::date and ${to}::date`

/** Selects the fees of a range of days that are charged on trades, as positive costs. */
export function readFees(accountId: string, days: DirtyFees): SQL {
  return sql`select a.activity_id, (-a.net_amount)::text as amount, a.fee_rule as rule, a.execution_id, a.order_id,
      case a.fee_rule when 'coin' then a.underlying end as coin, a.fee_day::text as day,
      ${epochMicros(sql`a.alpaca_created_at`)} as posted_at
    from ${alpacaActivities} a
    where a.account_id = ${accountId} and ${isFee} and ${isWithinDays(sql`a.fee_day`, days)}
    order by a.activity_id`
}

// From 20:00 New York the trade date is the next trading day (src/alpaca/README.md 3.2). No night
// of trading is followed by more days without one.
const MOST_DAYS_CLOSED = 4
const isNight = sql`(f.executed_at at time zone 'America/New_York')::time >= time '20:00'`

/**
 * Selects the fills of those days, those of nights whose trade date can be among them, the coin
 * fills of the days before, and what the days' fees name: executions, orders and parents of orders.
 */
export function readFeeFills(accountId: string, days: DirtyFees): SQL {
  const { from, to } = days
  const isCharged = sql`f.leg_kind = 'crypto' and exists (select from ${alpacaTradeFees} x
    where x.account_id = f.account_id and x.execution_id = f.execution_id and x.trading_day < ${from}::date)`
  const named = sql`select a.execution_id, a.order_id, a.fee_rule from ${alpacaActivities} a
    where a.account_id = ${accountId} and ${isFee} and a.fee_rule in ('execution', 'order')
      and ${isWithinDays(sql`a.fee_day`, days)}`
  const isOfDays = sql`f.kind = 'fill' and f.trading_day <= ${to}::date and (
      f.trading_day >= ${from}::date
      or f.leg_kind <> 'crypto' and f.trading_day >= ${from}::date - ${MOST_DAYS_CLOSED}::int and ${isNight}
      or f.leg_kind = 'crypto' and f.trading_day >= ${from}::date - ${DAYS_BEFORE_COIN_FEE}::int
    ) and f.trading_day >= ${from}::date - ${DAYS_BEFORE_COIN_FEE}::int`
  // Only the few fills that fees name are compared with one another: those of the days are many.
  return sql`with named as materialized (${named}),
    chosen as (
      select f.* from ${alpacaTradeFills} f where f.account_id = ${accountId} and ${isOfDays}
      union all
      select f.* from (
        select f.* from named n join ${alpacaTradeFills} f
          on f.account_id = ${accountId} and f.execution_id = n.execution_id where n.fee_rule = 'execution'
        union
        select f.* from named n join ${alpacaTradeFills} f
          on f.account_id = ${accountId} and f.order_id = n.order_id where n.fee_rule = 'order'
        union
        select f.* from named n join ${alpacaOrders} o on o.account_id = ${accountId} and o.parent_order_id = n.order_id
          join ${alpacaTradeFills} f on f.order_id = o.alpaca_order_id where n.fee_rule = 'order'
      ) f where (${isOfDays}) is not true
    )
    select f.trade_id::text, f.execution_id, f.order_id, o.parent_order_id as parent_id, f.underlying, f.leg_kind, f.side,
      f.qty::text, f.price::text, f.multiplier::text, ${epochMicros(sql`f.executed_at`)} as at,
      f.trading_day::text as day, ${isCharged} as is_charged
    from chosen f
    left join ${alpacaOrders} o on o.alpaca_order_id = f.order_id and exists (select from named n where n.fee_rule = 'order')`
}

const SHARE_PLAN = {
  table: alpacaTradeFees,
  key: ['accountId', 'activityId', 'tradeId'],
  columns: ['amount', 'tradingDay', 'executionId'],
} satisfies MergePlan

/**
 * Replaces the shares of the fees of some days, and updates the fees of every trade that they
 * touch. The first statement returns `changed`.
 */
export function mergeFeeShares(
  accountId: string,
  { from, to }: DirtyFees,
  shares: readonly FeeShare[],
  reach: Reach,
): SQL[] {
  const rows = shares.map((share) => ({ ...share, accountId }))
  const merge = sql`with ${mergeRows(rows, SHARE_PLAN)},
    gone as (
      delete from ${alpacaTradeFees} o where o.account_id = ${accountId}
        and o.trading_day between ${from}::date and ${to}::date
        and ${isNotIncoming(['activity_id', 'trade_id'], ['activityId', 'tradeId'])}
      returning o.trade_id, o.amount
    ),
    -- A trade that has neither fills nor fees on these days any more is not summed up below.
    left_with as (
      update ${alpacaTrades} t set fees = trim_scale(t.fees - g.amount)
      from (select trade_id, sum(amount) as amount from gone group by 1) g where t.trade_id = g.trade_id
        and ${isWithin(reach, accountId, sql`t.underlying`)}
    ) select count(*)::int as changed from changed`
  return [merge, sumFees(accountId, { from, to }, reach)]
}

function sumFees(
  accountId: string,
  { from, to }: Pick<DirtyFees, 'from' | 'to'>,
  reach: Reach,
): SQL {
  return sql`update ${alpacaTrades} t set fees = s.fees
    from (
      select x.trade_id, trim_scale(coalesce(sum(f.amount), 0)) as fees
      from (
        select distinct trade_id from ${alpacaTradeFills}
        where account_id = ${accountId} and trading_day between ${from}::date and ${to}::date
        union
        select trade_id from ${alpacaTradeFees}
        where account_id = ${accountId} and trading_day between ${from}::date and ${to}::date
      ) x left join ${alpacaTradeFees} f on f.trade_id = x.trade_id
      group by x.trade_id
    ) s
    where t.trade_id = s.trade_id and t.fees is distinct from s.fees
      and ${isWithin(reach, accountId, sql`t.underlying`)}`
}

/** Deletes the mark of the fees, or moves it to the day after the days that were shared out. */
export function clearFeeMark(accountId: string, { mark, to, more }: DirtyFees): SQL {
  const { version } = mark
  return more
    ? sql`update ${ledgerDirty} set since = (${to}::date + 1)::timestamp at time zone 'America/New_York',
          ${FOLDED_IN_PART}
        where account_id = ${accountId} and underlying = '' and version = ${version}`
    : sql`delete from ${ledgerDirty} where account_id = ${accountId} and underlying = '' and version = ${version}`
}

// Fees of a day arrive in its evening or the next morning; after a weekend, on Monday
// (src/alpaca/README.md 3.3).
const DAYS_TO_COME = 3

const DAY_RULES = isOneOf(sql`a.fee_rule`, DAY_RULE_NAMES)

/** Whether a fee `a` is of the trade date of a fill `f`; of a night, of one of the next days. */
export const isOfTradeDate = sql`case when ${isNight}
    then a.fee_day > f.trading_day and a.fee_day <= f.trading_day + ${MOST_DAYS_CLOSED}::int
    else a.fee_day = f.trading_day end`

/** Whether a sum of the trade date of a fill `f` is known. */
const isDayCharged = sql`exists (select from ${alpacaActivities} a where a.account_id = f.account_id and ${DAY_RULES}
  and ${isOfTradeDate})`

/**
 * Updates `fees_pending` of trades: true while a trade has a fill of the last days on a day without
 * a known fee.
 */
export function flagPendingFees(accountId: string, today: string, reach: Reach): SQL {
  const waits = sql`exists (select from ${alpacaTradeFills} f where f.trade_id = t.trade_id and f.kind = 'fill'
    and f.leg_kind <> 'crypto' and f.trading_day > ${today}::date - ${DAYS_TO_COME}::int and not ${isDayCharged})`
  return sql`update ${alpacaTrades} t set fees_pending = ${waits}
    where t.trade_id in (
        select p.trade_id from ${alpacaTrades} p where p.account_id = ${accountId} and p.fees_pending
        union select f.trade_id from ${alpacaTradeFills} f
        where f.account_id = ${accountId} and f.trading_day > ${today}::date - ${DAYS_TO_COME}::int
      ) and t.fees_pending is distinct from ${waits} and ${isWithin(reach, accountId, sql`t.underlying`)}`
}

/**
 * Selects counts of shares of fees and dividends: `rows`, those `inserted` and `written` since a
 * moment of the database's clock, `at` (now), and `off`, the trades whose fees or dividends differ
 * from the sum of their shares.
 */
export function countFeeShares(accountId: string, since: string | null): SQL {
  return sql`select (select count(*)::int from ${alpacaTrades} t left join (
        select trade_id, sum(amount) as amount from ${alpacaTradeFees} where account_id = ${accountId} group by 1
      ) s on s.trade_id = t.trade_id
      left join (
        select trade_id, sum(amount) as amount from ${alpacaTradeDividends} where account_id = ${accountId} group by 1
      ) d on d.trade_id = t.trade_id
      where t.account_id = ${accountId} and (t.fees <> coalesce(s.amount, 0) or t.dividends <> coalesce(d.amount, 0))) as off,
       now()::text as at, count(*)::int as rows,
      (count(*) filter (where created_at > ${since}::timestamptz))::int as inserted,
      (count(*) filter (where updated_at > ${since}::timestamptz))::int as written
    from (
      select created_at, updated_at from ${alpacaTradeFees} where account_id = ${accountId}
      union all select created_at, updated_at from ${alpacaTradeDividends} where account_id = ${accountId}
    ) x`
}

/** The row of `countFeeShares`. */
export const feeShareCount = z.object({
  at: z.string(),
  rows: z.number(),
  inserted: z.number(),
  written: z.number(),
  off: z.number(),
})
