import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { databaseFailure, sqlState } from '../../db/connection/failure'
import { KEY_LOST } from '../../db/idempotency/keys'
import { LEASE_SECONDS } from '../../db/runs/lease'
import { OverrideError } from '../../sync/overrides/errors'
import { type AccountOutcomes, AccountsFailed, SyncError } from '../../sync/run/errors'
import { ledgerErrorOf } from '../../sync/run/failure'
import type { Log } from '../../sync/run/log'
import { unknownAccount } from '../lists/known-account'
import type { AppEnv } from './context'
import { ApiError } from './errors'
import { describeThrown } from './thrown'

/** Headers and report of an error. */
interface ErrorExtras {
  headers?: Record<string, string>
  /** The report of each account of a sync or a rebuild that failed. */
  accounts?: AccountOutcomes['accounts'] | undefined
}

/** The response of an error. */
export function errorResponse(
  c: Context<AppEnv>,
  error: ApiError,
  { headers = {}, accounts }: ErrorExtras = {},
): Response {
  const { code, message, param, details } = error
  const body = {
    status: 'error' as const,
    error: { code, message, ...(param === undefined ? {} : { param }) },
    request_id: c.get('requestId'),
    ...(accounts && { accounts }),
    ...details,
  }
  return c.json(body, error.status, headers)
}

/** The app's error handler: answers every thrown error, and logs those with a 5xx status. */
export function answerError(c: Context<AppEnv>, thrown: Error, log: Log): Response {
  const error = toApiError(thrown)
  if (error.status >= 500)
    log({
      level: 'error',
      event: 'request_failed',
      ...describeRequest(c),
      ...describeError(thrown, error),
    })
  return errorResponse(c, error, {
    headers: headersOf(error),
    accounts: outcomeOf(thrown)?.accounts,
  })
}

/** Headers of an error. If the rest of a lease is unknown, `Retry-After` is its full length. */
function headersOf({ code, retryAfter }: ApiError): Record<string, string> {
  if (code === 'unauthorized') return { 'WWW-Authenticate': 'Bearer' }
  if (code === 'forbidden') return { 'WWW-Authenticate': 'Bearer error="insufficient_scope"' }
  if (code === 'upgrade_required') return { Upgrade: 'websocket' }
  const seconds = code === 'sync_in_progress' ? (retryAfter ?? LEASE_SECONDS) : retryAfter
  return seconds === undefined ? {} : { 'Retry-After': String(seconds) }
}

/** Converts any thrown error into an error of the API. */
function toApiError(thrown: Error): ApiError {
  if (thrown instanceof ApiError) return thrown
  if (thrown instanceof HTTPException) return fromHttpException(thrown)
  if (thrown instanceof SyncError) return fromSync(thrown)
  if (thrown instanceof OverrideError) return new ApiError(thrown.code, thrown)
  const ledger = ledgerErrorOf(thrown)
  if (ledger !== null) return new ApiError('ledger_failed', { message: ledger.message })
  return fromDatabase(thrown) ?? new ApiError('internal_error')
}

/** Hono's validators throw an HTTPException if a body is not JSON. */
function fromHttpException({ status }: HTTPException): ApiError {
  if (status === 400) return new ApiError('invalid_json')
  return new ApiError(status === 413 ? 'payload_too_large' : 'internal_error')
}

function fromSync({ code, message, retryAfter }: SyncError): ApiError {
  if (code === 'account_not_found') return unknownAccount()
  switch (code) {
    // Only a change of the settings, or of stored keys, mends it.
    case 'configured_twice':
    case 'grouping_contested':
    case 'keys_unreadable':
      return new ApiError('misconfigured', { message })
    default:
      return new ApiError(code, { message, retryAfter })
  }
}

/**
 * The error of an unavailable database. Null if the database worked and the statement was wrong.
 */
function fromDatabase(thrown: Error): ApiError | null {
  // A repetition took the key over. Its response is stored, or soon will be.
  if (sqlState(thrown) === KEY_LOST)
    return new ApiError('idempotency_key_in_use', { retryAfter: 1 })
  const failure = databaseFailure(thrown)
  return failure && new ApiError('database_unavailable', failure)
}

function describeRequest(c: Context<AppEnv>) {
  return { request_id: c.get('requestId'), method: c.req.method, path: c.req.path }
}

function describeError(thrown: Error, { code, message }: ApiError) {
  return thrown instanceof ApiError ? { code, message } : { code, ...describeThrown(thrown) }
}

/** The report of each account, if some accounts failed. */
function outcomeOf(thrown: Error): AccountOutcomes | undefined {
  return thrown instanceof SyncError || thrown instanceof AccountsFailed
    ? thrown.outcome
    : undefined
}
