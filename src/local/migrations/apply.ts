import { BASELINE } from './baseline'
import type { Migration } from './read'

/** Runs statements as one transaction, with any driver, and returns the rows of the last one. */
export type RunTransaction = (statements: string[]) => Promise<Record<string, unknown>[]>

// The table of drizzle-orm's own migrators, so that either can continue after the other.
const LEDGER = 'drizzle.__drizzle_migrations'

const PREPARE = [
  'CREATE SCHEMA IF NOT EXISTS drizzle',
  `CREATE TABLE IF NOT EXISTS ${LEDGER} (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint)`,
  `SELECT hash FROM ${LEDGER}`,
]

// With two runners the second waits for the lock, then fails on the stored hash and changes
// nothing.
function claim({ hash, when }: Migration): string[] {
  return [
    `LOCK TABLE ${LEDGER} IN EXCLUSIVE MODE`,
    `DO $$ BEGIN IF EXISTS (SELECT FROM ${LEDGER} WHERE hash = '${hash}')
      THEN RAISE EXCEPTION 'already applied' USING ERRCODE = 'unique_violation'; END IF; END $$`,
    `INSERT INTO ${LEDGER} (hash, created_at) VALUES ('${hash}', ${when})`,
  ]
}

/**
 * Applies the missing migrations, each in one transaction. A second call applies nothing. The
 * baseline is recorded without running it when the migrations that it replaces were applied.
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
