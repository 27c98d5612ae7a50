import { applyMigrations } from '../../../src/local/migrations/apply'
import { readMigrations } from '../../../src/local/migrations/read'
import { overPostgres } from '../../../src/local/migrations/transactions'
import type { SqlDatabase } from '../../../src/local/neon/sql-database'

/** Brings a database up to date by the same statements as `npm run db:migrate`. */
export async function migrate(database: SqlDatabase): Promise<void> {
  await applyMigrations(readMigrations(), overPostgres(database))
}
