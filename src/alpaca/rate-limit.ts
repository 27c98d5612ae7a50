/** What the headers of the last answer said about the request quota. */
export interface RateLimit {
  limit: number | null
  remaining: number | null
  /** RFC 3339, UTC. */
  resetAt: string | null
}

// The largest epoch second that a Date can hold.
const LAST_EPOCH_SECOND = 8.64e12

/** Reads the quota headers of an answer (reference 4); null when it has none. */
export function readRateLimit(headers: Headers): RateLimit | null {
  const limit = count(headers.get('X-RateLimit-Limit'))
  const remaining = count(headers.get('X-RateLimit-Remaining'))
  const reset = resetSecond(headers)
  if (limit === null && remaining === null && reset === null) return null
  const resetAt = reset === null ? null : new Date(reset * 1000).toISOString().replace('.000Z', 'Z')
  return { limit, remaining, resetAt }
}

/** The second since 1970 at which the quota is whole again, null when the answer does not say. */
export function resetSecond(headers: Headers): number | null {
  return count(headers.get('X-RateLimit-Reset'))
}

function count(header: string | null): number | null {
  if (header === null || !/^\d+$/.test(header.trim())) return null
  const value = Number(header)
  return value <= LAST_EPOCH_SECOND ? value : null
}
