import { LATENCIES, withServer } from '../sync/server'
import { type BenchWorld, openBenchWorld } from '../sync/world'
import { firstView } from './first-view'
import { lotsFile } from './lots-file'
import { pageView } from './page-view'
import { reading } from './reading'
import { statistics } from './statistics'
import { startOurs } from './workers'

const ORDERS = Number(process.env.BENCH_ORDERS || 100_000)

async function viewing(world: BenchWorld) {
  const worker = await startOurs(world.address)
  try {
    return [await firstView(world, worker), await pageView(world, worker)]
  } finally {
    await worker.close()
  }
}

/**
 * Measures the speed of the API. Fails if it is too slow, or without a Postgres server.
 */
export const benchApi = (): Promise<void> =>
  withServer('api', async (server) => {
    const world = await openBenchWorld(server, ORDERS)
    try {
      await world.sync()
      await world.client.query('vacuum analyze')
      const results = [
        await reading(world, LATENCIES),
        await statistics(server, world, ORDERS),
        await lotsFile(world),
        ...(await viewing(world)),
      ]
      for (const { text } of results) console.log(text)
      if (!results.every(({ isGood }) => isGood)) process.exitCode = 1
    } finally {
      await world.close()
    }
  })
