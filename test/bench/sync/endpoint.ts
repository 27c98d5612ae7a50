import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { SqlRequest } from '../../../src/local/neon/sql-request'
import { bundled } from '../bundled'
import type { Meter } from './metered-database'

/** What the thread of an endpoint is told. */
export interface EndpointTask {
  /** Of the database that is served. */
  url: string
  memory: SharedArrayBuffer
}

/** What the thread is asked, or is to do. */
export type EndpointQuestion = 'last' | 'close'

/** A database served as Neon serves it. */
export interface Endpoint {
  endpoint: string
  /** What it was asked last. */
  last(): Promise<SqlRequest | null>
  close(): Promise<void>
}

/**
 * Serves a database from a thread of its own: that work is not the sync's, and elsewhere another
 * machine does it.
 */
export async function serveApart(url: string, { memory }: Meter): Promise<Endpoint> {
  const task: EndpointTask = { url, memory }
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
