import { type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import { meansWhere } from '../activities/meaning'
import {
  alpacaActivities,
  alpacaContracts,
  alpacaOrders,
  alpacaPositions,
  alpacaTradeFills,
  alpacaTrades,
  syncState,
} from '../schema'
import { settlingSince } from './settling'

/**
 * A row of `selectSymbols`: one symbol that the broker or the ledger holds, or held unexplained.
 */
export const symbolRow = z.object({
  symbol: z.string(),
  underlying: z.string(),
  broker_qty: z.string(),
  ledger_qty: z.string(),
  difference: z.string(),
  both_sides: z.boolean(),
  option_type: z.enum(['call', 'put']).nullable(),
  strike: z.string().nullable(),
  expiry: z.string().nullable(),
  /** The day on which the position was missed first, while nothing explains it. */
  missed_on: z.string().nullable(),
  /** The day since which the ledger and the broker differ; null if they agreed last time. */
  differs_since: z.string().nullable(),
  adjusted: z.boolean(),
  filled_since: z.boolean(),
  no_opening: z.boolean(),
  /** Coins that fees of the last days can have taken and that no activity has posted. */
  coin_fees: z.string(),
  /** The broker's value. */
  market_value: z.string(),
  /** The broker's value less quantity x price x multiplier, where that is no rounding. */
  mark_error: z.string(),
  /** Quantity of lots whose cost is known, and of those of incomplete trades. Signed. */
  known_qty: z.string(),
  unknown_qty: z.string(),
  open_cost: z.string(),
  /** Cash of the executions of incomplete trades. */
  unknown_flow: z.string(),
  /**
   * Signed quantity that the last days' fills closed and the ledger never held, where the symbol's
   * incomplete trades have nothing else: shares of a delivery that is not posted. Sold: positive.
   */
  closed_unheld: z.string(),
  /** The type of the activity that opened the incomplete trade. */
  unknown_type: z.string().nullable(),
})

export type SymbolRow = z.infer<typeof symbolRow>

const IS_ACTION = meansWhere(({ position }) => position === 'adjustment')
const IS_COIN_FEE = meansWhere(({ position }) => position === 'coin_fee')

/** The highest share of a purchase of coins that is charged as a fee (src/alpaca/README.md 3.5). */
export const COIN_FEE_RATE = sql`0.0025`

const key = (symbol: SQL): SQL => sql`replace(${symbol}, '/', '')`

const newYorkDay = (at: SQL): SQL => sql`(${at} at time zone 'America/New_York')::date`

/**
 * Selects both quantities of each symbol with their values, and the signs of each possible cause.
 * Coins are compared without their slash.
 */
export function selectSymbols(accountId: string, today: string): SQL {
  const since = settlingSince(today)
  return sql`with held as (
      select ${key(sql`p.symbol`)} as key, max(p.symbol) as symbol, max(p.underlying) as underlying, sum(p.qty) as qty,
        max(p.expiry_date) as expiry, max(p.option_type) as option_type, max(p.strike_price) as strike,
        min(p.updated_at) as at, coalesce(sum(p.market_value), 0) as value,
        coalesce(sum(p.market_value - p.qty * p.current_price * m.multiplier) filter (where
          abs(p.market_value - p.qty * p.current_price * m.multiplier) >= 0.005
            + case when p.asset_class like 'crypto%' then abs(p.qty) * 10::numeric ^ -scale(p.current_price) else 0 end), 0) as mark_error
      from ${alpacaPositions} p left join ${alpacaContracts} c on c.symbol = p.symbol
      cross join lateral (select case when p.expiry_date is null then 1
        else coalesce(c.multiplier, case when p.symbol !~ '[0-9]{7}[CP][0-9]{8}$' then 100 end) end as multiplier) m
      where p.account_id = ${accountId} and p.is_open group by 1
    ),
    lots as (
      select ${key(sql`l.symbol`)} as key, max(l.symbol) as symbol, max(t.underlying) as underlying,
        sum(case l.side when 'long' then l.open_qty else -l.open_qty end) as qty,
        coalesce(sum(case l.side when 'long' then l.open_qty else -l.open_qty end) filter (where not t.incomplete), 0) as known_qty,
        coalesce(sum(l.open_cost) filter (where not t.incomplete), 0) as cost,
        max(l.expiry_date) as expiry, max(l.kind) filter (where l.kind in ('call', 'put')) as option_type,
        max(l.strike) as strike, count(distinct l.side) > 1 as both_sides
      from ${alpacaTrades} t cross join lateral jsonb_to_recordset(t.legs)
        as l(symbol text, side text, kind text, strike numeric, open_qty numeric, open_cost numeric, expiry_date date)
      where t.account_id = ${accountId} and t.status in ('open', 'partial') and l.open_qty > 0 group by 1
    ),
    unknown as (
      select ${key(sql`f.symbol`)} as key, max(f.symbol) as symbol, max(f.underlying) as underlying,
        sum(case f.side when 'sell' then 1 else -1 end * f.qty * f.price * f.multiplier) as flow,
        case when bool_and(f.kind = 'fill' and f.effect = 'close' and f.realized_pl is null and f.trading_day >= ${since}::date)
          then sum(case f.side when 'sell' then f.qty else -f.qty end) else 0 end as closed_unheld,
        max(coalesce(a.activity_type, 'FILL')) filter (where f.effect = 'open' or f.kind = 'fill') as type
      from ${alpacaTrades} t join ${alpacaTradeFills} f on f.trade_id = t.trade_id
      left join ${alpacaActivities} a on a.account_id = f.account_id and a.activity_id = f.activity_id
      where t.account_id = ${accountId} and t.incomplete group by 1
    ),
    sides as (
      select coalesce(l.key, h.key, u.key) as key, coalesce(l.symbol, h.symbol, u.symbol) as symbol,
        coalesce(l.underlying, h.underlying, u.underlying) as underlying,
        coalesce(h.qty, 0) as broker, coalesce(l.qty, 0) as ledger, coalesce(l.expiry, h.expiry) as expiry,
        coalesce(l.option_type, h.option_type) as option_type, coalesce(l.strike, h.strike) as strike,
        coalesce(l.both_sides, false) as both_sides, h.at as held_at, l.qty is null as no_lots,
        coalesce(h.value, 0) as value, coalesce(h.mark_error, 0) as mark_error, coalesce(l.known_qty, 0) as known_qty,
        coalesce(l.cost, 0) as cost, coalesce(u.flow, 0) as flow, coalesce(u.closed_unheld, 0) as closed_unheld, u.type,
        coalesce(h.qty, 0) <> coalesce(l.qty, 0) as differs
      from held h full join lots l on l.key = h.key full join unknown u on u.key = coalesce(l.key, h.key)
    )
    select s.symbol, s.underlying, trim_scale(s.broker)::text as broker_qty, trim_scale(s.ledger)::text as ledger_qty,
      trim_scale(s.broker - s.ledger)::text as difference, s.both_sides, s.option_type, s.strike::text as strike, s.expiry::text as expiry,
      case when s.differs and s.expiry is not null then (select max(${newYorkDay(sql`p.closed_at`)})::text from ${alpacaPositions} p
        where p.account_id = ${accountId} and p.symbol = s.symbol and not p.is_open and p.close_cause = 'pending') end as missed_on,
      (select ${newYorkDay(sql`y.unbalanced_since`)}::text from ${syncState} y where y.account_id = ${accountId}) as differs_since,
      s.differs and exists (select from ${alpacaActivities} a where a.account_id = ${accountId}
        and a.symbol = s.symbol and ${IS_ACTION}) as adjusted,
      s.differs and exists (select from ${alpacaOrders} o where o.account_id = ${accountId}
        and o.underlying = s.underlying and o.symbol = s.symbol and o.filled_at > coalesce(s.held_at, now() - interval '2 minutes')
        and o.filled_at > now() - interval '10 minutes') as filled_since,
      s.differs and (s.no_lots or exists (select from ${alpacaTrades} t where t.account_id = ${accountId}
        and t.underlying = s.underlying and t.incomplete)) as no_opening,
      case when s.differs and s.broker < s.ledger then coalesce((
        select greatest(coalesce(sum(f.qty * ${COIN_FEE_RATE} + 0.000000001), 0) + coalesce((
          select sum(a.qty) from ${alpacaActivities} a where a.account_id = ${accountId} and a.underlying = s.underlying
            and ${IS_COIN_FEE} and a.date >= ${since}::date and a.in_force), 0), 0)
        from ${alpacaTradeFills} f where f.account_id = ${accountId} and f.underlying = s.underlying and f.leg_kind = 'crypto'
          and f.kind in ('fill', 'conversion') and f.side = 'buy' and f.trading_day >= ${since}::date), 0) else 0 end::text as coin_fees,
      s.value::text as market_value, s.mark_error::text as mark_error, s.known_qty::text as known_qty,
      (s.ledger - s.known_qty)::text as unknown_qty, s.cost::text as open_cost, s.flow::text as unknown_flow,
      s.closed_unheld::text as closed_unheld, s.type as unknown_type
    from sides s order by s.symbol`
}
