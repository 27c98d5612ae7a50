import { type SQL, sql } from 'drizzle-orm'
import { isWithin, type Reach } from '../ledger/marks'
import { alpacaPositions, alpacaTrades } from '../schema'
import { settlingSince } from './settling'

/**
 * Updates `unexplained` of trades: true while a trade holds a leg past its expiry that the broker
 * no longer holds and no activity explains (src/engine/README.md 5), once the days are over in
 * which one arrives.
 */
export function flagUnexplained(accountId: string, today: string, reach: Reach): SQL {
  const since = settlingSince(today)
  const unexplained = sql`t.status in ('open', 'partial') and exists (
    select from jsonb_to_recordset(t.legs) as l(symbol text, open_qty numeric, expiry_date date)
    where l.open_qty > 0 and l.expiry_date < ${since}::date
      and not exists (select from ${alpacaPositions} p where p.account_id = t.account_id and p.is_open and p.symbol = l.symbol))`
  return sql`update ${alpacaTrades} t set unexplained = not t.unexplained
    where t.trade_id in (
        select trade_id from ${alpacaTrades} where account_id = ${accountId} and status in ('open', 'partial')
        union select trade_id from ${alpacaTrades} where account_id = ${accountId} and unexplained
      ) and t.unexplained <> (${unexplained}) and ${isWithin(reach, accountId, sql`t.underlying`)}`
}
