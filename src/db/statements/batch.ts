import type { SQL } from 'drizzle-orm'
import type { Database } from '../connection/client'
import { sqlState } from '../connection/failure'

/** The rows of one statement, as the driver reads them. */
export type StatementRows = Record<string, unknown>[]

/** Runs statements as one transaction in one round trip, and answers the rows of each. */
export async function runBatch(db: Database, first: SQL, ...rest: SQL[]): Promise<StatementRows[]> {
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
