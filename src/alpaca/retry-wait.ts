import { resetSecond } from './rate-limit'

const FIRST_WAIT = 500
const LONGEST_BACKOFF = 10_000
// The quota is counted per minute (src/alpaca/README.md 4): a longer wait was not meant for us.
const LONGEST_TOLD_WAIT = 60_000

/** What decides how long to wait before the next attempt. */
export interface Retry {
  /** 1 after the first attempt. */
  attempt: number
  /** Of the answer that failed; null when none came. */
  answer: { status: number; headers: Headers } | null
  now: Date
  /** From 0 up to 1. */
  chance: number
}

/**
 * Milliseconds to wait before the next attempt: as `Retry-After` says, after a 429 else as
 * `X-RateLimit-Reset` says, both at most a minute; without either, exponential backoff with full
 * jitter.
 */
export function retryWait({ attempt, answer, now, chance }: Retry): number {
  const told = answer === null ? null : toldWait(answer.status, answer.headers, now.getTime())
  if (told !== null) return Math.min(told, LONGEST_TOLD_WAIT)
  return Math.floor(chance * Math.min(LONGEST_BACKOFF, FIRST_WAIT * 2 ** (attempt - 1)))
}

function toldWait(status: number, headers: Headers, now: number): number | null {
  const after = retryAfter(headers.get('Retry-After'), now)
  if (after !== null) return after
  // Every answer carries the reset, but only a 429 was caused by it.
  const reset = status === 429 ? resetSecond(headers) : null
  return reset === null || reset * 1000 <= now ? null : reset * 1000 - now
}

/** Seconds or an HTTP date (RFC 9110, 10.2.3). */
function retryAfter(header: string | null, now: number): number | null {
  if (header === null) return null
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000
  // Date.parse would read almost anything as a date, "-5" too.
  const date = /^[A-Za-z]{3,9}, .+ GMT$/.test(header) ? Date.parse(header) : Number.NaN
  return Number.isNaN(date) ? null : Math.max(0, date - now)
}
