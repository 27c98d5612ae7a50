import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { accountsNamed, isAmong } from '../accounts/named'
import type { Database } from '../connection/client'
import { alpacaOrders, alpacaTradeFills, alpacaTrades } from '../schema'
import { readRows } from '../statements/select-rows'
import { type OrderRow, orderColumns } from './list'

/**
 * The order that a fill names, of the fill's account: another account may have an order with that
 * id.
 */
const ofFill = alias(alpacaOrders, 'of_fill')

/**
 * Reads the order legs of a trade: those with its id, and those of other trades that executed for
 * it too (one order may close several trades). `rows` is null when the account, by its id or label,
 * has no such trade. One round trip.
 */
export async function ordersOfTrade(
  db: Database,
  tradeId: string,
  { account, withRaw }: { account: string | undefined; withRaw: boolean },
): Promise<{ rows: OrderRow[] | null; accountKnown: boolean }> {
  const [accounts, trades, { rows }] = await db.batch([
    accountsNamed(db, account),
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

/**
 * The statement of `ordersOfTrade`, for a batch. It unites two index scans, because an OR over two
 * tables would read them whole.
 */
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
    .select(orderColumns(withRaw))
    .from(alpacaOrders)
    .where(inArray(alpacaOrders.alpacaOrderId, own.union(shared)))
    .orderBy(
      asc(alpacaOrders.legNumber),
      asc(alpacaOrders.submittedAt),
      asc(alpacaOrders.alpacaOrderId),
    )
}
