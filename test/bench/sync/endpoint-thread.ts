import { parentPort, workerData } from 'node:worker_threads'
import { postgresDatabase } from '../../../src/local/neon/postgres-database'
import { serveNeon } from '../../../src/local/neon/server'
import type { SqlRequest } from '../../../src/local/neon/sql-request'
import type { EndpointQuestion, EndpointTask } from './endpoint'
import { Meter, metered } from './metered-database'

const { url, memory, connections }: EndpointTask = workerData
let last: SqlRequest | null = null
const database = metered(postgresDatabase(url, connections), new Meter(memory), (request) => {
  last = request
})
const { endpoint, close } = await serveNeon(() => database)

parentPort?.on('message', async (question: EndpointQuestion) => {
  if (question === 'last') return parentPort?.postMessage(last)
  await close()
  await database.close()
  parentPort?.close()
})
parentPort?.postMessage(endpoint)
