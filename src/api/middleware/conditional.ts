import type { MiddlewareHandler } from 'hono'
import { etag, RETAINED_304_HEADERS } from 'hono/etag'
import type { AppEnv } from '../http/context'

/** Headers of earlier middleware that a 304 must keep. Without CORS, a page could not read it. */
const KEPT = ['X-Request-ID', 'Access-Control-Allow-Origin', 'Access-Control-Expose-Headers']

/**
 * Adds an `ETag` to each GET, and answers 304 without a body if `If-None-Match` names it. The tag
 * is a hash of the body, not a version in the database: a response depends on several tables and on
 * the time, and a hash needs no second round trip. It is weak, because the same response may be
 * compressed or not. CSV files have none: they are streamed, and a hash would need the whole file
 * in memory.
 */
export function conditional(): MiddlewareHandler<AppEnv> {
  const tagged = etag({
    weak: true,
    generateDigest: (body) => crypto.subtle.digest('SHA-256', body),
    retainedHeaders: [...RETAINED_304_HEADERS, ...KEPT],
  })
  return (c, next) => (c.req.path.endsWith('.csv') ? next() : tagged(c, next))
}
