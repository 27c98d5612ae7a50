import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { TradeStream } from '../alpaca/routes/trade-stream'
import { serveStream } from './serve-stream'

/** An HTTP server on loopback whose handler is a fetch function. */
export interface FetchServer {
  url: string
  close(): Promise<void>
}

/** The stand-in as a server needs it: its requests, and its WebSockets. */
interface Served {
  fetch: (request: Request) => Promise<Response>
  stream: TradeStream
}

/** Serves the stand-in on a free port of loopback. An exception of its handler gets a 500. */
export async function serveStandIn({ fetch: answer, stream }: Served): Promise<FetchServer> {
  const server = createServer((incoming, outgoing) => {
    respond(answer, incoming, outgoing).catch(() => outgoing.writeHead(500).end())
  })
  // Never close idle connections: workerd could be sending the next request on one.
  server.keepAliveTimeout = 0
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const endStream = serveStream(server, stream)
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        endStream()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function respond(
  answer: (request: Request) => Promise<Response>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const response = await answer(await toRequest(incoming))
  outgoing.writeHead(response.status, Object.fromEntries(response.headers))
  outgoing.end(Buffer.from(await response.arrayBuffer()))
}

async function toRequest(incoming: IncomingMessage): Promise<Request> {
  const { method = 'GET', url = '/', headers } = incoming
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  const hasBody = method !== 'GET' && method !== 'HEAD'
  return new Request(`http://${headers.host}${url}`, {
    method,
    headers: Object.entries(headers).map(([name, value]): [string, string] => [
      name,
      String(value),
    ]),
    ...(hasBody ? { body: Buffer.concat(chunks) } : {}),
  })
}
