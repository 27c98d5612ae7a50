import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { serveNeon } from '../../../src/local/neon/server'
import type { SqlDatabase } from '../../../src/local/neon/sql-database'
import type { TestDatabases } from './test-databases'

/**
 * Serves test databases to tests that run elsewhere (in workerd): `POST /databases` gives one,
 * `DELETE /databases/NAME` takes it back, and `GET /databases` returns how many are in use. All of
 * them are behind one endpoint of Neon's protocol.
 */
export async function serveDatabases(databases: TestDatabases) {
  const open = new Map<string, SqlDatabase>()
  const neon = await serveNeon((url) => open.get(databaseName(url)))

  async function create() {
    const { name, database } = await databases.create()
    open.set(name, database)
    const { host } = new URL(neon.endpoint)
    return { url: `postgresql://test:test@${host}/${name}`, endpoint: neon.endpoint }
  }

  async function answer(request: IncomingMessage, response: ServerResponse) {
    if (request.method === 'POST') return response.end(JSON.stringify(await create()))
    if (request.method === 'GET') return response.end(JSON.stringify(open.size))
    const name = databaseName(`http://test${request.url}`)
    open.delete(name)
    await databases.release(name)
    return response.end()
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => response.writeHead(500).end(String(error)))
  })
  // Never close idle connections: workerd could be sending the next request on one.
  server.keepAliveTimeout = 0
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')

  return {
    address: `http://127.0.0.1:${address.port}/databases`,
    async close() {
      server.close()
      server.closeAllConnections()
      await neon.close()
      await databases.close()
    },
  }
}

const databaseName = (url: string) => new URL(url).pathname.split('/').at(-1) ?? ''
