import type { Micros } from '../../time/micros'

/** An order that changed, as Alpaca's stream says. It may be a leg of a parent order. */
export interface TargetedOrder {
  /** Alpaca's id of the order, lower case. */
  id: string
  /** When it changed; null if the frame has no readable time. */
  updatedAt: Micros | null
}

/** How a targeted sync ended. An error is in the log, and in `sync_runs` if the run had begun. */
export type TargetedOutcome =
  | {
      kind: 'done'
      /**
       * Ids that Alpaca's REST API does not know yet, or returned in a state older than
       * `updatedAt`: sync them again.
       */
      behind: string[]
      /** Alpaca's rate limit is nearly used up: wait longer before the next sync. */
      isRateLimitLow: boolean
    }
  /** Another run holds the lease of the account (`sync_in_progress`): sync the orders again. */
  | { kind: 'busy' }
  /** Alpaca or the database failed: sync the orders again later. */
  | { kind: 'failed' }
  /** The sync of the account is stopped, or the account was erased: nothing is to be synced. */
  | { kind: 'stopped' }
