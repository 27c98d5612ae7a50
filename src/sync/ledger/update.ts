import type { SQL } from 'drizzle-orm'
import type { Database } from '../../db/client'
import type { Budget } from '../budget'
import type { Log } from '../log'

/** What the ledger works with inside a run. */
export interface LedgerContext {
  db: Database
  /** The statement that begins every batch of writes. */
  fence: () => SQL
  groupingWindowSeconds: number
  budget: Budget
  log: Log
}

/** What folding the ledger did. */
export interface LedgerReport {
  /** Underlyings whose trades were worked out again. */
  underlyings: number
  has_more: boolean
}

/** Works out again the trades of an account's underlyings whose facts changed. */
export async function updateLedger(_ctx: LedgerContext, _accountId: string): Promise<LedgerReport> {
  return { underlyings: 0, has_more: false }
}
