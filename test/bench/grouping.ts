import { groupInto, groupOrders } from '../../src/engine/group'
import type { LedgerFacts } from '../../src/engine/model/facts'
import type { Listener } from '../../src/engine/output/listener'
import { accountOf } from './accounts'
import { CHUNK, foldInChunks, WINDOW_SECONDS } from './chunks'
import { GeneratedReader } from './generated-reader'
import { took } from './stopwatch'
import { table } from './table'

/**
 * Counts of some facts, and milliseconds of grouping, without and with making rows.
 */
interface Pass {
  legs: number
  trades: number
  alone: number
  withRows: number
}

/** Counts trades. */
class Counted implements Listener {
  refused(): void {}

  trades = 0

  trade(): void {
    this.trades++
  }

  unfilled(): void {
    this.trades++
  }

  executed(): void {}

  orders(): void {}

  hold(open: readonly unknown[]): void {
    this.trades += open.length
  }
}

const OPTIONS = { windowSeconds: WINDOW_SECONDS }

function groupUnderlying(facts: LedgerFacts): Pass {
  const counted = new Counted()
  const alone = took(() => groupInto(facts, OPTIONS, counted)).milliseconds
  const withRows = took(() => groupOrders(facts, OPTIONS)).milliseconds
  return { legs: facts.orders.length, trades: counted.trades, alone, withRows }
}

/** The faster of two passes, which was disturbed less by other work of the machine. */
const better = (a: Pass, b: Pass): Pass => ({
  ...a,
  alone: Math.min(a.alone, b.alone),
  withRows: Math.min(a.withRows, b.withRows),
})

const both = (a: Pass, b: Pass): Pass => ({
  legs: a.legs + b.legs,
  trades: a.trades + b.trades,
  alone: a.alone + b.alone,
  withRows: a.withRows + b.withRows,
})

/**
 * Groups the underlyings one after the other, each right after its facts are generated, as in a
 * rebuild. Repeats this in so many passes, and counts the fastest pass of each underlying.
 */
function groupOften(legs: number, underlyings: number, runs: number): Pass {
  const best: Pass[] = []
  for (let run = 0; run < runs; run++) {
    let i = 0
    for (const facts of accountOf(legs, underlyings)) {
      const pass = groupUnderlying(facts)
      best[i] = better(best[i] ?? pass, pass)
      i++
    }
  }
  return best.reduce(both)
}

function foldOne(legs: number): Pass {
  const reader = new GeneratedReader(legs)
  const { trades, milliseconds } = foldInChunks(reader.of, reader)
  return { legs, trades, alone: Number.NaN, withRows: milliseconds }
}

/** The measurement of each case, by name. */
const CASES: readonly (readonly [string, () => Pass])[] = [
  ['10,000 legs, 40 underlyings', () => groupOften(10_000, 40, 100)],
  ['100,000 legs, 40 underlyings', () => groupOften(100_000, 40, 20)],
  ['1,000,000 legs, 40 underlyings', () => groupOften(1_000_000, 40, 4)],
  ['100,000 legs, 1 underlying', () => groupOften(100_000, 1, 8)],
  [
    `the same, ${CHUNK.toLocaleString('en-US')} at a time`,
    () => Array.from({ length: 4 }, () => foldOne(100_000)).reduce(better),
  ],
]

/** Legs per second, and growth of the time per leg since the smallest account: 1 is linear. */
function rateOf(time: number, legs: number, smallest: number | null) {
  const each = time / legs
  const growth = smallest === null ? 1 : each / smallest
  return {
    each,
    cells: Number.isNaN(each) ? ['', ''] : [Math.round(1000 / each), growth.toFixed(2)],
  }
}

/** Legs grouped per second, with and without making rows. */
export function grouping(): string {
  let alone: number | null = null
  let withRows: number | null = null
  const rows = CASES.map(([name, run]) => {
    const { legs, trades, ...best } = run()
    const a = rateOf(best.alone, legs, alone)
    const b = rateOf(best.withRows, legs, withRows)
    alone ??= a.each
    withRows ??= b.each
    return [name, legs, trades, ...a.cells, ...b.cells]
  })
  const head = [
    'random book, at its best',
    'legs',
    'trades',
    'legs/s',
    'time per leg',
    'with rows',
    'time per leg',
  ]
  return table('Grouping', [head, ...rows])
}
