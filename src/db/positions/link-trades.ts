import { type SQL, sql } from 'drizzle-orm'
import { isWithin, type Reach } from '../ledger/marks'
import { alpacaPositions, alpacaTrades } from '../schema'

/**
 * Links each open position to its trade: of several trades, to the one with the largest open
 * quantity, then the oldest. While no trade is open, a position keeps the trade that has closed,
 * because Alpaca's list of positions lags behind its orders (src/alpaca/README.md 1.2). Orders
 * spell BTC/USD where positions spell BTCUSD.
 */
export function linkPositions(accountId: string, reach: Reach): SQL {
  return sql`update ${alpacaPositions} p set trade_id = x.trade_id
    from (
      select distinct on (q.id) q.id, coalesce(t.trade_id, c.trade_id) as trade_id
      from ${alpacaPositions} q
      left join lateral (
        select o.trade_id, o.opened_at, l.open_qty from ${alpacaTrades} o
        cross join lateral jsonb_to_recordset(o.legs) as l(symbol text, side text, open_qty numeric)
        where o.account_id = q.account_id and o.underlying = q.underlying
          and o.status in ('open', 'partial')
          and l.open_qty > 0 and l.side = q.side
            and replace(l.symbol, '/', '') = replace(q.symbol, '/', '')
      ) t on true
      left join ${alpacaTrades} c on c.trade_id = q.trade_id and c.account_id = q.account_id
        and c.status = 'closed'
      where q.account_id = ${accountId} and q.is_open
        and ${isWithin(reach, accountId, sql`q.underlying`)}
      order by q.id, t.open_qty desc nulls last, t.opened_at, t.trade_id
    ) x
    where p.id = x.id and p.trade_id is distinct from x.trade_id`
}
