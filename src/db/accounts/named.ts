import { asc, eq, inArray, or, type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { Database } from '../connection/client'
import { alpacaAccounts } from '../schema'

/** A page of a list; `accountKnown` is false when the filter's account is not stored. */
export interface ListPage<Row> {
  rows: Row[]
  accountKnown: boolean
}

/**
 * Selects the account that an id or a label names: one row, or none,
 * also without a name. Runs in one batch with the
 * list that it filters.
 */
export function accountsNamed(db: Database, account: string | undefined) {
  return db
    .select({ accountId: alpacaAccounts.accountId })
    .from(alpacaAccounts)
    .where(account === undefined ? sql`false` : isNamed(account))
}

const isNamed = (account: string) =>
  or(eq(alpacaAccounts.accountId, account), eq(alpacaAccounts.label, account))

/** A condition that a row belongs to the account that an id or a label names. */
export function ofAccount(db: Database, column: PgColumn, account: string): SQL {
  return inArray(column, accountsNamed(db, account))
}

/**
 * Whether an account is the one that was asked for, given the rows of `accountsNamed`. True when no
 * account was asked for.
 */
export const isAmong = (
  found: readonly { accountId: string }[],
  asked: string | undefined,
  accountId: string | undefined,
): boolean => asked === undefined || found.some((one) => one.accountId === accountId)

/** Reads the ids of all accounts by label, or the id of the one that an id or a label names. */
export async function listAccountIds(db: Database, account: string | undefined): Promise<string[]> {
  const { accountId, label } = alpacaAccounts
  const rows =
    account === undefined
      ? await db.select({ accountId }).from(alpacaAccounts).orderBy(asc(label))
      : await accountsNamed(db, account)
  return rows.map((row) => row.accountId)
}
