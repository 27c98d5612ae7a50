import type { SQL } from 'drizzle-orm'
import type { Database } from '../client'

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

/** The SQLSTATE of a failed statement; null when the failure is not the database's answer. */
export function sqlState(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  if ('code' in error && typeof error.code === 'string' && error.code.length === 5)
    return error.code
  return sqlState(error.cause)
}
