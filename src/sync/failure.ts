import { AlpacaError } from '../alpaca/error'
import { databaseFailure } from '../db/failure'
import { sqlState } from '../db/write/batch'
import { LEASE_LOST } from '../db/write/lease'
import { SyncError } from './errors'
import { LedgerError } from './ledger/error'

/** An error in words that may be stored and logged. */
export interface Failure {
  code: string
  message: string
}

/** What the caller of a run is told: a `SyncError` where the cause is known, else the error itself. */
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
 * What is written down of an error. Messages of the database quote parameters, and these hold payloads with account
 * numbers: of such an error only the SQLSTATE is told.
 */
export function describeFailure(error: unknown): Failure {
  if (error instanceof SyncError) return { code: error.code, message: error.message }
  if (error instanceof LedgerError) return { code: 'ledger_failed', message: error.message }
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
