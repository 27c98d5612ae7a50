import type { LedgerFacts } from '../../src/engine/facts'
import { groupOrders } from '../../src/engine/group'
import { accountOf } from './accounts'
import { CHUNK, foldInChunks, WINDOW_SECONDS } from './chunks'
import { GeneratedReader } from './generated-reader'
import { bestAndMedian, type Took } from './stopwatch'
import { table } from './table'

/** One pass over an account, facts made before the clock starts: what was counted, and milliseconds spent in grouping. */
interface Pass {
  legs: number
  trades: number
  milliseconds: number
}

/** Groups the underlyings one after the other, each as a whole, and keeps none of what they come to. */
function groupAccount(account: readonly LedgerFacts[]): Pass {
  const pass: Pass = { legs: 0, trades: 0, milliseconds: 0 }
  const begun = performance.now()
  for (const facts of account) {
    const { trades } = groupOrders(facts, { windowSeconds: WINDOW_SECONDS })
    pass.legs += facts.orders.length
    pass.trades += trades.length
  }
  pass.milliseconds = performance.now() - begun
  return pass
}

/** Passes over one account, all of whose facts are made before the first. */
function groupOften(legs: number, underlyings: number, runs: number): Pass[] {
  const account = [...accountOf(legs, underlyings)]
  return Array.from({ length: runs }, () => groupAccount(account))
}

function foldOne(legs: number): Pass {
  const reader = new GeneratedReader(legs)
  const { trades, milliseconds } = foldInChunks(reader.of, reader)
  return { legs, trades, milliseconds }
}

/** Cases by name, and what measures them. */
const CASES: readonly (readonly [string, () => Pass[]])[] = [
  ['10,000 legs, 40 underlyings', () => groupOften(10_000, 40, 40)],
  ['100,000 legs, 40 underlyings', () => groupOften(100_000, 40, 10)],
  ['1,000,000 legs, 40 underlyings', () => groupOften(1_000_000, 40, 3)],
  ['100,000 legs, 1 underlying', () => groupOften(100_000, 1, 5)],
  [
    `the same, ${CHUNK.toLocaleString('en-US')} at a time`,
    () => Array.from({ length: 5 }, () => foldOne(100_000)),
  ],
]

/** Legs grouped a second, and how the time for each grows from size to size: 1 is linear. */
export function grouping(): string {
  let smallest: number | null = null
  const rows = CASES.map(([name, run]) => {
    const passes = run()
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
