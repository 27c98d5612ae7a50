import { bestAndMedian } from '../stopwatch'
import type { BenchWorld } from '../sync/world'
import { table } from '../table'
import type { BenchWorker } from './workers'

/** The requests of the first view of the page, besides that for the token's scopes. */
const REQUESTS = ['/stats', '/trades?status=open,partial&limit=100', '/sync'] as const

const ROUNDS = 9
/** Milliseconds added to each call of the database. */
const LATENCY = 20
/** Milliseconds until all responses are there. */
const MOST = 500

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

/** Measures the requests of the first view of the page, alone and all at once. */
export async function firstView({ meter }: BenchWorld, ours: BenchWorker) {
  const rows: (string | number)[][] = []
  meter.latency = LATENCY
  try {
    for (const path of REQUESTS) {
      await ours.get(path)
      const times: number[] = []
      for (let round = 0; round < ROUNDS; round++)
        times.push(await milliseconds(() => ours.get(path)))
      meter.reset()
      await ours.get(path)
      const { best, median } = bestAndMedian(times)
      rows.push([path, meter.roundTrips, best.toFixed(0), median.toFixed(0)])
    }
    const together: number[] = []
    for (let round = 0; round < ROUNDS; round++)
      together.push(await milliseconds(() => Promise.all(REQUESTS.map((path) => ours.get(path)))))
    const { best, median } = bestAndMedian(together)
    rows.push(['all at once', '', best.toFixed(0), median.toFixed(0)])
    const head = ['', 'round trips', 'ms best', 'ms median']
    const title = `First view of the page, ${LATENCY} ms a call (at most ${MOST} ms)`
    return { text: table(title, [head, ...rows]), isGood: best <= MOST }
  } finally {
    meter.latency = 0
  }
}
