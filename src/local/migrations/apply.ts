import { BASELINE } from './baseline'
import type { Migration } from './read'

/** Runs the statements as one transaction and answers the rows of the last; any driver can be put behind it. */
export type RunTransaction = (statements: string[]) => Promise<Record<string, unknown>[]>

// The same table as drizzle-orm's own migrators keep, so that either can go on where the other stopped.
const LEDGER = 'drizzle.__drizzle_migrations'

const PREPARE = [
  'CREATE SCHEMA IF NOT EXISTS drizzle',
  `CREATE TABLE IF NOT EXISTS ${LEDGER} (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint)`,
  `SELECT hash FROM ${LEDGER}`,
]

// Two runners at once: the second waits for the lock, then fails on the hash that is already there, and undoes nothing.
function claim({ hash, when }: Migration): string[] {
  return [
    `LOCK TABLE ${LEDGER} IN EXCLUSIVE MODE`,
    `DO $$ BEGIN IF EXISTS (SELECT FROM ${LEDGER} WHERE hash = '${hash}')
      THEN RAISE EXCEPTION 'already applied' USING ERRCODE = 'unique_violation'; END IF; END $$`,
    `INSERT INTO ${LEDGER} (hash, created_at) VALUES ('${hash}', ${when})`,
  ]
}

/**
 * Applies the migrations that the database does not have yet, each in one transaction: it is there whole or not at all,
 * and a second call finds nothing to do. The baseline is only recorded where the migrations that it replaces were applied.
 *
 * @returns the tags that were applied
 * @example
 * await applyMigrations(readMigrations(), (statements) => sql.transaction(statements.map((s) => sql.query(s))))
 */
export async function applyMigrations(
  migrations: Migration[],
  runTransaction: RunTransaction,
): Promise<string[]> {
  const known = new Set((await runTransaction(PREPARE)).map((row) => row.hash))
  const pending = migrations.filter(({ hash }) => !known.has(hash))
  const isBeforeBaseline = known.has(BASELINE.replaces)
  for (const migration of pending) {
    const alreadyMade = isBeforeBaseline && BASELINE.tags.includes(migration.tag)
    await runTransaction([...claim(migration), ...(alreadyMade ? [] : migration.statements)])
  }
  return pending.map(({ tag }) => tag)
}
