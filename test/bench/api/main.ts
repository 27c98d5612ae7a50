import { runWithServer, serverUrl } from '../sync/server'
import { benchServer, openBenchWorld } from '../sync/world'
import { reading } from './reading'

/** Milliseconds that each call of the database takes longer. */
const LATENCIES = (process.env.BENCH_LATENCIES || '0,20').split(',').map(Number)
const ORDERS = Number(process.env.BENCH_ORDERS || 100_000)

/** How fast the API answers; fails when it is too slow, or when there is no server to measure it on. */
export async function benchApi(): Promise<void> {
  const url = serverUrl()
  if (url === null) {
    if (!runWithServer('api')) process.exitCode = 1
    return
  }
  const server = benchServer(url)
  const world = await openBenchWorld(server, ORDERS)
  try {
    await world.sync()
    await world.client.query('vacuum analyze')
    const { text, isGood } = await reading(world, LATENCIES)
    console.log(text)
    if (!isGood) process.exitCode = 1
  } finally {
    await world.close()
    await server.databases.close()
  }
}
