import type { MiddlewareHandler } from 'hono'
import type { Log } from '../../sync/run/log'
import { isTooMuch, RATE_LIMIT_PERIOD_SECONDS, type RateLimiter } from '../auth/rate-limiter'
import type { AppEnv } from '../http/context'
import { ApiError } from '../http/errors'

/** Requests that the app sends to itself for a request that was counted. */
const counted = new WeakSet<Request>()

/** Marks a request as part of one that was counted: it is not counted again. */
export const markAsCounted = (request: Request) => counted.add(request)

/** Applies a limit to a request unless it is marked as counted. */
export const unlessCounted =
  (limit: MiddlewareHandler<AppEnv>): MiddlewareHandler<AppEnv> =>
  (c, next) =>
    counted.has(c.req.raw) ? next() : limit(c, next)

/**
 * Limits the requests of each token. The limiter gets the token's SHA-256, never the token.
 *
 * @param message message of the error; the default is the one in `ERRORS`
 * @throws ApiError `rate_limited`
 */
export function limitRate(
  limiter: RateLimiter | undefined,
  log: Log,
  message?: string,
): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    if (await isTooMuch(limiter, c.get('client').tokenHash, log)) {
      throw new ApiError('rate_limited', { message, retryAfter: RATE_LIMIT_PERIOD_SECONDS })
    }
    await next()
  }
}
