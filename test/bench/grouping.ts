import type { LedgerFacts } from '../../src/engine/facts'
import { groupAndTell, groupOrders } from '../../src/engine/group'
import type { Listener } from '../../src/engine/listener'
import { accountOf } from './accounts'
import { CHUNK, foldInChunks, WINDOW_SECONDS } from './chunks'
import { GeneratedReader } from './generated-reader'
import { bestAndMedian, took } from './stopwatch'
import { table } from './table'

/** One pass over an account: what was counted, and milliseconds of grouping alone, and of grouping and making rows. */
interface Pass {
  legs: number
  trades: number
  alone: number
  withRows: number
}

/** Counts the trades that it is told of. */
class Counted implements Listener {
  trades = 0

  trade(): void {
    this.trades++
  }

  unfilled(): void {
    this.trades++
  }

  executed(): void {}

  placed(): void {}

  hold(open: readonly unknown[]): void {
    this.trades += open.length
  }
}

const OPTIONS = { windowSeconds: WINDOW_SECONDS }

/** Groups the underlyings one after the other, each as a whole when its facts have just been read, as a ledger is rebuilt. */
function groupAccount(account: Iterable<LedgerFacts>): Pass {
  const pass: Pass = { legs: 0, trades: 0, alone: 0, withRows: 0 }
  for (const facts of account) {
    const counted = new Counted()
    pass.alone += took(() => groupAndTell(facts, OPTIONS, counted)).milliseconds
    pass.withRows += took(() => groupOrders(facts, OPTIONS)).milliseconds
    pass.legs += facts.orders.length
    pass.trades += counted.trades
  }
  return pass
}

const groupOften = (legs: number, underlyings: number, runs: number): Pass[] =>
  Array.from({ length: runs }, () => groupAccount(accountOf(legs, underlyings)))

function foldOne(legs: number): Pass {
  const reader = new GeneratedReader(legs)
  const { trades, milliseconds } = foldInChunks(reader.of, reader)
  return { legs, trades, alone: Number.NaN, withRows: milliseconds }
}

/** Cases by name, and what measures them. */
const CASES: readonly (readonly [string, () => Pass[]])[] = [
  ['10,000 legs, 40 underlyings', () => groupOften(10_000, 40, 100)],
  ['100,000 legs, 40 underlyings', () => groupOften(100_000, 40, 20)],
  ['1,000,000 legs, 40 underlyings', () => groupOften(1_000_000, 40, 3)],
  ['100,000 legs, 1 underlying', () => groupOften(100_000, 1, 8)],
  [
    `the same, ${CHUNK.toLocaleString('en-US')} at a time`,
    () => Array.from({ length: 4 }, () => foldOne(100_000)),
  ],
]

/** Legs a second, best of some passes, and how the time for each grows from the smallest account: 1 is linear. */
function ratesOf(times: readonly number[], legs: number, smallest: number | null) {
  const each = bestAndMedian(times).best / legs
  const growth = smallest === null ? 1 : each / smallest
  return {
    each,
    cells: Number.isNaN(each) ? ['', ''] : [Math.round(1000 / each), growth.toFixed(2)],
  }
}

/** How many legs are grouped a second, with and without the making of rows. */
export function grouping(): string {
  let alone: number | null = null
  let withRows: number | null = null
  const rows = CASES.map(([name, run]) => {
    const passes = run()
    const { legs = 0, trades = 0 } = passes[0] ?? {}
    const a = ratesOf(
      passes.map((pass) => pass.alone),
      legs,
      alone,
    )
    const b = ratesOf(
      passes.map((pass) => pass.withRows),
      legs,
      withRows,
    )
    alone ??= a.each
    withRows ??= b.each
    return [name, legs, trades, ...a.cells, ...b.cells]
  })
  const head = [
    'random book',
    'legs',
    'trades',
    'legs/s',
    'time per leg',
    'with rows',
    'time per leg',
  ]
  return table('Grouping', [head, ...rows])
}
