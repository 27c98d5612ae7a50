import { and, desc, type SQL, sql } from 'drizzle-orm'
import { accountsNamed, type ListPage } from '../accounts/named'
import type { Database } from '../connection/client'
import { alpacaTrades } from '../schema'
import { readRows } from '../statements/select-rows'
import { type TradeFilter, tradeConditions } from './filter'
import { type StoredTrade, selectTrades } from './select'
import { selectTotals, type TradeTotals, totalsIn } from './totals'

/** The key of the row after which a page begins. */
export interface TradeKey {
  openedAt: string
  tradeId: string
}

/** A part of the list: `limit` rows after a row, none of them after `upTo`. */
export interface TradePage {
  limit: number
  after?: TradeKey | undefined
  upTo?: TradeKey | undefined
}

/** A page, with the sums of the whole list where they were asked for. */
export interface TradeList extends ListPage<StoredTrade> {
  totals: TradeTotals | null
}

/** Lists trades by opening, newest first. One round trip. */
export async function listTrades(
  db: Database,
  filter: TradeFilter,
  page: TradePage & { withTotals?: boolean },
): Promise<TradeList> {
  const { after, upTo, withTotals = false } = page
  const matching = and(...tradeConditions(db, filter))
  const where = and(after && follows(after), upTo && precedes(upTo), matching)
  const [accounts, { rows }, ...totals] = await db.batch([
    accountsNamed(db, filter.account),
    readRows(db, selectTrades(db, where, page.limit)),
    ...(withTotals ? [selectTotals(db, matching)] : []),
  ])
  return {
    rows,
    totals: totals[0] === undefined ? null : totalsIn(totals[0]),
    accountKnown: filter.account === undefined || accounts.length > 0,
  }
}

function follows({ openedAt, tradeId }: TradeKey): SQL {
  const key = sql`(${alpacaTrades.openedAt}, ${alpacaTrades.tradeId})`
  return sql`${key} < (${openedAt}::timestamptz, ${tradeId}::uuid)`
}

/** A condition for a trade and those before it in the list. */
function precedes({ openedAt, tradeId }: TradeKey): SQL {
  const key = sql`(${alpacaTrades.openedAt}, ${alpacaTrades.tradeId})`
  return sql`${key} >= (${openedAt}::timestamptz, ${tradeId}::uuid)`
}

/** Reads the key of the `most`-th trade after a key; null when there are no more than `most`. */
export async function endOfTrades(
  db: Database,
  filter: TradeFilter,
  after: TradeKey | undefined,
  most: number,
): Promise<TradeKey | null> {
  const { openedAt, tradeId } = alpacaTrades
  const [end, more] = await db
    .select({ openedAt, tradeId })
    .from(alpacaTrades)
    .where(and(after && follows(after), ...tradeConditions(db, filter)))
    .orderBy(desc(openedAt), desc(tradeId))
    .offset(most - 1)
    .limit(2)
  return more === undefined ? null : (end ?? null)
}
