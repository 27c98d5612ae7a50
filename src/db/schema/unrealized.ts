import { sql } from 'drizzle-orm'
import { alpacaPositions } from './positions'
import { alpacaTradeFills, alpacaTrades } from './trades'

/**
 * The profit that a trade's open quantity would make at the marks of the positions: per leg, its
 * marked value less the cost of its open lots. Legs carry both over splits and new symbols, which
 * fills do not. The multiplier of a symbol that no fill has is the usual one. Null when a leg has
 * no mark, 0 when nothing is open, and null for an incomplete trade, because the cost of its lots
 * is unknown. Postgres computes it only for the rows of the page. Positions spell coins with or
 * without the slash of orders (src/alpaca/README.md 2).
 */
export const unrealizedPl = sql<string | null>`case when ${alpacaTrades.incomplete} then null
  when ${alpacaTrades.status} not in ('open', 'partial') then 0 else (
    select case when count(*) = count(leg.pl) then coalesce(sum(leg.pl), 0) end from (
      select case l.side when 'long' then 1 else -1 end * l.open_qty * p.current_price
        * coalesce((select max(f.multiplier) from ${alpacaTradeFills} f
            where f.trade_id = ${sql.raw('alpaca_trades.trade_id')} and f.symbol = l.symbol),
          case when l.expiry_date is null then 1 else 100 end) - l.open_cost as pl
      from jsonb_to_recordset(${alpacaTrades.legs})
        as l(symbol text, side text, open_qty numeric, open_cost numeric, expiry_date date)
      left join ${alpacaPositions} p on p.is_open and p.account_id = ${alpacaTrades.accountId}
        and p.symbol in (l.symbol, replace(l.symbol, '/', ''))
      where l.open_qty > 0
    ) leg) end`
