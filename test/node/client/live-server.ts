import { createServer, type IncomingMessage } from 'node:http'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import type { Event } from '../../../src/client'

/** Values that arrive over time. */
export class Arrivals<T> {
  readonly #values: T[] = []
  readonly #waiting: ((value: T) => void)[] = []

  add(value: T): void {
    const waiting = this.#waiting.shift()
    if (waiting) waiting(value)
    else this.#values.push(value)
  }

  /** The next value, as soon as it is there. */
  next(): Promise<T> {
    return new Promise((resolve) => {
      const [first] = this.#values.splice(0, 1)
      if (first === undefined) this.#waiting.push(resolve)
      else resolve(first)
    })
  }

  get count(): number {
    return this.#values.length
  }
}

/** A connection of a client, seen from the server. */
export interface Connection {
  /** The address that was asked for. */
  address: URL
  protocols: string[]
  headers: IncomingMessage['headers']
  /** What the client sent. */
  messages: Arrivals<string>
  ended: Promise<number>
  /** Resolves once everything has arrived that the client has sent so far. */
  settled(): Promise<void>
  send(message: unknown): void
  close(code?: number): void
  socket: WebSocket
}

export const eventOf = (seq: number, more: Partial<Event> = {}): Event => ({
  seq,
  type: 'trade.changed',
  at: '2026-09-10T16:17:19Z',
  account_id: 'e6fe16f3-64a4-4921-8928-cadf02f92f98',
  subject_id: null,
  data: {},
  ...more,
})

export const hello = (last_seq: number, upstream = 'live') => ({
  type: 'hello',
  account_id: 'e6fe16f3-64a4-4921-8928-cadf02f92f98',
  last_seq,
  upstream,
})

export const eventsOf = (...seqs: number[]) => ({
  type: 'events',
  events: seqs.map((seq) => eventOf(seq)),
})

/** The server's side of the feed as its contract has it, run by a test step by step. */
export interface LiveServer {
  url: string
  connections: Arrivals<Connection>
  /** Upgrades that were refused. */
  refusals: Arrivals<string>
  /** How upgrades are answered. */
  upgrades: 'accepted' | 'refused'
  /** The answer to `GET /events`, and the queries so far. */
  answer: (query: URLSearchParams) => { status?: number; events?: Event[]; last_seq?: number }
  polls: Arrivals<string>
  close(): Promise<void>
}

export async function startLiveServer(): Promise<LiveServer> {
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'legbook.v1' })
  const live: LiveServer = {
    url: '',
    connections: new Arrivals(),
    refusals: new Arrivals(),
    upgrades: 'accepted',
    answer: () => ({}),
    polls: new Arrivals(),
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets.clients) socket.terminate()
        http.close(() => resolve())
        http.closeAllConnections()
      }),
  }
  const http = createServer(({ url = '' }, response) => {
    const { search, searchParams } = new URL(url, 'http://localhost')
    const {
      status = 200,
      events = [],
      last_seq = events.at(-1)?.seq ?? 0,
    } = live.answer(searchParams)
    const body =
      status === 200
        ? { status: 'success', events, last_seq }
        : { status: 'error', error: { code: 'unauthorized', message: 'No.' }, request_id: 'x' }
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    live.polls.add(search)
  })
  http.on('upgrade', (request, socket, head) => {
    if (live.upgrades === 'refused') {
      socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n')
      live.refusals.add(request.url ?? '')
      return
    }
    sockets.handleUpgrade(request, socket, head, (accepted) =>
      live.connections.add(connectionOf(request, accepted)),
    )
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const address = http.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  live.url = `http://127.0.0.1:${address.port}`
  return live
}

function connectionOf({ url = '', headers }: IncomingMessage, socket: WebSocket): Connection {
  const messages = new Arrivals<string>()
  socket.on('message', (data: RawData) => messages.add(String(data)))
  return {
    address: new URL(url, 'http://localhost'),
    protocols: String(headers['sec-websocket-protocol']).split(/, */),
    headers,
    messages,
    ended: new Promise((resolve) => socket.on('close', resolve)),
    settled: () =>
      new Promise((resolve) => {
        socket.once('pong', () => resolve())
        socket.ping()
      }),
    send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    close: (code) => socket.close(code),
    socket,
  }
}
