import { and, asc, eq, getTableColumns, inArray, type SQL, sql } from 'drizzle-orm'
import { storedSpellings } from '../../alpaca/coin'
import { accountsNamed, type ListPage, ofAccount } from '../accounts/named'
import type { Database } from '../connection/client'
import { alpacaAccounts, alpacaPositions } from '../schema'
import { named, type Payload, payloadWhen, readRows } from '../statements/select-rows'

const { rawData, ...columns } = getTableColumns(alpacaPositions)

/** One open or closed position. */
export type PositionRow = Omit<typeof alpacaPositions.$inferSelect, 'rawData'> & {
  /** Null unless requested. */
  rawData: Payload | null
}

/** A filter of positions. */
export interface PositionFilter {
  /** Id or label. */
  account?: string | undefined
  underlying?: string | undefined
  symbol?: string | undefined
  isOpen: boolean | 'all'
}

/** The key of the row after which a page begins. */
export interface PositionKey {
  symbol: string
  createdAt: string
  id: string
}

/**
 * Lists positions by symbol (which orders them by underlying, expiry, kind and strike), then the
 * oldest first. One round trip.
 */
export async function listPositions(
  db: Database,
  filter: PositionFilter,
  page: { limit: number; after?: PositionKey | undefined; withRaw?: boolean },
): Promise<ListPage<PositionRow>> {
  const { symbol, createdAt, id } = alpacaPositions
  const selected = db
    .select(named({ ...columns, rawData: payloadWhen(page.withRaw ?? false, rawData) }))
    .from(alpacaPositions)
    .where(and(page.after && follows(page.after), ...conditions(db, filter)))
    .orderBy(asc(symbol), asc(createdAt), asc(id))
    .limit(page.limit)
  const [accounts, { rows }] = await db.batch([
    accountsNamed(db, filter.account),
    readRows(db, selected),
  ])
  return { rows, accountKnown: filter.account === undefined || accounts.length > 0 }
}

function follows({ symbol, createdAt, id }: PositionKey): SQL {
  const key = sql`(${alpacaPositions.symbol}, ${alpacaPositions.createdAt}, ${alpacaPositions.id})`
  return sql`${key} > (${symbol}::text, ${createdAt}::timestamptz, ${id}::uuid)`
}

function conditions(
  db: Database,
  { account, underlying, symbol, isOpen }: PositionFilter,
): (SQL | undefined)[] {
  return [
    account === undefined ? heldNow(isOpen) : ofAccount(db, alpacaPositions.accountId, account),
    underlying === undefined ? undefined : eq(alpacaPositions.underlying, underlying),
    symbol === undefined ? undefined : inArray(alpacaPositions.symbol, storedSpellings(symbol)),
    isOpen === 'all' ? undefined : eq(alpacaPositions.isOpen, isOpen),
  ]
}

/**
 * The current positions of an account with a successor, for example after a paper reset, are
 * unknown. Its last positions are listed under its own name and in the list of all, but not among
 * what is open in all accounts.
 */
function heldNow(isOpen: PositionFilter['isOpen']): SQL | undefined {
  if (isOpen !== true) return undefined
  return sql`not exists (select from ${alpacaAccounts} a
    where a.account_id = ${alpacaPositions.accountId} and a.succeeded_by is not null)`
}
