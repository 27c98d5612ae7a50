/** What the headers of the last answer said about the request quota. */
export interface RateLimit {
  limit: number | null
  remaining: number | null
  /** RFC 3339, UTC. */
  resetAt: string | null
}

// The last second of the year 9999: beyond it a time cannot be written, and a reset in milliseconds
// lies there.
const LAST_EPOCH_SECOND = 253_402_300_799
// What an integer column holds.
const MOST_REQUESTS = 2 ** 31 - 1

/** Reads the quota headers of an answer (src/alpaca/README.md 4); null when it has none. */
export function readRateLimit(headers: Headers): RateLimit | null {
  const limit = count(headers.get('X-RateLimit-Limit'), MOST_REQUESTS)
  const remaining = count(headers.get('X-RateLimit-Remaining'), MOST_REQUESTS)
  const reset = resetSecond(headers)
  if (limit === null && remaining === null && reset === null) return null
  const resetAt = reset === null ? null : new Date(reset * 1000).toISOString().replace('.000Z', 'Z')
  return { limit, remaining, resetAt }
}

/** The second since 1970 at which the quota is whole again, null when the answer does not say. */
export function resetSecond(headers: Headers): number | null {
  return count(headers.get('X-RateLimit-Reset'), LAST_EPOCH_SECOND)
}

function count(header: string | null, most: number): number | null {
  if (header === null || !/^\d+$/.test(header.trim())) return null
  const value = Number(header)
  return value <= most ? value : null
}
