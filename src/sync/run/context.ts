import type { AccountId } from '../../alpaca/account'
import type { Database } from '../../db/connection/client'
import type { KeyedRequest } from '../../db/idempotency/keys'
import type { QueueJob } from '../../db/runs/queue'
import type { Seal } from '../../db/sealed/sealed-text'
import type { BudgetLimits } from '../budget/budget'
import type { Sizes } from '../budget/sizes'
import type { Log } from './log'

/** Which rows a run reads. `all` also brings the ledger up to date. */
export type SyncScope = 'all' | 'orders' | 'positions' | 'activities'

/**
 * What a run is for: to read rows from Alpaca, to read the orders that Alpaca's stream named, or to
 * retry the quarantine.
 */
export type RunScope = SyncScope | 'targeted' | 'quarantine'

/** One request to sync. A request of scope `targeted` goes to `syncTargeted`. */
export interface SyncRequest {
  scope: RunScope
  /** `live`: Alpaca's stream, or the connection to it. */
  trigger: 'cron' | 'api' | 'live'
  /** The id or the label of one account; without it, all that are configured. */
  account?: string
  /** RFC 3339: read orders submitted, and activities created, after this moment again. */
  since?: string
  /**
   * Read again this many days before the newest order, and the newest activity, that Alpaca
   * returned.
   */
  rereadDays?: number
  /** Read everything again, from the beginning of history. */
  full?: boolean
  /** The job of the queue's message that asks for it, whose mark is deleted. Needs `account`. */
  queued?: QueueJob
  /** Rows of the quarantine, for a retry; without them, all that are not healed. */
  ids?: readonly string[]
  /** The request that asks for it, when it came with an Idempotency-Key. */
  keyed?: KeyedRequest | undefined
}

/** The keys of one Alpaca account. */
export interface AlpacaCredentials {
  label: string
  keyId: string
  secretKey: string
  baseUrl: string
  /** The account that stored keys belong to; undefined for keys of the settings. */
  accountId?: AccountId
}

/** The end of a run on an account, whether it succeeded or failed. */
export interface Announcement {
  accountId: string
  /** `events` also if it is not known whether there were any; `erasure` deleted the account. */
  wrote: 'events' | 'nothing' | 'erasure'
}

/** The dependencies and settings of a sync. */
export interface SyncContext {
  db: Database
  /** The accounts of the settings. Those with stored keys are read from the database. */
  accounts: AlpacaCredentials[]
  /** Opens stored keys; undefined without `KEYS_SECRET`. */
  seal?: Seal | undefined
  fetch: typeof fetch
  now: () => Date
  groupingWindowSeconds: number
  log: Log
  budget: BudgetLimits
  /** Without it, the largest. */
  sizes?: Sizes
  /** Called when a run has ended. Must not reject. */
  announce?: ((end: Announcement) => Promise<void>) | undefined
  sleep?: (milliseconds: number) => Promise<void>
  random?: () => number
}

/**
 * The part of a sync's context that every run needs: one on the ledger alone has no keys and does
 * not ask Alpaca.
 */
export type RunContext = Omit<SyncContext, 'accounts' | 'fetch' | 'random'>
