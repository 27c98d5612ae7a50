import { LATENCIES, withServer } from '../sync/server'
import { openBenchWorld } from '../sync/world'
import { reading } from './reading'

const ORDERS = Number(process.env.BENCH_ORDERS || 100_000)

/**
 * Measures the speed of the API. Fails if it is too slow, or without a Postgres server.
 */
export const benchApi = (): Promise<void> =>
  withServer('api', async (server) => {
    const world = await openBenchWorld(server, ORDERS)
    try {
      await world.sync()
      await world.client.query('vacuum analyze')
      const { text, isGood } = await reading(world, LATENCIES)
      console.log(text)
      if (!isGood) process.exitCode = 1
    } finally {
      await world.close()
    }
  })
