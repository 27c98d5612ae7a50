import type { ErrorCode as ApiErrorCode, Error as ErrorAnswer } from './contract.js'

/**
 * A code of the API, or `unreadable` when the answer is not the API's: a proxy, a login page or a
 * wrong `url`.
 */
export type ErrorCode = ApiErrorCode | 'unreadable'

/** The API refused a call, or something other than the API answered it. */
export class LegbookError extends Error {
  override readonly name = 'LegbookError'
  /** The HTTP status. */
  readonly status: number
  readonly code: ErrorCode
  /** The parameter that is wrong. */
  readonly param: string | undefined
  /** The Worker's log has the same id. */
  readonly requestId: string | undefined
  /** Seconds after which the same call may succeed. */
  readonly retryAfter: number | undefined

  constructor(response: Response, answer: ErrorAnswer | undefined) {
    const { headers, status } = response
    const type = headers.get('Content-Type') ?? 'no content type'
    super(
      answer?.error.message ?? `The answer (${status}, ${type}) is not from legbook: check url.`,
    )
    this.status = status
    this.code = answer?.error.code ?? 'unreadable'
    this.param = answer?.error.param
    this.requestId = answer?.request_id ?? headers.get('X-Request-ID') ?? undefined
    this.retryAfter = Number(headers.get('Retry-After')) || undefined
  }
}
