import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from '../context'

/**
 * Reads a body as JSON whatever its Content-Type says (`curl -d` calls it a form), and no body as `{}`, before the
 * route's schema looks at it.
 */
export function jsonBody(): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const sent = new TextDecoder().decode(await c.req.raw.arrayBuffer())
    const headers = new Headers(c.req.raw.headers)
    headers.set('Content-Type', 'application/json')
    headers.delete('Content-Length')
    c.req.raw = new Request(c.req.raw, { headers, body: sent.trim() === '' ? '{}' : sent })
    await next()
  }
}
