import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { databaseFailure } from '../../db/connection/failure'
import { KEY_LOST } from '../../db/idempotency/keys'
import { LEASE_SECONDS } from '../../db/runs/lease'
import { sqlState } from '../../db/statements/batch'
import { OverrideError } from '../../sync/overrides/errors'
import { type AccountOutcomes, AccountsFailed, SyncError } from '../../sync/run/errors'
import { ledgerErrorOf } from '../../sync/run/failure'
import type { Log } from '../../sync/run/log'
import { unknownAccount } from '../lists/known-account'
import type { AppEnv } from './context'
import { ApiError } from './errors'
import { describeThrown } from './thrown'

/** What goes with an error. */
interface ErrorExtras {
  headers?: Record<string, string>
  /** Of a sync or a rebuild that failed: what became of each account. */
  accounts?: AccountOutcomes['accounts'] | undefined
}

/** Answers with an error in the envelope, under the request's id. */
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

/** The last resort of the app: every thrown thing becomes an envelope, and what nobody expected a line in the log. */
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

/** What an error says in headers. A lease of which nothing more is known runs out within its length. */
function headersOf({ code, retryAfter }: ApiError): Record<string, string> {
  if (code === 'unauthorized') return { 'WWW-Authenticate': 'Bearer' }
  if (code === 'forbidden') return { 'WWW-Authenticate': 'Bearer error="insufficient_scope"' }
  const seconds = code === 'sync_in_progress' ? (retryAfter ?? LEASE_SECONDS) : retryAfter
  return seconds === undefined ? {} : { 'Retry-After': String(seconds) }
}

/** The catalogue's error for whatever was thrown. */
function toApiError(thrown: Error): ApiError {
  if (thrown instanceof ApiError) return thrown
  if (thrown instanceof HTTPException) return fromHttpException(thrown)
  if (thrown instanceof SyncError) return fromSync(thrown)
  if (thrown instanceof OverrideError) return new ApiError(thrown.code, thrown)
  const ledger = ledgerErrorOf(thrown)
  if (ledger !== null) return new ApiError('ledger_failed', { message: ledger.message })
  return fromDatabase(thrown) ?? new ApiError('internal_error')
}

/** Hono's own validators throw one of these when a body is no JSON. */
function fromHttpException({ status }: HTTPException): ApiError {
  if (status === 400) return new ApiError('invalid_json')
  return new ApiError(status === 413 ? 'payload_too_large' : 'internal_error')
}

function fromSync({ code, message, retryAfter }: SyncError): ApiError {
  if (code === 'account_not_found') return unknownAccount()
  if (code === 'configured_twice' || code === 'grouping_contested')
    return new ApiError('misconfigured', { message })
  return new ApiError(code, { message, retryAfter })
}

/** The error of a failed statement: null when the database worked and the statement was at fault. */
function fromDatabase(thrown: Error): ApiError | null {
  // The repetition that took the key over has its answer, or will have it soon.
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

/** What became of the accounts of a call in which some failed. */
function outcomeOf(thrown: Error): AccountOutcomes | undefined {
  return thrown instanceof SyncError || thrown instanceof AccountsFailed
    ? thrown.outcome
    : undefined
}
