import type { MiddlewareHandler } from 'hono'
import { etag, RETAINED_304_HEADERS } from 'hono/etag'
import type { AppEnv } from '../http/context'

/** Headers that other middleware has set before, which a 304 must keep too: a page could not read it without CORS. */
const KEPT = ['X-Request-ID', 'Access-Control-Allow-Origin', 'Access-Control-Expose-Headers']

/**
 * Gives each GET an `ETag`, and answers 304 without a body when `If-None-Match` names it. The tag is a hash of the body, not
 * a version in the database: an answer follows from rows of several tables and from the time, and a hash costs no second
 * round trip. It is weak, because the same answer may travel compressed or not. Files have none: they are streamed, and a
 * hash would need the whole file in memory.
 */
export function conditional(): MiddlewareHandler<AppEnv> {
  const tagged = etag({
    weak: true,
    generateDigest: (body) => crypto.subtle.digest('SHA-256', body),
    retainedHeaders: [...RETAINED_304_HEADERS, ...KEPT],
  })
  return (c, next) => (c.req.path.endsWith('.csv') ? next() : tagged(c, next))
}
