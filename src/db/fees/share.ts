import { type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import { typesWhere } from '../../alpaca/activity-types'
import type { FeeShare } from '../../engine/output/fees'
import { FOLDED_IN_PART, foldMark, foldMarkJson, isWithin, type Reach } from '../ledger/marks'
import { isOneOf } from '../ledger/units'
import {
  alpacaActivities,
  alpacaTradeFees,
  alpacaTradeFills,
  alpacaTrades,
  ledgerDirty,
} from '../schema'
import { isNotIncoming, type MergePlan, mergeRows } from '../statements/merge'

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

/** A row of `readFees`. `amount` is a positive decimal cost; `day` is YYYY-MM-DD. */
export const feeRow = z.object({
  activity_id: z.string(),
  amount: z.string(),
  execution_id: z.string().nullable(),
  coin: z.string().nullable(),
  day: z.string(),
})

/** A row of `readFeeFills`. `day` is the exchange's day, YYYY-MM-DD. */
export const feeFillRow = z.object({
  trade_id: z.string(),
  execution_id: z.string(),
  underlying: z.string(),
  leg_kind: z.enum(['call', 'put', 'stock', 'crypto']),
  qty: z.string(),
  day: z.string(),
})

const TRADE_FEES = typesWhere(({ chargedTo }) => chargedTo === 'trades')
const isCoinFee = isOneOf(
  sql`a.activity_type`,
  typesWhere(({ position }) => position === 'coin_fee'),
)
const isFee = sql`${isOneOf(sql`a.activity_type`, TRADE_FEES)} and a.net_amount <> 0 and a.status is distinct from 'canceled'`

/**
 * Selects the fees of a range of days as positive costs. A coin fee has its pair in `coin`, in
 * whichever spelling.
 */
export function readFees(accountId: string, { from, to }: DirtyFees): SQL {
  return sql`select a.activity_id, (-a.net_amount)::text as amount, a.execution_id,
      case when ${isCoinFee} then coalesce(a.underlying, a.symbol, '') end as coin, a.date::text as day
    from ${alpacaActivities} a where a.account_id = ${accountId} and ${isFee}
      and a.date between ${from}::date and ${to}::date
    order by a.activity_id`
}

/**
 * Selects the fills of those days, the coin fills of the day before, and the executions that the
 * days' fees name.
 */
export function readFeeFills(accountId: string, { from, to }: DirtyFees): SQL {
  const columns = sql.raw(
    'f.trade_id::text, f.execution_id, f.leg_kind, f.qty::text, f.trading_day::text as day, f.effect, f.symbol, f.underlying',
  )
  return sql`select ${columns} from ${alpacaTradeFills} f
      where f.account_id = ${accountId} and f.kind = 'fill' and f.trading_day between ${from}::date - 1 and ${to}::date
        and (f.trading_day >= ${from}::date or f.leg_kind = 'crypto')
    union
    select ${columns} from ${alpacaActivities} a
      join ${alpacaTradeFills} f on f.account_id = a.account_id and f.execution_id = a.execution_id
      where a.account_id = ${accountId} and ${isFee} and a.date between ${from}::date and ${to}::date`
}

const SHARE_PLAN = {
  table: alpacaTradeFees,
  key: ['accountId', 'activityId', 'tradeId'],
  columns: ['amount', 'tradingDay'],
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

const isDayFee = isOneOf(
  sql`a.activity_type`,
  typesWhere(({ chargedTo, position }) => chargedTo === 'trades' && position === null),
)

/**
 * Updates `fees_pending` of trades: true while a trade has a fill of the last days on a day without
 * a known fee.
 */
export function flagPendingFees(accountId: string, today: string, reach: Reach): SQL {
  const waits = sql`exists (select from ${alpacaTradeFills} f where f.trade_id = t.trade_id and f.kind = 'fill'
    and f.leg_kind <> 'crypto' and f.trading_day > ${today}::date - ${DAYS_TO_COME}::int
    and not exists (select from ${alpacaActivities} a where a.account_id = f.account_id
      and ${isDayFee} and a.date = f.trading_day and a.execution_id is null))`
  return sql`update ${alpacaTrades} t set fees_pending = ${waits}
    where t.trade_id in (
        select p.trade_id from ${alpacaTrades} p where p.account_id = ${accountId} and p.fees_pending
        union select f.trade_id from ${alpacaTradeFills} f
        where f.account_id = ${accountId} and f.trading_day > ${today}::date - ${DAYS_TO_COME}::int
      ) and t.fees_pending is distinct from ${waits} and ${isWithin(reach, accountId, sql`t.underlying`)}`
}

/**
 * Selects counts of fee shares: `rows`, those `inserted` and `written` since a moment of the
 * database's clock, `at` (now), and `off`, the trades whose fees differ from the sum of their
 * shares.
 */
export function countFeeShares(accountId: string, since: string | null): SQL {
  return sql`select (select count(*)::int from ${alpacaTrades} t left join (
        select trade_id, sum(amount) as amount from ${alpacaTradeFees} where account_id = ${accountId} group by 1
      ) s on s.trade_id = t.trade_id
      where t.account_id = ${accountId} and t.fees <> coalesce(s.amount, 0)) as off,
       now()::text as at, count(*)::int as rows,
      (count(*) filter (where created_at > ${since}::timestamptz))::int as inserted,
      (count(*) filter (where updated_at > ${since}::timestamptz))::int as written
    from ${alpacaTradeFees} where account_id = ${accountId}`
}

/** The row of `countFeeShares`. */
export const feeShareCount = z.object({
  at: z.string(),
  rows: z.number(),
  inserted: z.number(),
  written: z.number(),
  off: z.number(),
})
