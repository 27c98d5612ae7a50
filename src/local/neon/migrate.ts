import { applyMigrations } from '../migrations/apply'
import { readMigrations } from '../migrations/read'
import { overPostgres } from '../migrations/transactions'
import type { SqlDatabase } from './sql-database'

/** Brings a database up to date by the same statements as `npm run db:migrate`. */
export async function migrate(database: SqlDatabase): Promise<void> {
  await applyMigrations(readMigrations(), overPostgres(database))
}
