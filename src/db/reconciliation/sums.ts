import { type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import type { FeeRule } from '../../engine/output/fees'
import { meansWhere } from '../activities/meaning'
import { isOfTradeDate } from '../fees/share'
import {
  alpacaAccounts,
  alpacaActivities,
  alpacaCashDays,
  alpacaTradeFills,
  alpacaTrades,
} from '../schema'
import { isOneOf } from '../statements/is-one-of'
import { settlingSince } from './settling'
import { COIN_FEE_RATE } from './symbols'

/** A row of `selectSums`: an account's figures at the broker, and the sums of its ledger. */
export const sumsRow = z.object({
  account_id: z.string(),
  label: z.string(),
  cash: z.string().nullable(),
  /** The broker's equity less its cash and market values, all of one response. */
  equity_error: z.string(),
  expected: z.string(),
  executions: z.string(),
  deposits: z.string(),
  fees: z.string(),
  dividends: z.string(),
  interest: z.string(),
  /** Cash of all other activities, of unknown types too. */
  other: z.string(),
  transfers: z.string(),
  realized_pl: z.string(),
  incomplete: z.boolean(),
  /** The most that fees of the last days can come to that are not posted yet. Positive. */
  fees_due: z.string(),
  /** Cash of the latest fills of the last days, the newest first. */
  latest: z.array(z.string()),
})

export type SumsRow = z.infer<typeof sumsRow>

const SUMS = [
  'executions',
  'deposits',
  'fees',
  'dividends',
  'interest',
  'other',
  'transfers',
] as const

// A generous bound by the rates of src/alpaca/README.md 3.5, exchange fees of index options
// included: dollars a contract, a share, and a dollar of proceeds; and a cent for each fee.
const FEE_BOUND = sql`sum(case when f.leg_kind in ('call', 'put') then f.qty * 0.8 else f.qty * 0.001 end
  + case f.side when 'sell' then f.qty * f.price * f.multiplier * 0.00005 else 0 end) + 0.05`

// Options and shares have sums of their own, which are posted hours apart. CAT is charged on both;
// for shares bought it is the only one.
const OF_OPTIONS = ['option_contracts', 'option_proceeds', 'option_quantity'] satisfies FeeRule[]
const OF_SHARES = ['share_proceeds', 'share_quantity'] satisfies FeeRule[]

/** Whether a fee `a` is a sum of a day on the class of a fill `f`. */
const isOfClass = sql`(case when f.leg_kind in ('call', 'put') then ${isOneOf(sql`a.fee_rule`, OF_OPTIONS)}
  else ${isOneOf(sql`a.fee_rule`, OF_SHARES)} or f.side = 'buy' and a.fee_rule = 'all_fills' end)`
const isCoinFee = meansWhere(({ position }) => position === 'coin_fee')

/** The bound of the fees of days that have fills of a class and no sum of the day on it. */
const dayFeesDue = (accountId: string, since: string): SQL =>
  sql`coalesce((select ${FEE_BOUND} from ${alpacaTradeFills} f where f.account_id = ${accountId} and f.kind = 'fill'
    and f.leg_kind <> 'crypto' and f.trading_day >= ${since}::date
    and not exists (select from ${alpacaActivities} a where a.account_id = f.account_id and ${isOfClass}
      and ${isOfTradeDate} and a.in_force)), 0)`

/** Fees on sales of coins at the highest rate, each rounded up, less those that are posted. */
const coinFeesDue = (accountId: string, since: string): SQL =>
  sql`greatest(0, coalesce((select sum(ceil(f.qty * f.price * ${COIN_FEE_RATE} * 100) / 100) from ${alpacaTradeFills} f
      where f.account_id = ${accountId} and f.kind = 'fill' and f.leg_kind = 'crypto' and f.side = 'sell'
        and f.trading_day >= ${since}::date), 0)
    + coalesce((select sum(a.net_amount) from ${alpacaActivities} a where a.account_id = ${accountId}
      and ${isCoinFee} and a.date >= ${since}::date and a.in_force), 0))`

/** Fills that an account that was read before them can lack in its cash, at most. */
const MOST_UNSEEN = 20

/**
 * Cash of the latest fills: the account is read before the orders are (src/alpaca/README.md 3.8).
 */
const latestFills = (accountId: string, since: string): SQL =>
  sql`coalesce((select jsonb_agg(x.amount::text order by x.place) from (
    select row_number() over (order by f.executed_at desc, f.execution_id, f.trade_id) as place,
      case f.side when 'sell' then 1 else -1 end * f.qty * f.price * f.multiplier as amount
    from ${alpacaTradeFills} f where f.account_id = ${accountId} and f.kind = 'fill' and f.trading_day >= ${since}::date
    order by f.executed_at desc, f.execution_id, f.trade_id limit ${MOST_UNSEEN}::int) x), '[]')`

/** An amount of the stored payload; null where it is absent or no number. */
const amountOf = (field: string): SQL =>
  sql`case when a.raw_data->>${field} ~ '^-?[0-9]+([.][0-9]+)?$' then (a.raw_data->>${field})::numeric end`

/**
 * Selects the sums of an account: cash by kind from the days, profit from the trades, which a
 * trigger adds up. Equity is
 * compared with cash and market values within one response, because prices move between two.
 */
export function selectSums(accountId: string, today: string): SQL {
  const since = settlingSince(today)
  const sums = SUMS.map(
    (column) => sql`coalesce(sum(d.${sql.raw(column)}), 0) as ${sql.raw(column)}`,
  )
  const texts = SUMS.map(
    (column) => sql`trim_scale(c.${sql.raw(column)})::text as ${sql.raw(column)}`,
  )
  return sql`select a.account_id, a.label, trim_scale(a.cash)::text as cash,
      coalesce(a.equity - a.cash - ${amountOf('long_market_value')} - ${amountOf('short_market_value')}, 0)::text as equity_error,
      trim_scale(c.executions + c.deposits + c.fees + c.dividends + c.interest + c.other)::text as expected,
      ${sql.join(texts, sql`, `)}, trim_scale(a.realized_pl)::text as realized_pl,
      exists (select from ${alpacaTrades} t where t.account_id = a.account_id and t.incomplete) as incomplete,
      (${dayFeesDue(accountId, since)} + ${coinFeesDue(accountId, since)})::text as fees_due,
      ${latestFills(accountId, since)} as latest
    from ${alpacaAccounts} a cross join lateral (
      select ${sql.join(sums, sql`, `)} from ${alpacaCashDays} d where d.account_id = a.account_id
    ) c where a.account_id = ${accountId}`
}

/** A row of `selectOther`: cash of one known type that is neither dividend nor interest. */
export const otherRow = z.object({ activity_type: z.string(), amount: z.string() })

export type OtherRow = z.infer<typeof otherRow>

/** Selects the cash of the types that the proof names. */
export const selectOther = (accountId: string): SQL =>
  sql`select a.activity_type, trim_scale(sum(a.net_amount))::text as amount from ${alpacaActivities} a
    where a.account_id = ${accountId} and ${meansWhere(({ cash, isUnnamed }) => cash === 'other' && !isUnnamed)}
      and a.net_amount <> 0 and a.in_force and a.date is not null
    group by 1 order by 1`
