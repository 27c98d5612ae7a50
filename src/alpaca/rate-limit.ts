/** What the headers of the last answer said about the request quota. */
export interface RateLimit {
  limit: number | null
  remaining: number | null
  /** RFC 3339, UTC. */
  resetAt: string | null
}
