import * as z from 'zod'
import type { Log } from '../../sync/run/log'
import { describeThrown } from '../http/thrown'

/** Cloudflare's rate limiting binding. `success` is false once a key is over its limit. */
export interface RateLimiter {
  limit(options: { key: string }): Promise<{ success: boolean }>
}

/**
 * `Retry-After` of a refused request, in seconds: the period of the bindings in `wrangler.toml`.
 */
export const RATE_LIMIT_PERIOD_SECONDS = 60

/** Checks a rate limiting binding. */
export const rateLimiter = z.custom<RateLimiter>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    'limit' in value &&
    typeof value.limit === 'function',
  'must be a rate limiting binding',
)

/**
 * Counts one event and returns whether its key is over the limit. If the limiter fails, the event
 * is within the limit and the failure is logged.
 */
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
