import type { Context, MiddlewareHandler } from 'hono'
import type { AppEnv } from '../http/context'

/**
 * Lets a write finish after its client disconnects. Otherwise Cloudflare would cancel it midway,
 * with its lease held and its response not stored. Reads are cancelled.
 */
export function finishWrites(): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    if (READS.has(c.req.method)) return await next()
    const work = next()
    executionOf(c)?.waitUntil(work)
    await work
  }
}

const READS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Null if the app was called without an execution context, as tests do: Hono throws then. */
export function executionOf(c: Context<AppEnv>): Context['executionCtx'] | null {
  try {
    return c.executionCtx
  } catch {
    return null
  }
}
