import type { MiddlewareHandler } from 'hono'
import * as z from 'zod'
import type { Log } from '../../sync/run/log'
import type { AppEnv } from '../http/context'
import { ApiError } from '../http/errors'
import { describeThrown } from '../http/thrown'

/** Cloudflare's rate limiting binding: counts what happens under a key, and says whether that is still within its limit. */
export interface RateLimiter {
  limit(options: { key: string }): Promise<{ success: boolean }>
}

/** The seconds that a refused client is told to wait: the period of the bindings in `wrangler.toml`. */
export const RATE_LIMIT_PERIOD_SECONDS = 60

/** A binding, when there is one. */
export const rateLimiter = z.custom<RateLimiter>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    'limit' in value &&
    typeof value.limit === 'function',
  'must be a rate limiting binding',
)

/** Counts once more, and says whether it was too much. A limiter that is out of order limits nobody, and the log says so. */
export async function isTooMuch(
  limiter: RateLimiter | undefined,
  key: string,
  log: Log,
): Promise<boolean> {
  if (limiter === undefined) return false
  try {
    return !(await limiter.limit({ key })).success
  } catch (error) {
    log({ level: 'warn', event: 'rate_limiter_failed', ...describeThrown(error) })
    return false
  }
}

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
