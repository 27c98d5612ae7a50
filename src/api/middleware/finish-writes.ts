import type { Context, MiddlewareHandler } from 'hono'
import type { AppEnv } from '../http/context'

/**
 * Lets a write finish when its client disconnects: Cloudflare would cancel it in the middle, with its lease held and its
 * answer not kept. A read is cancelled, because nobody waits for it.
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

/** Hono throws where the app was called without one, as a test may. */
function executionOf(c: Context<AppEnv>): Context['executionCtx'] | null {
  try {
    return c.executionCtx
  } catch {
    return null
  }
}
