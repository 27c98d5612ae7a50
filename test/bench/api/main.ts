import { LATENCIES, withServer } from '../sync/server'
import { openBenchWorld } from '../sync/world'
import { reading } from './reading'

const ORDERS = Number(process.env.BENCH_ORDERS || 100_000)

/**
 * How fast the API answers; fails when it is too slow, or when there is no server to measure it on.
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
