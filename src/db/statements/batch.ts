import { NeonDbError } from '@neondatabase/serverless'
import type { SQL } from 'drizzle-orm'
import type { Database } from '../connection/client'

/** The rows of one statement, as the driver reads them. */
export type Rows = Record<string, unknown>[]

/** Runs statements as one transaction in one round trip, and answers the rows of each. */
export async function runBatch(db: Database, first: SQL, ...rest: SQL[]): Promise<Rows[]> {
  const results = await db.batch([
    db.execute(first),
    ...rest.map((statement) => db.execute(statement)),
  ])
  return results.map(({ rows }) => rows)
}

// Runs of several accounts meet in rows that they share: an adjusted contract, a label that moves.
const DEADLOCK = '40P01'
const ATTEMPTS = 3

/**
 * Does a transaction again that Postgres undid to end a deadlock: the other side has gone on by then.
 *
 * @param mayTryAgain asked before each further attempt, which is a call more; with false the deadlock is thrown.
 */
export async function againAfterDeadlock<T>(
  transaction: () => Promise<T>,
  mayTryAgain: () => boolean,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transaction()
    } catch (error) {
      if (sqlState(error) !== DEADLOCK || attempt === ATTEMPTS || !mayTryAgain()) throw error
    }
  }
}

/** The SQLSTATE of a failed statement; null when the failure is not the database's answer. */
export function sqlState(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  if ('code' in error && typeof error.code === 'string' && error.code.length === 5)
    return error.code
  return sqlState(error.cause)
}

/** Whether nobody answered for the database: then what was asked may or may not have been done. */
export function isUnanswered(error: unknown): boolean {
  if (error instanceof NeonDbError) return !error.code
  return error instanceof Error && isUnanswered(error.cause)
}
