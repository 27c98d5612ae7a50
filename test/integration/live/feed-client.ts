import { createExecutionContext, createScheduledController } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import * as z from 'zod'
import { type Database, openDatabase } from '../../../src/db/connection/client'
import worker, { type LiveFeed } from '../../../src/index'
import { freshDatabase } from '../../support/database'
import { API_TOKEN, bearer, insertAccount, READ_TOKEN } from '../api/api'
import { rowsOf } from '../sync/support'

const shape = z.object({
  type: z.string(),
  events: z.array(z.looseObject({ seq: z.number(), type: z.string() })).default([]),
})

/** The Worker with a database and an account of its own, so that its Durable Object is new. */
export interface FeedWorld {
  db: Database
  accountId: string
  stub: DurableObjectStub<LiveFeed>
  /** Sends a request to the Worker, with API_TOKEN unless it has headers. */
  ask: (path: string, init?: RequestInit, settings?: object) => Promise<Response>
  /** Runs a cron. */
  tick: (cron: string) => Promise<void>
  /** Opens a socket of GET /live. */
  open: (query?: string, headers?: Record<string, string>) => Promise<FeedClient>
  /** Stores events of the type order.changed, without telling the feed. */
  insertEvents: (count: number) => Promise<void>
}

/** Settings for the Worker and its objects. Objects read them when they start. */
export function configure(settings: Record<string, unknown>): object {
  Object.assign(env, settings)
  return { ...env }
}

const namespace = (): DurableObjectNamespace<LiveFeed> =>
  z.object({ LIVE_FEED: z.custom<DurableObjectNamespace<LiveFeed>>() }).parse({ ...env }).LIVE_FEED

/** A stored account, or the one of `accountId`, which is not stored. */
export async function openFeedWorld(
  settings: Record<string, unknown> = {},
  notStored?: string,
): Promise<FeedWorld> {
  const { url, endpoint } = await freshDatabase()
  const db = openDatabase({ url, endpoint })
  const accountId = notStored ?? crypto.randomUUID()
  if (notStored === undefined) await insertAccount(db, accountId, 'main')
  const bindings = configure({
    DATABASE_URL: url,
    NEON_HTTP_ENDPOINT: endpoint,
    API_TOKEN,
    READ_TOKEN,
    API_TOKENS: '',
    LIVE: 'off',
    ALPACA_BASE_URL: '',
    ALPACA_API_KEY_ID: 'key',
    ALPACA_API_SECRET_KEY: 'secret',
    ...settings,
  })
  const ask: FeedWorld['ask'] = async (path, init = { headers: bearer(API_TOKEN) }, more = {}) =>
    await worker.fetch(
      new Request<unknown, IncomingRequestCfProperties>(
        `https://legbook.test/api/alpaca${path}`,
        init as RequestInit<IncomingRequestCfProperties>,
      ),
      { ...bindings, ...more },
      createExecutionContext(),
    )
  return {
    db,
    accountId,
    stub: namespace().getByName(accountId),
    ask,
    tick: (cron) => worker.scheduled(createScheduledController({ cron }), bindings),
    open: async (query = '', headers = bearer(READ_TOKEN)) =>
      clientOf(await ask(`/live${query}`, { headers: { Upgrade: 'websocket', ...headers } })),
    insertEvents: async (count) => {
      await rowsOf(
        db,
        `select append_event('${accountId}', 'order.changed', i::text, '{}')
         from generate_series(1, ${count}) i`,
      )
    },
  }
}

export type Frame = z.infer<typeof shape> & Record<string, unknown>

/** A client's end of a socket. */
export interface FeedClient {
  response: Response
  send: (message: string | ArrayBuffer) => void
  close: () => void
  /** The next frame that was not taken. */
  next: () => Promise<Frame>
  /** Takes frames until they have so many events, and returns the sequence numbers of those. */
  seqs: (count: number) => Promise<number[]>
  /** How the server closed the socket. */
  closed: Promise<{ code: number; reason: string }>
}

function clientOf(response: Response): FeedClient {
  const { webSocket: socket } = response
  if (!socket) throw new Error(`no socket: ${response.status}`)
  const frames: Frame[] = []
  let wake: () => void = () => undefined
  socket.addEventListener('message', ({ data }) => {
    frames.push(data === 'pong' ? { type: 'pong', events: [] } : readFrame(data))
    wake()
  })
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.addEventListener('close', ({ code, reason }) => resolve({ code, reason }))
  })
  socket.accept()
  const next = async (): Promise<Frame> => {
    for (;;) {
      const frame = frames.shift()
      if (frame !== undefined) return frame
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
  return {
    response,
    closed,
    send: (message) => socket.send(message),
    close: () => socket.close(1000),
    next,
    seqs: async (count) => {
      const seqs: number[] = []
      while (seqs.length < count) seqs.push(...(await next()).events.map(({ seq }) => seq))
      return seqs
    },
  }
}

const readFrame = (data: unknown): Frame => {
  const value: unknown = JSON.parse(z.string().parse(data))
  return { ...z.record(z.string(), z.unknown()).parse(value), ...shape.parse(value) }
}
