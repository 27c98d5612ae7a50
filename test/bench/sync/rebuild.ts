import { neonConfig } from '@neondatabase/serverless'
import { neonFetch } from '../../../src/db/connection/neon-fetch'
import { table } from '../table'
import { type BenchServer, openBenchWorld } from './world'

const SIZES = [10_000, 100_000]

/** Milliseconds during which a rebuild waits for the database. */
interface Waits {
  reading: number
  writing: number
}

/**
 * A statement that changes rows, except the record of a begun grouping, which is part of a read.
 */
const WRITES = /insert into|delete from|update \\"(?!ledger_dirty)/

/** Measures each call of the database from its request to its parsed answer. */
async function withWaits<T>(work: () => Promise<T>): Promise<{ result: T; waits: Waits }> {
  const waits: Waits = { reading: 0, writing: 0 }
  neonConfig.fetchFunction = async (input: string, init?: RequestInit) => {
    const kind = WRITES.test(String(init?.body)) ? 'writing' : 'reading'
    const begun = performance.now()
    const answer = await neonFetch(input, init)
    const json = await answer.json()
    waits[kind] += performance.now() - begun
    return { ...answer, json: async () => json }
  }
  try {
    return { result: await work(), waits }
  } finally {
    neonConfig.fetchFunction = neonFetch
  }
}

async function rebuildOf(server: BenchServer, orders: number): Promise<(string | number)[]> {
  const world = await openBenchWorld(server, orders)
  try {
    await world.sync()
    await world.client.query('vacuum analyze')
    world.meter.reset()
    const begun = performance.now()
    const { result, waits } = await withWaits(world.rebuild)
    const all = performance.now() - begun
    const share = (part: number) => `${Math.round((part / all) * 100)} %`
    return [
      `${orders.toLocaleString('en-US')} orders`,
      (all / 1000).toFixed(1),
      Math.round(orders / (all / 1000)),
      share(waits.reading),
      share(all - waits.reading - waits.writing),
      share(waits.writing),
      world.meter.roundTrips,
      result.changed,
    ]
  } finally {
    await world.close()
  }
}

/** Measures a rebuild of a whole account, and the shares of reading, grouping and writing. */
export async function rebuilding(server: BenchServer): Promise<string> {
  const rows: (string | number)[][] = []
  for (const orders of SIZES) rows.push(await rebuildOf(server, orders))
  return table('Rebuild of a whole account (nothing may change)', [
    ['', 's', 'orders/s', 'reading', 'grouping', 'writing', 'SQL round trips', 'changed'],
    ...rows,
  ])
}
