/** The request quota in the headers of the last response. */
export interface RateLimit {
  limit: number | null
  remaining: number | null
  /** RFC 3339, UTC. */
  resetAt: string | null
}

// The last second of the year 9999, the last year of RFC 3339. A reset in milliseconds is later.
const LAST_EPOCH_SECOND = 253_402_300_799
// The largest value of an integer column.
const MOST_REQUESTS = 2 ** 31 - 1

/** Reads the quota headers of a response (src/alpaca/README.md 4); null when it has none. */
export function readRateLimit(headers: Headers): RateLimit | null {
  const limit = count(headers.get('X-RateLimit-Limit'), MOST_REQUESTS)
  const remaining = count(headers.get('X-RateLimit-Remaining'), MOST_REQUESTS)
  const reset = resetSecond(headers)
  if (limit === null && remaining === null && reset === null) return null
  const resetAt = reset === null ? null : new Date(reset * 1000).toISOString().replace('.000Z', 'Z')
  return { limit, remaining, resetAt }
}

/** The reset of the quota in seconds since 1970; null when the response has no such header. */
export function resetSecond(headers: Headers): number | null {
  return count(headers.get('X-RateLimit-Reset'), LAST_EPOCH_SECOND)
}

function count(header: string | null, most: number): number | null {
  if (header === null || !/^\d+$/.test(header.trim())) return null
  const value = Number(header)
  return value <= most ? value : null
}
