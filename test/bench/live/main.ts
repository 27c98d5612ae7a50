import { LATENCIES, withServer } from '../sync/server'
import type { BenchServer } from '../sync/world'
import { crowd } from './crowd'
import { fills, fillTable, type Latency, type Size } from './fills'
import { objectMemory } from './object-memory'
import { openLiveWorld } from './world'

const SIZES = (process.env.BENCH_LIVE_ORDERS || '1000,100000').split(',').map(Number)

/** Measures the live feed on workerd. Fails if it is too slow, or without a Postgres server. */
export const benchLive = (): Promise<void> =>
  withServer('live', async (server) => {
    const sizes: Size[] = []
    const reports: { text: string; isGood: boolean }[] = []
    for (const orders of SIZES) sizes.push(await measure(server, orders, reports))
    reports.unshift(fillTable(sizes))
    for (const { text } of reports) console.log(text)
    if (reports.some(({ isGood }) => !isGood)) process.exitCode = 1
  })

/** The fills of one size; the first size is also the place of the other lines. */
async function measure(
  server: BenchServer,
  orders: number,
  reports: { text: string; isGood: boolean }[],
): Promise<Size> {
  const world = await openLiveWorld(server, orders)
  const latencies = new Map<number, Latency>()
  try {
    for (const added of LATENCIES) {
      world.meter.latency = added
      const latency = await fills(world)
      latencies.set(added, latency)
      console.log(`${orders} orders, ${added} ms a call: p50 ${latency.p50.toFixed(0)} ms`)
    }
    world.meter.latency = 0
    if (reports.length === 0) reports.push(await crowd(world), await objectMemory(world))
    return { orders, latencies }
  } finally {
    await world.close()
  }
}
