import { desc, getTableColumns, inArray, type SQL } from 'drizzle-orm'
import type { Database } from '../connection/client'
import { alpacaTrades } from '../schema'
import { unrealizedPl } from '../schema/unrealized'
import { named, readRows } from '../statements/select-rows'

/** A trade as stored, with the profit that its open quantity would make at the last marks. */
export type StoredTrade = typeof alpacaTrades.$inferSelect & { unrealizedPl: string | null }

const tradeColumns = getTableColumns(alpacaTrades)

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
