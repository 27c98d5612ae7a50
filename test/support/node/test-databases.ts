import type { SqlDatabase } from '../../../src/local/neon/sql-database'

/** Makes and takes back databases for tests, each migrated and empty. */
export interface TestDatabases {
  create(): Promise<{ name: string; database: SqlDatabase }>
  release(name: string): Promise<void>
  /** Drops everything that is left. */
  close(): Promise<void>
}
