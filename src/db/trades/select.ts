import { desc, getTableColumns, inArray, type SQL, sql } from 'drizzle-orm'
import type { Database } from '../connection/client'
import { alpacaPositions, alpacaTradeFills, alpacaTrades } from '../schema'
import { named, readRows } from '../statements/select-rows'

/** A trade as stored, with the profit that its open quantity would make at the last marks. */
export type StoredTrade = typeof alpacaTrades.$inferSelect & { unrealizedPl: string | null }

const tradeColumns = getTableColumns(alpacaTrades)

/**
 * The profit that a trade's open quantity would make at the marks of the positions, summed over
 * symbols. Per symbol it is marked value + cash of the fills - realized profit, which is the marked
 * value less the cost of the open lots. Null when a symbol has no mark, 0 when nothing is open, and
 * null for an incomplete trade, because the cost of its lots is unknown. Postgres computes it only
 * for the rows of the page. Positions spell coins with or without the slash of orders
 * (src/alpaca/README.md 2).
 */
const unrealizedPl = sql<string | null>`case when ${alpacaTrades.incomplete} then null
  when ${alpacaTrades.status} not in ('open', 'partial') then 0 else (
    select case when count(*) = count(leg.pl) then coalesce(sum(leg.pl), 0) end from (
      select sum(f.qty * f.multiplier * s.sign) * p.current_price -
        sum(f.qty * f.price * f.multiplier * s.sign)
        - coalesce(sum(f.realized_pl), 0) as pl
      from ${alpacaTradeFills} f cross join lateral (select case f.side
        when 'buy' then 1 else -1 end as sign) s
      left join ${alpacaPositions} p on p.is_open and p.account_id = f.account_id
        and p.symbol in (f.symbol, replace(f.symbol, '/', ''))
      where f.trade_id = ${sql.raw('alpaca_trades.trade_id')} group by f.symbol, p.current_price
      having sum(f.qty * s.sign) <> 0
    ) leg) end`

/** Reads the trades with these ids that exist, by opening, newest first. One round trip. */
export async function readTrades(
  db: Database,
  tradeIds: readonly string[],
): Promise<StoredTrade[]> {
  const chosen = inArray(alpacaTrades.tradeId, [...tradeIds])
  const { rows } = await readRows(db, selectTrades(db, chosen, tradeIds.length))
  return rows
}

/** Selects trades by opening, newest first, for `readRows`; all of them without a limit. */
export function selectTrades(db: Database, where: SQL | undefined, limit?: number) {
  const trades = db
    .select(named({ ...tradeColumns, unrealizedPl }))
    .from(alpacaTrades)
    .where(where)
    .orderBy(desc(alpacaTrades.openedAt), desc(alpacaTrades.tradeId))
  return limit === undefined ? trades : trades.limit(limit)
}
