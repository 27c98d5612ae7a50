import { AlpacaError } from '../../alpaca/error'
import { databaseFailure, sqlState } from '../../db/connection/failure'
import { LEASE_LOST } from '../../db/runs/lease'
import { LedgerError } from '../ledger/error'
import { AccountsFailed, SyncError } from './errors'
import type { Failure } from './report'

/**
 * The failure of the ledger that a run or a whole call threw; null when it threw something else.
 */
export function ledgerErrorOf(thrown: unknown): LedgerError | null {
  const cause = thrown instanceof AccountsFailed ? thrown.cause : thrown
  return cause instanceof LedgerError ? cause : null
}

/**
 * The error that a run throws to its caller: a `SyncError` where the cause is known, else the error
 * itself.
 */
export function toSyncError(error: unknown): unknown {
  if (sqlState(error) === LEASE_LOST) {
    const message = 'another run of this account took over'
    return new SyncError('sync_in_progress', message, { cause: error })
  }
  if (!(error instanceof AlpacaError)) return error
  const refused = error.kind === 'unauthorized' || error.kind === 'forbidden'
  const code = refused ? 'alpaca_unauthorized' : 'alpaca_unavailable'
  return new SyncError(code, error.message, { cause: error })
}

/**
 * An error in words to store and log. Messages of the database quote parameters, which hold
 * payloads with account numbers: of such an error only the SQLSTATE is returned.
 */
export function describeFailure(error: unknown): Failure {
  if (error instanceof SyncError) return { code: error.code, message: error.message }
  if (error instanceof LedgerError) {
    const { message, failures } = error
    return { code: 'ledger_failed', message, underlyings: [...failures.underlyings] }
  }
  const unavailable = databaseFailure(error)
  const state = sqlState(error)
  if (unavailable !== null) {
    const which = state === null ? '' : ` (SQLSTATE ${state})`
    return { code: 'database_unavailable', message: `${unavailable.message}${which}` }
  }
  if (state !== null)
    return { code: 'database_error', message: `the database answered SQLSTATE ${state}` }
  const name = error instanceof Error ? error.name : typeof error
  return { code: 'internal_error', message: `unexpected ${name}` }
}

/**
 * The gravest of several failures. A ledger that failed in part is less grave than other failures.
 * `sync_in_progress` is the least; of several, the one that lasts longest counts.
 */
export function gravest(failures: readonly unknown[]): unknown {
  const isBusy = (error: unknown) => error instanceof SyncError && error.code === 'sync_in_progress'
  const isPartial = (error: unknown) => error instanceof LedgerError
  const waitOf = (error: unknown) => (error instanceof SyncError && error.retryAfter) || 0
  return (
    failures.find((failure) => !isBusy(failure) && !isPartial(failure)) ??
    failures.find(isPartial) ??
    failures.toSorted((a, b) => waitOf(b) - waitOf(a))[0]
  )
}
