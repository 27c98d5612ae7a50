import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { SqlDatabase, StatementResult } from './sql-database'
import { sqlErrorBody } from './sql-error'
import { BadSqlRequest, readSqlRequest, type SqlRequest } from './sql-request'

/** Neon's limit on the size of a request. */
const MAX_BODY_BYTES = 64 * 1024 * 1024

/** A running endpoint: give `endpoint` to the driver as `neonConfig.fetchEndpoint`. */
export interface NeonEndpoint {
  endpoint: string
  close(): Promise<void>
}

/** Returns the database that a connection string names; undefined refuses the request. */
export type FindDatabase = (connectionString: string) => SqlDatabase | undefined

/**
 * Serves Neon's SQL over HTTP on loopback, so that the production driver and code path run locally.
 * @param port 0 takes a free one.
 */
export async function serveNeon(find: FindDatabase, port = 0): Promise<NeonEndpoint> {
  const server = createServer((request, response) => {
    answer(find, request)
      .catch((error: unknown) => failure(error))
      .then(({ status, body }) => send(response, status, body))
      // A response that cannot be written fails only its own request.
      .catch(() => response.destroy())
  })
  // Never close idle connections: workerd could be sending the next request on one.
  server.keepAliveTimeout = 0
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the endpoint has no port')
  return {
    endpoint: `http://127.0.0.1:${address.port}/sql`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

interface Answer {
  status: number
  body: unknown
}

async function answer(find: FindDatabase, request: IncomingMessage): Promise<Answer> {
  if (request.method !== 'POST' || request.url !== '/sql') return refusal(404, 'POST /sql only')
  const url = request.headers['neon-connection-string']
  const database = typeof url === 'string' ? find(url) : undefined
  if (database === undefined) return refusal(401, 'unknown connection string')
  const body = await readBody(request)
  if (body === null) return refusal(413, `a request has at most ${MAX_BODY_BYTES} bytes`)
  const sqlRequest = readSqlRequest(request.headers, body)
  return { status: 200, body: success(sqlRequest, await database.run(sqlRequest)) }
}

function success(request: SqlRequest, results: StatementResult[]): unknown {
  const bodies = results.map((result) => ({ ...result, rowAsArray: true }))
  return request.kind === 'statement' ? bodies[0] : { results: bodies }
}

function failure(error: unknown): Answer {
  if (error instanceof BadSqlRequest) return refusal(400, error.message)
  const body = sqlErrorBody(error)
  return body ? { status: 400, body } : refusal(502, 'the database cannot be reached')
}

const refusal = (status: number, message: string): Answer => ({ status, body: { message } })

async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size > MAX_BODY_BYTES) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}
