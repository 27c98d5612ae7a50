import { Hono } from 'hono'
import * as z from 'zod'
import type { Faults } from './faults'
import type { TradeStream } from './trade-stream'

/** The first part of the paths below, which Alpaca does not have. They need no keys. */
export const ADMIN_PATH = '/stand-in'

const times = z.int().min(1).default(1)
const status = z.int().min(400).max(599)

const requestFault = z.object({
  times,
  path: z.string().startsWith('/').default('/'),
  fault: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('status'),
      status,
      body: z.enum(['json', 'html', 'empty']).default('json'),
    }),
    z.object({ kind: z.enum(['timeout', 'network', 'truncated', 'html']) }),
    z.object({ kind: z.literal('broken-item'), index: z.int().min(0).default(0) }),
  ]),
})

const streamFault = z.object({
  times,
  fault: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('refuse'), status: status.default(429) }),
    z.object({
      kind: z.enum(['unauthorized', 'error', 'mute', 'drop', 'lose', 'duplicate', 'garbage']),
    }),
    z.object({ kind: z.literal('late'), milliseconds: z.int().min(0).max(600_000) }),
  ]),
})

/**
 * Plans the faults of the stand-in while it runs:
 *
 *     POST   /stand-in/faults         {"fault": {"kind": "status", "status": 503}, "times": 2, "path": "/v2/orders"}
 *     POST   /stand-in/stream/faults  {"fault": {"kind": "duplicate"}, "times": 5}
 *     DELETE /stand-in/faults         removes both kinds
 *     GET    /stand-in/stream         the open connections
 *     DELETE /stand-in/stream         breaks them
 */
export function adminApi(faults: Faults, stream: TradeStream): Hono {
  const app = new Hono().basePath(ADMIN_PATH)
  app.post('/faults', async (c) => {
    const asked = requestFault.safeParse(await c.req.json().catch(() => undefined))
    if (!asked.success) return c.json({ message: z.prettifyError(asked.error) }, 422)
    faults.next(asked.data.times, asked.data.fault, asked.data.path)
    return c.body(null, 204)
  })
  app.post('/stream/faults', async (c) => {
    const asked = streamFault.safeParse(await c.req.json().catch(() => undefined))
    if (!asked.success) return c.json({ message: z.prettifyError(asked.error) }, 422)
    stream.faults.next(asked.data.times, asked.data.fault)
    return c.body(null, 204)
  })
  app.delete('/faults', (c) => {
    faults.clear()
    stream.faults.clear()
    return c.body(null, 204)
  })
  app.get('/stream', (c) =>
    c.json({
      connections: stream.connections.map(({ account, isListening, isMuted }) => ({
        is_authorized: account !== null,
        is_listening: isListening,
        is_muted: isMuted,
      })),
    }),
  )
  app.delete('/stream', (c) => {
    stream.cut()
    return c.body(null, 204)
  })
  return app
}
