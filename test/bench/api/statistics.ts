import { readStats } from '../../../src/db/trades/stats'
import { bestAndMedian } from '../stopwatch'
import { type BenchServer, type BenchWorld, openBenchWorld } from '../sync/world'
import { table } from '../table'

/** Rows of the smaller account, with which the larger one is compared. */
const FEW_ORDERS = 10_000
const ROUNDS = 15
/** How many times faster the daily sums must be than all rows, with the larger account. */
const LEAST_GAIN = 10
/** How many times slower the larger account may be than the smaller one. */
const MOST_GROWTH = 2
/** A range that the daily sums do not answer. */
const EVER = '1970-01-01T00:00:00Z'

const WAYS = [
  { name: 'daily sums', filter: {}, unit: 'trade' },
  { name: 'daily sums, by campaign', filter: {}, unit: 'campaign' },
  { name: 'all rows', filter: { since: EVER }, unit: 'trade' },
] as const

type Way = (typeof WAYS)[number]

const answerOf = async ({ db }: BenchWorld, { filter, unit }: Way): Promise<string> =>
  JSON.stringify((await readStats(db, filter, unit)).rows)

async function milliseconds(world: BenchWorld, way: Way): Promise<number> {
  const begun = performance.now()
  await readStats(world.db, way.filter, way.unit)
  return performance.now() - begun
}

/** Times of each way in both accounts, in turn, so that other work disturbs all of them alike. */
async function measure(worlds: readonly BenchWorld[]): Promise<number[][]> {
  const times = WAYS.map(() => worlds.map((): number[] => []))
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [i, way] of WAYS.entries()) {
      for (const [j, world] of worlds.entries()) {
        const took = await milliseconds(world, way)
        if (round > 0) times[i]?.[j]?.push(took)
      }
    }
  }
  return times.map((each) => each.map((some) => bestAndMedian(some).best))
}

/**
 * Compares statistics from the daily sums with the same from all rows of the ledger, and their
 * growth from a smaller account to a larger one.
 *
 * @param large a synced account.
 */
export async function statistics(server: BenchServer, large: BenchWorld, orders: number) {
  const small = await openBenchWorld(server, FEW_ORDERS)
  try {
    await small.sync()
    await small.client.query('vacuum analyze')
    const [fromSums, , fromRows] = WAYS
    if ((await answerOf(large, fromSums)) !== (await answerOf(large, fromRows)))
      throw new Error('the daily sums differ from the sums over all rows')
    const times = await measure([small, large])
    const [[few = 0, many = 0] = [], , [, all = 0] = []] = times
    const gain = all / many
    const growth = many / few
    const size = (count: number) => `${count.toLocaleString('en-US')} orders`
    const title =
      `Statistics, ms at best: ${gain.toFixed(1)} times faster from daily sums (at least ${LEAST_GAIN}), ` +
      `${growth.toFixed(2)} times slower with the larger account (at most ${MOST_GROWTH})`
    const rows = WAYS.map(({ name }, i) => [
      name,
      ...(times[i] ?? []).map((time) => time.toFixed(1)),
    ])
    return {
      text: table(title, [['', size(FEW_ORDERS), size(orders)], ...rows]),
      isGood: gain >= LEAST_GAIN && growth <= MOST_GROWTH,
    }
  } finally {
    await small.close()
  }
}
