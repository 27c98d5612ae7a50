import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** Every error that the API answers with: its HTTP status and the message used where none says more. */
export const ERRORS = {
  invalid_parameter: { status: 400, message: 'A parameter is not valid.' },
  invalid_json: { status: 400, message: 'The body is not JSON.' },
  unauthorized: { status: 401, message: 'Send a valid token: Authorization: Bearer TOKEN.' },
  forbidden: { status: 403, message: 'This token lacks the scope that this needs.' },
  not_found: { status: 404, message: 'There is nothing at this path.' },
  trade_not_found: { status: 404, message: 'No trade has this id.' },
  account_not_found: { status: 404, message: 'No account here has this id or label.' },
  override_not_found: { status: 404, message: 'No override has this id.' },
  quarantine_not_found: { status: 404, message: 'Not all of these ids are of the quarantine.' },
  method_not_allowed: { status: 405, message: 'This path does not answer that method; see Allow.' },
  sync_in_progress: {
    status: 409,
    message: 'A sync of this account is running; try again when it is done.',
  },
  override_conflict: {
    status: 409,
    message: 'A merge or a split holds some of these orders already; take it back first.',
  },
  idempotency_conflict: {
    status: 409,
    message: 'This Idempotency-Key came with another request before; take a new key.',
  },
  idempotency_key_in_use: {
    status: 409,
    message: 'The first request with this Idempotency-Key is still running; try again.',
  },
  payload_too_large: { status: 413, message: 'The body is larger than 64 KiB.' },
  rate_limited: { status: 429, message: 'Too many requests; wait as Retry-After says.' },
  internal_error: {
    status: 500,
    message: 'Something went wrong here; the log has it under this request_id.',
  },
  ledger_failed: {
    status: 500,
    message:
      'The trades of some underlyings could not be worked out; all else is up to date, an edit is kept.',
  },
  alpaca_unavailable: {
    status: 502,
    message: 'Alpaca did not answer as it should; what was read before is kept.',
  },
  alpaca_unauthorized: { status: 502, message: 'Alpaca refused the key of this account.' },
  not_configured: { status: 503, message: 'A setting that this needs is not set.' },
  misconfigured: { status: 503, message: 'A setting is not valid.' },
  unhealthy: { status: 503, message: 'Something is wrong; checks says what.' },
  database_unavailable: { status: 503, message: 'The database did not answer.' },
} as const satisfies Record<string, { status: ContentfulStatusCode; message: string }>

export type ErrorCode = keyof typeof ERRORS

/** An error on its way to the client: its code decides the status, `param` names what was wrong in the request. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly code: ErrorCode
  readonly param: string | undefined
  /** Seconds after which the same request can succeed; undefined if unknown. */
  readonly retryAfter: number | undefined
  /** Further properties of the error's body. */
  readonly details: Record<string, unknown>

  constructor(
    code: ErrorCode,
    options: {
      message?: string | undefined
      param?: string | undefined
      retryAfter?: number | undefined
      details?: Record<string, unknown>
    } = {},
  ) {
    super(options.message ?? ERRORS[code].message)
    this.code = code
    this.param = options.param
    this.retryAfter = options.retryAfter
    this.details = options.details ?? {}
  }

  get status(): ContentfulStatusCode {
    return ERRORS[this.code].status
  }
}
