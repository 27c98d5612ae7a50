import type { MiddlewareHandler } from 'hono'
import { cors } from 'hono/cors'
import { secureHeaders } from 'hono/secure-headers'
import type { AppEnv } from '../context'

/** Security headers on every answer; nothing here is to be cached, framed, or run as a page but the reference's style. */
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
    await secure(c, next)
    c.res.headers.set('Cache-Control', 'no-store')
  }
}

/** Answers preflights, and lets the named origins read the answers; without any, no page may. */
export function crossOrigin(origins: string[]): MiddlewareHandler<AppEnv> {
  return cors({
    origin: origins.includes('*') ? '*' : origins,
    allowMethods: ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'],
    allowHeaders: ['Authorization', 'Content-Type', 'Idempotency-Key', 'X-Request-ID'],
    exposeHeaders: ['X-Request-ID', 'Retry-After', 'Idempotent-Replayed'],
    maxAge: 600,
  })
}
