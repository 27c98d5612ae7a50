import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { SqlRequest } from '../../../src/local/neon/sql-request'
import { bundled } from '../bundled'
import type { Meter } from './metered-database'

/** Settings of the endpoint's thread. */
export interface EndpointTask {
  /** Connection string of the served database. */
  url: string
  memory: SharedArrayBuffer
  /** Connections to the server. */
  connections: number
}

/** A message to the thread. */
export type EndpointQuestion = 'last' | 'close'

/** A database behind the HTTP protocol of Neon. */
export interface Endpoint {
  endpoint: string
  /** The last request. */
  last(): Promise<SqlRequest | null>
  close(): Promise<void>
}

/**
 * Serves a database from another thread, because this work is not part of the sync: in production
 * another machine does it.
 */
export async function serveApart(
  url: string,
  { memory }: Meter,
  connections = 10,
): Promise<Endpoint> {
  const task: EndpointTask = { url, memory, connections }
  const thread = new Worker(await bundled('sync/endpoint-thread'), { workerData: task })
  const answer = async () => (await once(thread, 'message'))[0]
  const ask = (question: EndpointQuestion) => thread.postMessage(question)
  const endpoint: string = await answer()
  return {
    endpoint,
    async last() {
      ask('last')
      return await answer()
    },
    async close() {
      ask('close')
      await once(thread, 'exit')
    },
  }
}
