import { resetSecond } from './rate-limit'

const FIRST_WAIT = 500
const LONGEST_BACKOFF = 10_000
// The quota is counted per minute (src/alpaca/README.md 4), so a longer wait is no quota's.
const LONGEST_SERVER_WAIT = 60_000

/** The facts that decide the wait before the next attempt. */
export interface Retry {
  /** 1 after the first attempt. */
  attempt: number
  /** The response that failed; null without one. */
  answer: { status: number; headers: Headers } | null
  now: Date
  /** A random number from 0 up to but not including 1. */
  chance: number
}

/**
 * Milliseconds to wait before the next attempt, at most a minute: the `Retry-After` of the
 * response, or after a 429 its `X-RateLimit-Reset`. Without either, exponential backoff with full
 * jitter.
 */
export function retryWait({ attempt, answer, now, chance }: Retry): number {
  const asked = answer === null ? null : serverWait(answer.status, answer.headers, now.getTime())
  if (asked !== null) return Math.min(asked, LONGEST_SERVER_WAIT)
  return Math.floor(chance * Math.min(LONGEST_BACKOFF, FIRST_WAIT * 2 ** (attempt - 1)))
}

function serverWait(status: number, headers: Headers, now: number): number | null {
  const after = retryAfter(headers.get('Retry-After'), now)
  if (after !== null) return after
  // Every response has the reset, but it only explains a 429.
  const reset = status === 429 ? resetSecond(headers) : null
  return reset === null || reset * 1000 <= now ? null : reset * 1000 - now
}

/** Seconds or an HTTP date (RFC 9110, 10.2.3). */
function retryAfter(header: string | null, now: number): number | null {
  if (header === null) return null
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000
  // Date.parse accepts almost any text, even "-5".
  const date = /^[A-Za-z]{3,9}, .+ GMT$/.test(header) ? Date.parse(header) : Number.NaN
  return Number.isNaN(date) ? null : Math.max(0, date - now)
}
