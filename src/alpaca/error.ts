/**
 * Why a request had no usable response: `unauthorized` 401, `forbidden` 403, `not_found` 404,
 * `rate_limited` 429 after all attempts, `unavailable` 5xx, timeout or no connection, `rejected`
 * any other status, `malformed` a 200 that is not the expected JSON.
 */
export type AlpacaErrorKind =
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'rate_limited'
  | 'unavailable'
  | 'rejected'
  | 'malformed'

/** Details of the response. */
export interface AlpacaErrorFacts {
  status?: number | null
  code?: number | null
  requestId?: string | null
}

/**
 * A request to Alpaca that failed. The message is one line without keys, account numbers or bodies.
 */
export class AlpacaError extends Error {
  override readonly name = 'AlpacaError'
  readonly kind: AlpacaErrorKind
  /** The HTTP status; null without a response. */
  readonly status: number | null
  /** Alpaca's own error number, such as 40310000; null when the body has none. */
  readonly code: number | null
  /** Alpaca's id of the request. Its support asks for it. */
  readonly requestId: string | null

  constructor(kind: AlpacaErrorKind, message: string, facts: AlpacaErrorFacts = {}) {
    super(message)
    this.kind = kind
    this.status = facts.status ?? null
    this.code = facts.code ?? null
    this.requestId = facts.requestId ?? null
  }
}
