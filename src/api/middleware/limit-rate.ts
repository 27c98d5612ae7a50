import type { MiddlewareHandler } from 'hono'
import type { Log } from '../../sync/run/log'
import type { AppEnv } from '../http/context'
import { ApiError } from '../http/errors'
import { isTooMuch, RATE_LIMIT_PERIOD_SECONDS, type RateLimiter } from './rate-limit'

/**
 * Counts the requests of each token. The limiter gets the token's hash, never the token.
 *
 * @param message what the refusal says; without it, the catalogue's
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
