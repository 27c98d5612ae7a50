import type { Statement } from '../../../src/local/neon/sql-request'
import { bestAndMedian } from '../stopwatch'
import type { BenchWorld } from '../sync/world'
import { table } from '../table'
import { type BenchWorker, startBare, startOurs } from './workers'

/**
 * A request, its number per round, and its limit in milliseconds on an idle machine.
 */
const READS = [
  { path: '/orders?limit=100', times: 40, most: null },
  { path: '/trades?limit=50', times: 40, most: null },
  { path: '/stats', times: 40, most: 50 },
] as const

const ROUNDS = 11
/** Requests under way at once. */
const AT_ONCE = 4
/** Smallest allowed share of the bare Worker's rate. */
const LEAST_RATIO = 0.8

type World = Pick<BenchWorld, 'address' | 'meter' | 'lastRequest'>

/** The statements of a request, which must be one round trip. */
async function statementsOf({ meter, lastRequest }: World, ours: BenchWorker, path: string) {
  await ours.get(path)
  meter.reset()
  await ours.get(path)
  const { roundTrips } = meter
  const last = await lastRequest()
  if (roundTrips !== 1 || last === null) throw new Error(`${path}: ${roundTrips} round trips`)
  return last.kind === 'transaction' ? last.statements : [last.statement]
}

/** Requests per second. */
async function rate(worker: BenchWorker, path: string, times: number): Promise<number> {
  let left = times
  const begun = performance.now()
  const client = async () => {
    while (left-- > 0) await worker.get(path)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, client))
  return (times * 1000) / (performance.now() - begun)
}

/** Milliseconds of one request alone. */
async function alone(worker: BenchWorker, path: string): Promise<number> {
  const begun = performance.now()
  await worker.get(path)
  return performance.now() - begun
}

interface Measured {
  row: string[]
  isGood: boolean
}

async function measure(
  { meter }: World,
  [ours, bare]: [BenchWorker, BenchWorker],
  { path, times, most }: (typeof READS)[number],
  latency: number,
): Promise<Measured> {
  meter.latency = latency
  const rates = { ours: [] as number[], bare: [] as number[], ratio: [] as number[] }
  const waits: number[] = []
  for (let round = 0; round <= ROUNDS; round++) {
    // The Worker that is second in one round is first in the next.
    const first = round % 2 === 0 ? await rate(ours, path, times) : null
    const other = await rate(bare, path, times)
    const own = first ?? (await rate(ours, path, times))
    const wait = await alone(ours, path)
    if (round === 0) continue
    rates.ours.push(own)
    rates.bare.push(other)
    rates.ratio.push(own / other)
    waits.push(wait)
  }
  const ratio = bestAndMedian(rates.ratio).median
  const { best, median } = bestAndMedian(waits)
  return {
    row: [
      `${path}, ${latency} ms a call`,
      bestAndMedian(rates.bare).median.toFixed(0),
      bestAndMedian(rates.ours).median.toFixed(0),
      ratio.toFixed(2),
      best.toFixed(1),
      median.toFixed(1),
    ],
    isGood: ratio >= LEAST_RATIO && (most === null || best - latency <= most),
  }
}

/**
 * Compares the speed of lists and statistics with a Worker that only sends the same statements.
 */
export async function reading(world: World, latencies: readonly number[]) {
  const ours = await startOurs(world.address)
  const statements: Record<string, Statement[]> = {}
  for (const { path } of READS) statements[path] = await statementsOf(world, ours, path)
  const bare = await startBare(world.address, statements)
  try {
    const measured: Measured[] = []
    for (const latency of latencies) {
      for (const read of READS) measured.push(await measure(world, [ours, bare], read, latency))
    }
    const title = `Reads through workerd, ${AT_ONCE} at once, one round trip each (at least ${LEAST_RATIO} of the bare Worker's rate)`
    const head = ['', 'bare/s', 'ours/s', 'ratio', 'ms best', 'ms median']
    return {
      text: table(title, [head, ...measured.map(({ row }) => row)]),
      isGood: measured.every(({ isGood }) => isGood),
    }
  } finally {
    world.meter.latency = 0
    await Promise.all([ours.close(), bare.close()])
  }
}
