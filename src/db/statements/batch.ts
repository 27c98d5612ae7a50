import { type SQL, sql } from 'drizzle-orm'
import type { Database } from '../connection/client'
import { sqlState } from '../connection/failure'

/** The rows of one statement, as Neon's driver decodes them. */
export type StatementRows = Record<string, unknown>[]

/**
 * Postgres compiles statements that it expects to be expensive. It expects that of every recursion,
 * and compiling takes a second for one that reads a few rows.
 */
const withoutCompiling = sql`select set_config('jit', 'off', true)`

/** Runs statements in one transaction and one round trip. Returns the rows of each. */
export async function runBatch(db: Database, first: SQL, ...rest: SQL[]): Promise<StatementRows[]> {
  const [, ...results] = await db.batch([
    db.execute(withoutCompiling),
    db.execute(first),
    ...rest.map((statement) => db.execute(statement)),
  ])
  return results.map(({ rows }) => rows)
}

// Runs of different accounts write shared rows: an adjusted contract, or a label that moves.
const DEADLOCK = '40P01'

const ATTEMPTS = 3

/**
 * Repeats a transaction that Postgres rolled back to end a deadlock. By then the other transaction
 * has continued.
 *
 * @param mayTryAgain asked before each further attempt, which costs one call; when it returns
 * false, the deadlock is thrown.
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
