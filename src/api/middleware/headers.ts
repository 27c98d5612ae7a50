import type { MiddlewareHandler } from 'hono'
import { cors } from 'hono/cors'
import { secureHeaders } from 'hono/secure-headers'
import type { AppEnv } from '../http/context'

const POLICY = 'Content-Security-Policy'

/** A browser may store the response, and must revalidate it by `ETag`. Shared caches must not. */
const KEPT = {
  'Cache-Control': 'private, no-cache',
  Vary: 'Authorization, Origin, Accept-Encoding',
}

/**
 * Adds security headers to every response: no framing, no scripts, and no caching without an ETag.
 * A response with a content security policy of its own keeps it.
 */
export function securityHeaders(): MiddlewareHandler<AppEnv> {
  const secure = secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      styleSrc: ["'unsafe-inline'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
    xFrameOptions: 'DENY',
  })
  return async (c, next) => {
    let ownPolicy: string | null = null
    await secure(c, async () => {
      await next()
      ownPolicy = c.res.headers.get(POLICY)
    })
    const { headers } = c.res
    if (ownPolicy !== null) headers.set(POLICY, ownPolicy)
    const kept = headers.has('ETag') ? KEPT : { 'Cache-Control': 'no-store' }
    for (const [name, value] of Object.entries(kept)) headers.set(name, value)
  }
}

/**
 * CORS: answers preflights, and lets pages of these origins (`*` for all) read responses.
 *
 * @param more headers that pages may also send to one path
 */
export function crossOrigin(
  origins: string[],
  more: { path: string; headers: string[] },
): MiddlewareHandler<AppEnv> {
  const everywhere = corsOf(origins, [])
  const there = corsOf(origins, more.headers)
  return (c, next) => (c.req.path === more.path ? there : everywhere)(c, next)
}

const corsOf = (origins: string[], moreHeaders: string[]): MiddlewareHandler<AppEnv> =>
  cors({
    origin: origins.includes('*') ? '*' : origins,
    allowMethods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowHeaders: [
      'Authorization',
      'Content-Type',
      'Idempotency-Key',
      'If-None-Match',
      'X-Request-ID',
      ...moreHeaders,
    ],
    exposeHeaders: [
      'Content-Disposition',
      'ETag',
      'Idempotent-Replayed',
      'Link',
      'Retry-After',
      'X-Request-ID',
    ],
    maxAge: 600,
  })
