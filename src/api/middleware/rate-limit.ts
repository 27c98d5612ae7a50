import type { MiddlewareHandler } from 'hono'
import type { Log } from '../../sync/run/log'
import { isTooMuch, RATE_LIMIT_PERIOD_SECONDS, type RateLimiter } from '../auth/rate-limiter'
import type { AppEnv } from '../http/context'
import { ApiError } from '../http/errors'

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
