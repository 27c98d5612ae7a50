import { NeonDbError } from '@neondatabase/serverless'
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { LEASE_SECONDS } from '../db/write/lease'
import { type AccountOutcomes, AccountsFailed, SyncError } from '../sync/errors'
import { LedgerError } from '../sync/ledger/error'
import type { Log } from '../sync/log'
import { OverrideError } from '../sync/overrides/errors'
import { unknownAccount } from './accounts'
import type { AppEnv } from './context'
import { ApiError } from './errors'
import { describeThrown, rootCause } from './thrown'

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
  const { code, message, param } = error
  const body = {
    status: 'error' as const,
    error: { code, message, ...(param === undefined ? {} : { param }) },
    request_id: c.get('requestId'),
    ...(accounts && { accounts }),
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
  return fromDatabase(rootCause(thrown)) ?? new ApiError('internal_error')
}

function ledgerErrorOf(thrown: Error): LedgerError | null {
  const cause = thrown instanceof AccountsFailed ? thrown.cause : thrown
  return cause instanceof LedgerError ? cause : null
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

/**
 * What a failed statement means to the caller: null when the database answered and the statement was at fault. The
 * driver gives a SQLSTATE where Postgres spoke; none means that nobody did.
 */
function fromDatabase(cause: unknown): ApiError | null {
  if (!(cause instanceof NeonDbError)) return null
  if (cause.code === '42P01' || cause.code === '42703') {
    return new ApiError('database_unavailable', {
      message: 'The database lacks tables or columns of this version: run npm run db:migrate.',
    })
  }
  const refused = !cause.code || /^(08|28|3D|53|57P)/.test(cause.code)
  return refused ? new ApiError('database_unavailable') : null
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
