import type { MiddlewareHandler } from 'hono'
import { cors } from 'hono/cors'
import { secureHeaders } from 'hono/secure-headers'
import type { AppEnv } from '../http/context'

const POLICY = 'Content-Security-Policy'

/** A browser may keep it, and must ask with its `ETag` before it shows it again; nobody in between may. */
const KEPT = {
  'Cache-Control': 'private, no-cache',
  Vary: 'Authorization, Origin, Accept-Encoding',
}

/**
 * Security headers on every answer: none may be framed, run a script, or be kept without a tag. An answer that brings a stricter
 * policy of its own keeps that.
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

/** Answers preflights, and lets the named origins read the answers; without any, no page may. */
export function crossOrigin(origins: string[]): MiddlewareHandler<AppEnv> {
  return cors({
    origin: origins.includes('*') ? '*' : origins,
    allowMethods: ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'],
    allowHeaders: [
      'Authorization',
      'Content-Type',
      'Idempotency-Key',
      'If-None-Match',
      'X-Request-ID',
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
}
