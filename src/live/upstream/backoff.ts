import * as z from 'zod'

const SECOND = 1000
const MOST = 90 * SECOND
const HELD_ELSEWHERE = 15 * 60 * SECOND
const REFUSED = 3600 * SECOND
/** As many answers of 429 mean that another program holds the connection. */
const MANY_LIMITS = 5
/** So many failures lead to the longest wait: 1, 2, 4 ... 64, 90 s. */
const MOST_FAILURES = 7

/** Why there is no connection. `limit`: Alpaca answered 429. */
export type DialFailure = 'lost' | 'limit' | 'refused'

/** Failures in a row, and when to dial next. Stored, because the object may be evicted meanwhile. */
export const dialState = z.object({
  failures: z.number(),
  limits: z.number(),
  /** Milliseconds since 1970. */
  nextAt: z.number(),
  waiting: z.enum(['connecting', 'held_elsewhere', 'refused']),
})

export type DialState = z.infer<typeof dialState>

export const NO_FAILURE: DialState = { failures: 0, limits: 0, nextAt: 0, waiting: 'connecting' }

/**
 * When to dial after a failure: after 1, 2, 4 ... 90 s, of which the second half is chance; after
 * 90 s at once when Alpaca answered 429, and every 15 minutes from the fifth 429 on; hourly when it
 * refuses the keys.
 *
 * @param chance uniform in [0, 1)
 */
export function afterFailure(
  before: DialState,
  failure: DialFailure,
  { now, chance }: { now: number; chance: number },
): DialState {
  if (failure === 'refused') return { ...before, nextAt: now + REFUSED, waiting: 'refused' }
  if (failure === 'limit') {
    const limits = before.limits + 1
    const isHeld = limits >= MANY_LIMITS
    const wait = isHeld ? HELD_ELSEWHERE : MOST
    return {
      failures: MOST_FAILURES,
      limits,
      nextAt: now + wait * (1 + chance / 10),
      waiting: isHeld ? 'held_elsewhere' : 'connecting',
    }
  }
  const wait = Math.min(MOST, 2 ** before.failures * SECOND)
  return {
    ...before,
    failures: Math.min(MOST_FAILURES, before.failures + 1),
    nextAt: now + (wait / 2) * (1 + chance),
    waiting: 'connecting',
  }
}
