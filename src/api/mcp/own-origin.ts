import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from '../http/context'
import { ApiError } from '../http/errors'

/**
 * Refuses a page of another origin, as the transport requires against DNS rebinding. Programs send
 * no `Origin`.
 *
 * @param allowed origins besides the Worker's own; `*` allows all
 * @throws ApiError `origin_not_allowed`
 */
export function ownOrigin(allowed: readonly string[]): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const origin = c.req.header('origin')
    const isAllowed =
      origin === undefined ||
      allowed.includes('*') ||
      allowed.includes(origin) ||
      origin === new URL(c.req.url).origin
    if (!isAllowed) throw new ApiError('origin_not_allowed')
    await next()
  }
}
