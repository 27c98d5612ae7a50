import type { MiddlewareHandler } from 'hono'
import type { Log } from '../../sync/log'
import type { AppEnv } from '../context'
import { ApiError } from '../errors'
import { isTooMuch, RATE_LIMIT_PERIOD_SECONDS, type RateLimiter } from '../rate-limiter'

/**
 * Counts the requests of each token, which the limiter knows by its hash alone.
 *
 * @throws ApiError `rate_limited`
 */
export function limitRate(limiter: RateLimiter | undefined, log: Log): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    if (await isTooMuch(limiter, c.get('client').tokenHash, log)) {
      throw new ApiError('rate_limited', { retryAfter: RATE_LIMIT_PERIOD_SECONDS })
    }
    await next()
  }
}
