import { and, asc, eq, inArray, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { ActivityMeaning } from '../../alpaca/activity-types'
import { meansWhere } from '../activities/meaning'
import type { Database } from '../connection/client'
import { alpacaAccounts, alpacaActivities, alpacaPositions, alpacaTrades } from '../schema'
import { named, readRows } from '../statements/select-rows'

/** An account whose dates are in the calendar. */
export interface CalendarAccount extends Record<string, unknown> {
  accountId: string
  label: string
}

type Trade = typeof alpacaTrades.$inferSelect

/** A trade with open legs that may expire. */
export type ExpiringTrade = Pick<
  Trade,
  | 'tradeId'
  | 'accountId'
  | 'underlying'
  | 'strategy'
  | 'status'
  | 'entryCash'
  | 'openedAt'
  | 'legs'
  | 'updatedAt'
>

type Position = typeof alpacaPositions.$inferSelect

/** The last mark of an open position. */
export type PositionMark = Pick<
  Position,
  | 'accountId'
  | 'symbol'
  | 'underlying'
  | 'optionType'
  | 'strikePrice'
  | 'expiryDate'
  | 'currentPrice'
  | 'updatedAt'
>

/** The cash dividends of one symbol with one ex-date, before tax withheld. */
export interface ExDividend extends Record<string, unknown> {
  accountId: string
  symbol: string
  exDate: string
  amount: string
  updatedAt: string
}

/** What a calendar is made of. */
export interface CalendarRows {
  accounts: CalendarAccount[]
  trades: ExpiringTrade[]
  marks: PositionMark[]
  dividends: ExDividend[]
}

/**
 * Reads what the calendar shows of all current accounts, or of one by its id or label. An account
 * with a successor (a paper reset) is not current. One round trip.
 *
 * @param since the first day whose dividends are read, YYYY-MM-DD
 */
export async function readCalendar(
  db: Database,
  account: string | undefined,
  since: string,
): Promise<CalendarRows> {
  const [accounts, trades, marks, dividends] = await db.batch([
    readRows(db, selectAccounts(db, account)),
    readRows(db, selectTrades(db, account)),
    readRows(db, selectMarks(db, account)),
    db.execute<ExDividend>(selectDividends(db, account, since)),
  ])
  return {
    accounts: accounts.rows,
    trades: trades.rows,
    marks: marks.rows,
    dividends: dividends.rows,
  }
}

const isChosen = (account: string | undefined): SQL | undefined =>
  account === undefined
    ? isNull(alpacaAccounts.succeededBy)
    : or(eq(alpacaAccounts.accountId, account), eq(alpacaAccounts.label, account))

/** A condition that a row belongs to one of the chosen accounts. */
function ofChosen(db: Database, column: PgColumn, account: string | undefined): SQL {
  const { accountId } = alpacaAccounts
  return inArray(column, db.select({ accountId }).from(alpacaAccounts).where(isChosen(account)))
}

function selectAccounts(db: Database, account: string | undefined) {
  const { accountId, label } = alpacaAccounts
  return db
    .select(named({ accountId, label }))
    .from(alpacaAccounts)
    .where(isChosen(account))
    .orderBy(asc(label))
}

function selectTrades(db: Database, account: string | undefined) {
  const t = alpacaTrades
  const columns = named({
    tradeId: t.tradeId,
    accountId: t.accountId,
    underlying: t.underlying,
    strategy: t.strategy,
    status: t.status,
    entryCash: t.entryCash,
    openedAt: t.openedAt,
    legs: t.legs,
    updatedAt: t.updatedAt,
  })
  return db
    .select(columns)
    .from(t)
    .where(
      and(
        inArray(t.status, ['open', 'partial']),
        isNotNull(t.expiryDate),
        ofChosen(db, t.accountId, account),
      ),
    )
    .orderBy(asc(t.openedAt), asc(t.tradeId))
}

function selectMarks(db: Database, account: string | undefined) {
  const p = alpacaPositions
  const columns = named({
    accountId: p.accountId,
    symbol: p.symbol,
    underlying: p.underlying,
    optionType: p.optionType,
    strikePrice: p.strikePrice,
    expiryDate: p.expiryDate,
    currentPrice: p.currentPrice,
    updatedAt: p.updatedAt,
  })
  return db
    .select(columns)
    .from(p)
    .where(and(p.isOpen, isNotNull(p.currentPrice), ofChosen(db, p.accountId, account)))
    .orderBy(asc(p.symbol), asc(p.accountId))
}

const IS_DIVIDEND = ({ cash }: ActivityMeaning): boolean => cash === 'dividends'

/** A dividend is dated when it is paid, after its ex-date, so its own date bounds the range. */
const selectDividends = (db: Database, account: string | undefined, since: string): SQL =>
  sql`select a.account_id as "accountId", a.symbol, a.ex_date::text as "exDate",
      sum(a.net_amount)::text as amount, max(a.updated_at)::text as "updatedAt"
    from ${alpacaActivities} a
    where ${ofAccounts(db, account)} and ${meansWhere(IS_DIVIDEND)} and a.date >= ${since}::date
      and a.ex_date is not null and a.symbol is not null and a.net_amount <> 0 and a.in_force
    group by a.account_id, a.symbol, a.ex_date having sum(a.net_amount) <> 0
    order by a.ex_date, a.symbol, a.account_id`

function ofAccounts(db: Database, account: string | undefined): SQL {
  const { accountId } = alpacaAccounts
  const chosen = db.select({ accountId }).from(alpacaAccounts).where(isChosen(account))
  return sql`a.account_id in ${chosen}`
}
