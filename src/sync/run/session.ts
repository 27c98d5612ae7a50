import type { Database } from '../../db/connection/client'
import type { Lease } from '../../db/runs/lease'
import type { Budget } from '../budget/budget'
import type { Sizes } from '../budget/sizes'
import type { BegunFolds } from '../ledger/begun-folds'
import type { LedgerGrouping } from '../ledger/grouping'
import type { Log } from './log'

/**
 * One run under the lease of its account: what syncs, overrides, rebuilds and erasures work with.
 */
export interface Session {
  readonly db: Database
  readonly budget: Budget
  readonly now: () => Date
  readonly log: Log
  readonly groupingWindowSeconds: number
  readonly sizes: Sizes
  /** Names the account; `fence` begins each transaction that writes. */
  readonly lease: Lease
  readonly label: string
  /** The id of the run's row in `sync_runs`. */
  readonly runId: string
  readonly startedAt: Date
  readonly begunFolds: BegunFolds
  readonly grouping: LedgerGrouping
  /** Called each time that trades are stored, before the run ends. Must not throw. */
  readonly onFolded?: () => void
}

/** The part of a session that folds the ledger. */
export type LedgerSession = Pick<
  Session,
  | 'db'
  | 'budget'
  | 'now'
  | 'log'
  | 'groupingWindowSeconds'
  | 'sizes'
  | 'lease'
  | 'begunFolds'
  | 'onFolded'
>
