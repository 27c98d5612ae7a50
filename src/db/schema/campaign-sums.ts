import { type SQL, sql } from 'drizzle-orm'
import { alpacaTrades } from './trades'

/** Decimal places of the adjusted basis: a thousandth of a cent. */
const BASIS_PLACES = 5

const OPEN = `'open', 'partial'`

/**
 * The sums over the trades of the campaign whose first trade is `p`: one row, for a lateral join.
 * Profit is null when a trade is incomplete. `shares` is negative when short, and `adjusted_basis`
 * is per share.
 */
export const campaignSums: SQL = sql`select x.trade_count, x.strategies, x.status,
    case when x.status = 'closed' then x.closed_at end as closed_at,
    x.incomplete, x.realized_pl, x.fees, x.dividends, x.realized_pl - x.fees as net_pl,
    x.realized_pl - x.fees + x.dividends as total_pl, x.shares,
    case when x.shares > 0 and x.held_symbols = 1 and not x.incomplete
      then round((x.fees - x.dividends - x.cash) / x.shares, ${sql.raw(String(BASIS_PLACES))}) end as adjusted_basis
  from (
    select count(*)::int as trade_count,
      array_agg(distinct m.strategy order by m.strategy) as strategies,
      case when bool_or(m.status in (${sql.raw(OPEN)})) then 'open'
        when bool_or(m.status = 'pending') then 'pending'
        when bool_or(m.status = 'closed') then 'closed' else 'unfilled' end as status,
      max(m.closed_at) as closed_at, bool_or(m.incomplete) as incomplete,
      case when bool_or(m.incomplete) then null else coalesce(sum(m.realized_pl), 0) end as realized_pl,
      sum(m.fees) as fees, sum(m.dividends) as dividends,
      coalesce(sum(coalesce(m.entry_cash, 0) + coalesce(m.exit_cash, 0)), 0) as cash,
      coalesce(sum(h.shares), 0) as shares,
      (select count(distinct l ->> 'symbol')::int from ${alpacaTrades} o, jsonb_array_elements(o.legs) l
        where o.campaign_id = p.trade_id and l ->> 'kind' = 'stock' and (l ->> 'open_qty')::numeric > 0) as held_symbols
    from ${alpacaTrades} m
    cross join lateral (
      select sum((l ->> 'open_qty')::numeric * case l ->> 'side' when 'long' then 1 else -1 end) as shares
      from jsonb_array_elements(m.legs) l
      where l ->> 'kind' = 'stock' and m.status in (${sql.raw(OPEN)})
    ) h
    where m.campaign_id = p.trade_id
  ) x`
