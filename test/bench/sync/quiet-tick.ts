import type pg from 'pg'
import { bestAndMedian } from '../stopwatch'
import { table } from '../table'
import { allRequests } from './metered-database'
import { type BenchServer, type BenchWorld, openBenchWorld } from './world'

const SIZES = [1_000, 10_000, 100_000]
const ROUNDS = 15
/** Largest factor of a tick's time for a hundred times as many orders. */
const FLAT = 1.5

// An idle connection reports its statistics at most ten seconds late.
const STATISTICS_LAG = 11_000

/** Rows written so far, except in the tables of the sync's own state. */
async function written(client: pg.Client): Promise<number> {
  await new Promise((done) => setTimeout(done, STATISTICS_LAG))
  const { rows } = await client.query<{ written: number }>(`
    select sum(n_tup_ins + n_tup_upd + n_tup_del)::float8 as written from pg_stat_user_tables
    where relname not in ('sync_state', 'sync_runs')`)
  return rows[0]?.written ?? 0
}

interface Size {
  orders: number
  world: BenchWorld
}

async function openSizes(server: BenchServer): Promise<Size[]> {
  const sizes: Size[] = []
  for (const orders of SIZES) {
    const world = await openBenchWorld(server, orders)
    await world.sync()
    // The first tick warms up; after it the database is as after a night.
    await world.sync()
    await world.client.query('vacuum analyze')
    sizes.push({ orders, world })
  }
  return sizes
}

/** Milliseconds of ticks of each size, alternating. */
async function ticks(sizes: readonly Size[], latency: number): Promise<number[][]> {
  const times = sizes.map((): number[] => [])
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, { world }] of sizes.entries()) {
      world.meter.latency = latency
      world.meter.reset()
      const begun = performance.now()
      await world.sync()
      times[i]?.push(performance.now() - begun)
    }
  }
  return times
}

/** The cost of a tick that finds nothing new, by the number of stored orders. */
export async function quietTick(
  server: BenchServer,
  latencies: readonly number[],
): Promise<string> {
  const sizes = await openSizes(server)
  try {
    const before = await Promise.all(sizes.map(({ world }) => written(world.client)))
    const took: number[][] = []
    for (const latency of latencies) {
      took.push((await ticks(sizes, latency)).map((times) => bestAndMedian(times).median))
    }
    const after = await Promise.all(sizes.map(({ world }) => written(world.client)))
    const rows = sizes.map(({ orders, world }, i) => [
      `${orders.toLocaleString('en-US')} orders`,
      allRequests(world.meter),
      world.meter.roundTrips,
      (after[i] ?? 0) - (before[i] ?? 0),
      ...took.flatMap((medians) => [
        medians[i] ?? 0,
        ((medians[i] ?? 0) / (medians[0] ?? 1)).toFixed(2),
      ]),
    ])
    const times = latencies.flatMap((latency) => [`ms, ${latency} ms a call`, 'times the first'])
    return table(`A run that finds nothing new (no row written, at most ${FLAT} times the first)`, [
      ['stored', 'requests', 'SQL round trips', 'rows written', ...times],
      ...rows,
    ])
  } finally {
    for (const { world } of sizes) await world.close()
  }
}
