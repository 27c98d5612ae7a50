import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** Every error of the API: its HTTP status, and its message unless a more precise one is given. */
export const ERRORS = {
  invalid_parameter: { status: 400, message: 'A parameter is not valid: see param.' },
  invalid_json: { status: 400, message: 'The body is not valid JSON.' },
  unauthorized: { status: 401, message: 'Send a valid token: Authorization: Bearer TOKEN.' },
  forbidden: { status: 403, message: 'The token lacks the scope that this request needs.' },
  origin_not_allowed: {
    status: 403,
    message: 'Pages of this origin may not call this route; add the origin to CORS_ORIGINS.',
  },
  not_found: { status: 404, message: 'No route has this path: see GET /api/alpaca/docs.' },
  trade_not_found: { status: 404, message: 'No trade has this id.' },
  campaign_not_found: {
    status: 404,
    message: 'No campaign has this id; GET /campaigns lists them.',
  },
  account_not_found: {
    status: 404,
    message: 'No account has this id or label; GET /accounts lists them.',
  },
  override_not_found: {
    status: 404,
    message: 'No override has this id; GET /overrides lists them.',
  },
  webhook_not_found: { status: 404, message: 'No webhook has this id; GET /webhooks lists them.' },
  delivery_not_found: {
    status: 404,
    message: 'The webhook has no delivery with this id, or its event is no longer kept.',
  },
  quarantine_not_found: {
    status: 404,
    message: 'Some of these ids are not in the quarantine; GET /sync/quarantine lists them.',
  },
  method_not_allowed: {
    status: 405,
    message: 'This path does not support the method; use one of those in Allow.',
  },
  sync_in_progress: {
    status: 409,
    message: 'A sync of this account is running; try again after Retry-After seconds.',
  },
  account_conflict: {
    status: 409,
    message: 'The label, or the account of these keys, already has keys; DELETE them first.',
  },
  override_conflict: {
    status: 409,
    message: 'A merge or split already contains some of these orders; delete that override first.',
  },
  idempotency_conflict: {
    status: 409,
    message: 'This Idempotency-Key was used for another request; use a new key.',
  },
  idempotency_key_in_use: {
    status: 409,
    message:
      'The first request with this Idempotency-Key is still running; try again after Retry-After seconds.',
  },
  too_many_webhooks: {
    status: 409,
    message: 'There are 50 webhooks already; delete one first.',
  },
  payload_too_large: {
    status: 413,
    message: 'The body is larger than 64 KiB; send a smaller one.',
  },
  upgrade_required: {
    status: 426,
    message: 'This route is a WebSocket: send Upgrade: websocket, or poll GET /events.',
  },
  rate_limited: { status: 429, message: 'Too many requests; try again after Retry-After seconds.' },
  internal_error: {
    status: 500,
    message: 'An unexpected error occurred; find it in the log by this request_id.',
  },
  ledger_failed: {
    status: 500,
    message:
      'The trades of some underlyings could not be computed; all others are up to date, and an edit is kept.',
  },
  alpaca_unavailable: {
    status: 502,
    message: 'Alpaca did not answer correctly; rows read before are kept. Try again later.',
  },
  alpaca_unauthorized: {
    status: 502,
    message: 'Alpaca refused the keys of this account; check them and ALPACA_BASE_URL.',
  },
  not_configured: { status: 503, message: 'A setting that this request needs is not set.' },
  misconfigured: { status: 503, message: 'A setting is not valid.' },
  unhealthy: { status: 503, message: 'A check failed: see checks.' },
  database_unavailable: { status: 503, message: 'The database did not answer; try again later.' },
} as const satisfies Record<string, { status: ContentfulStatusCode; message: string }>

export type ErrorCode = keyof typeof ERRORS

/** An error to answer with. Its code decides the status; `param` names the wrong parameter. */
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
