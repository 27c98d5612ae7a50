import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { TradeStream } from '../alpaca/routes/trade-stream'

/** Milliseconds between two looks at what a living account does. */
const TICK = 100

/**
 * Serves the trade stream at `/stream` of an HTTP server, and lets time pass for the accounts that
 * are listened to. Returns a function that breaks all connections and ends it.
 */
export function serveStream(server: Server, stream: TradeStream): () => void {
  const sockets = new WebSocketServer({ noServer: true })
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Without a listener, an error of a connection that is being refused would end the process.
    socket.on('error', () => socket.destroy())
    const status = refusalOf(stream, request)
    if (status !== null) refuse(socket, status)
    else sockets.handleUpgrade(request, socket, head, (accepted) => connect(stream, accepted))
  }
  server.on('upgrade', upgrade)
  const ticking = setInterval(() => stream.tick(), TICK)
  return () => {
    clearInterval(ticking)
    server.off('upgrade', upgrade)
    for (const socket of sockets.clients) socket.terminate()
    sockets.close()
  }
}

function refusalOf(stream: TradeStream, { url = '/', headers }: IncomingMessage): number | null {
  if (new URL(url, 'http://localhost').pathname !== '/stream') return 404
  const keyId = headers['apca-api-key-id']
  return stream.refusalOf(new Headers(keyId === undefined ? {} : { 'APCA-API-KEY-ID': `${keyId}` }))
}

function refuse(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\n\r\n`)
}

function connect(stream: TradeStream, socket: WebSocket): void {
  const connection = stream.open({
    send: (data) => socket.send(data),
    close: (code, reason) => socket.close(code, reason),
    cut: () => socket.terminate(),
  })
  socket.on('message', (data) => connection.receive(textOf(data)))
  socket.on('close', () => connection.end())
  socket.on('error', () => connection.end())
}

/** One message as text; ws gives the parts of some as a list. */
const textOf = (data: Buffer | ArrayBuffer | Buffer[]): string =>
  (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(new Uint8Array(data))).toString()
