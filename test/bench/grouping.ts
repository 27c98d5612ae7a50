import { groupOrders } from '../../src/engine/group'
import { accountOf } from './accounts'
import { CHUNK, foldInChunks, WINDOW_SECONDS } from './chunks'
import { collectGarbage } from './garbage'
import { GeneratedReader } from './generated-reader'
import { bestAndMedian, type Took } from './stopwatch'
import { table } from './table'

/** One pass over an account, facts made before the clock starts: what was counted, and milliseconds spent in grouping. */
interface Pass {
  legs: number
  trades: number
  milliseconds: number
}

/**
 * Groups the underlyings one after the other, each as a whole, and keeps none of them. What making the facts leaves behind is
 * collected before the clock starts.
 */
function groupAccount(legs: number, underlyings: number): Pass {
  const pass: Pass = { legs: 0, trades: 0, milliseconds: 0 }
  for (const facts of accountOf(legs, underlyings)) {
    collectGarbage()
    const begun = performance.now()
    const { trades } = groupOrders(facts, { windowSeconds: WINDOW_SECONDS })
    pass.milliseconds += performance.now() - begun
    pass.legs += facts.orders.length
    pass.trades += trades.length
  }
  return pass
}

function foldOne(legs: number): Pass {
  const reader = new GeneratedReader(legs)
  const { trades, milliseconds } = foldInChunks(reader.of, reader)
  return { legs, trades, milliseconds }
}

/** Cases by name, how to run them, and how often each is measured. */
const CASES: readonly (readonly [string, () => Pass, number])[] = [
  ['10,000 legs, 40 underlyings', () => groupAccount(10_000, 40), 25],
  ['100,000 legs, 40 underlyings', () => groupAccount(100_000, 40), 7],
  ['1,000,000 legs, 40 underlyings', () => groupAccount(1_000_000, 40), 3],
  ['100,000 legs, 1 underlying', () => groupAccount(100_000, 1), 5],
  [`the same, ${CHUNK.toLocaleString('en-US')} at a time`, () => foldOne(100_000), 5],
]

/** Legs grouped a second, and how the time for each grows from size to size: 1 is linear. */
export function grouping(): string {
  let smallest: number | null = null
  const rows = CASES.map(([name, run, runs]) => {
    const passes = Array.from({ length: runs }, run)
    const [{ legs, trades } = { legs: 0, trades: 0 }] = passes
    const took: Took = bestAndMedian(passes.map((pass) => pass.milliseconds))
    smallest ??= took.best / legs
    const growth = (took.best / legs / smallest).toFixed(2)
    const perSecond = (milliseconds: number) => Math.round((legs / milliseconds) * 1000)
    return [name, legs, trades, perSecond(took.best), perSecond(took.median), growth]
  })
  const head = ['random book', 'legs', 'trades', 'legs/s best', 'legs/s median', 'time per leg']
  return table('Grouping', [head, ...rows])
}
