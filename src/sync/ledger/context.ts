import type { SQL } from 'drizzle-orm'
import type { Database } from '../../db/connection/client'
import type { Budget } from '../budget/budget'
import type { Log } from '../run/log'

/** What the ledger works with inside a run. */
export interface LedgerContext {
  db: Database
  /** The statement that begins every batch of writes. */
  fence: () => SQL
  groupingWindowSeconds: number
  budget: Budget
  now: () => Date
  log: Log
  /** Orders that are folded at once. */
  chunk: number
}
