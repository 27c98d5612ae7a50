import type { Database } from '../db/client'
import type { BudgetLimits } from './budget'
import type { Log } from './log'

/** What a run reads. `all` also brings the ledger up to date. */
export type SyncScope = 'all' | 'orders' | 'positions' | 'activities'

/** What is asked of the sync. */
export interface SyncRequest {
  scope: SyncScope
  trigger: 'cron' | 'api'
  /** The id or the label of one account; without it, all that are configured. */
  account?: string
  /** RFC 3339: read orders submitted, and activities created, after this moment again. */
  since?: string
  /** Read everything again, from the account's creation. */
  full?: boolean
}

/** The keys of one Alpaca account. */
export interface AlpacaCredentials {
  label: string
  keyId: string
  secretKey: string
  baseUrl: string
}

/** What a run needs from outside. */
export interface SyncContext {
  db: Database
  accounts: AlpacaCredentials[]
  fetch: typeof fetch
  now: () => Date
  groupingWindowSeconds: number
  log: Log
  budget: BudgetLimits
  sleep?: (milliseconds: number) => Promise<void>
  random?: () => number
}
