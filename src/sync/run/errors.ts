import type { AccountRebuild, AccountReport } from './report'

/** What became of each account of a call of which some failed. */
export interface AccountOutcomes {
  accounts: readonly (AccountReport | AccountRebuild)[]
}

/**
 * Why a run of the sync ended without an answer. `sync_in_progress`: another run holds the lease,
 * or took it over; `alpaca_unavailable`: no usable answer; `alpaca_unauthorized`: the keys are
 * refused (401, 403), which no retry mends; `account_not_found`: no configured account has that id
 * or label; `not_configured`: there is no account at all; `configured_twice`: the keys of a label
 * belong to an account that is configured under another label; `keys_unreadable`: stored keys do not
 * open under `KEYS_SECRET`, or belong to another account now; `grouping_contested`: another Worker
 * groups the same ledger by other rules, and has it for now.
 */
export type SyncErrorCode =
  | 'sync_in_progress'
  | 'alpaca_unavailable'
  | 'alpaca_unauthorized'
  | 'account_not_found'
  | 'not_configured'
  | 'configured_twice'
  | 'keys_unreadable'
  | 'grouping_contested'

/**
 * A run that failed. What it had written by then stays; the message holds no payload, key or
 * account number.
 */
export class SyncError extends Error {
  override readonly name = 'SyncError'

  /**
   * Of `sync_in_progress`: seconds until the other run's lease runs out, unless it ends or renews
   * it before.
   */
  readonly retryAfter: number | undefined

  /** What became of every account of the call, this one too. */
  readonly outcome: AccountOutcomes | undefined

  constructor(
    readonly code: SyncErrorCode,
    message: string,
    options: ErrorOptions & { retryAfter?: number; outcome?: AccountOutcomes } = {},
  ) {
    super(message, options)
    this.retryAfter = options.retryAfter
    this.outcome = options.outcome
  }
}

/**
 * A call in which an account failed for a reason that is not the sync's: `cause`, such as a
 * `LedgerError`.
 */
export class AccountsFailed extends Error {
  override readonly name = 'AccountsFailed'

  constructor(
    cause: unknown,
    readonly outcome: AccountOutcomes,
  ) {
    super('the run of an account failed', { cause })
  }
}

/** What a call throws of which accounts failed: the error with the `outcome` of all of them. */
export function withOutcome(cause: unknown, outcome: AccountOutcomes): SyncError | AccountsFailed {
  if (!(cause instanceof SyncError)) return new AccountsFailed(cause, outcome)
  const { code, message, retryAfter } = cause
  return new SyncError(code, message, { cause, outcome, ...(retryAfter && { retryAfter }) })
}
