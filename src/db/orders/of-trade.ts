import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { accountsNamed, isAmong } from '../accounts/named'
import type { Database } from '../connection/client'
import { alpacaOrders, alpacaTradeFills, alpacaTrades } from '../schema'
import { readRows } from '../statements/select-rows'
import { columnsOf, type OrderRow } from './list'

/** The order that a fill names, of its own account: another may have one with that id. */
const ofFill = alias(alpacaOrders, 'of_fill')

/**
 * The order legs of a trade: those that carry its id, and those that carry another's but executed for it too (one
 * order may close several trades). Null where there is no such trade of the account, by its id or label. One round trip.
 */
export async function ordersOfTrade(
  db: Database,
  tradeId: string,
  { account, withRaw }: { account: string | undefined; withRaw: boolean },
): Promise<{ rows: OrderRow[] | null; accountKnown: boolean }> {
  const [accounts, trades, { rows }] = await db.batch([
    accountsNamed(db, account ?? ''),
    db
      .select({ accountId: alpacaTrades.accountId })
      .from(alpacaTrades)
      .where(eq(alpacaTrades.tradeId, tradeId)),
    readRows(db, selectOrdersOfTrade(db, tradeId, withRaw)),
  ])
  const [holder] = [...trades, ...rows]
  const isThere = holder !== undefined && isAmong(accounts, account, holder.accountId)
  return {
    rows: isThere ? rows : null,
    accountKnown: account === undefined || accounts.length > 0,
  }
}

/** The statement behind `ordersOfTrade`, for a batch. Two index scans: an OR over two tables would read them whole. */
export function selectOrdersOfTrade(db: Database, tradeId: string, withRaw = false) {
  const own = db
    .select({ id: alpacaOrders.alpacaOrderId })
    .from(alpacaOrders)
    .where(eq(alpacaOrders.tradeId, tradeId))
  const shared = db
    .select({ id: sql<string>`${alpacaTradeFills.orderId}` })
    .from(alpacaTradeFills)
    .innerJoin(
      ofFill,
      and(
        eq(ofFill.alpacaOrderId, alpacaTradeFills.orderId),
        eq(ofFill.accountId, alpacaTradeFills.accountId),
      ),
    )
    .where(eq(alpacaTradeFills.tradeId, tradeId))
  return db
    .select(columnsOf(withRaw))
    .from(alpacaOrders)
    .where(inArray(alpacaOrders.alpacaOrderId, own.union(shared)))
    .orderBy(
      asc(alpacaOrders.legNumber),
      asc(alpacaOrders.submittedAt),
      asc(alpacaOrders.alpacaOrderId),
    )
}
