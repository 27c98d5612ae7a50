import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { type Grouping, groupOrders } from '../../src/engine/group'
import type { LedgerFacts } from '../../src/engine/model/facts'
import { Random } from '../../src/local/alpaca/random'
import { incrementsOf } from './support/increments'
import { factsFrom, Kept, textOf } from './support/loader'
import { renamedBook } from './support/renamed-book'

// Two books at once, on machines that do other things as well.
vi.setConfig({ testTimeout: 30_000 })

const OPTIONS = { windowSeconds: 300, checkpointEvery: 4 }
const books = fc.tuple(fc.nat(), fc.integer({ min: 2, max: 30 }))

/**
 * Books that once came out wrong: two trades shared an id, an order that never filled was numbered
 * by the later name of another leg, a transfer waited for whatever moment came next.
 */
const ONCE_WRONG: [seed: number, steps: number][] = [
  [1768418681, 11],
  [322258590, 9],
  [943703383, 24],
  [693731214, 21],
]

const holds = (check: (facts: LedgerFacts, whole: Grouping, random: Random) => void) =>
  fc.assert(
    fc.property(books, ([seed, steps]) => {
      const facts = renamedBook(seed, steps)
      check(facts, groupOrders(facts, OPTIONS), new Random(seed))
    }),
    { numRuns: 150, examples: ONCE_WRONG.map((book) => [book]) },
  )

describe('positions that become another underlying’s: incremental equals rebuild', () => {
  it('gives the same for the facts in any order', () => {
    holds((facts, whole, random) => {
      const [orders, events] = [random.shuffled(facts.orders), random.shuffled(facts.events)]
      const shuffled = groupOrders({ ...facts, orders, events }, OPTIONS)
      expect(textOf(shuffled)).toBe(textOf(whole))
    })
  })

  it('gives each trade an id of its own', () => {
    holds((_, { trades }) => {
      expect(new Set(trades.map(({ tradeId }) => tradeId)).size).toBe(trades.length)
    })
  })

  it('goes on from every checkpoint to the result of the whole', () => {
    let moved = 0
    holds((facts, whole) => {
      for (const from of structuredClone(whole.checkpoints)) {
        moved += from.trades.filter(({ renamed }) => renamed.length > 0).length
        const rest = groupOrders(factsFrom(facts, from), { ...OPTIONS, from })
        const trades = new Set(whole.trades.map((trade) => JSON.stringify(trade)))
        expect(rest.trades.filter((trade) => !trades.has(JSON.stringify(trade)))).toEqual([])
      }
    })
    expect(moved).toBeGreaterThan(20)
  })

  it('tells the same whenever rows are made, and in random syncs', () => {
    holds((facts, whole, random) => {
      expect(textOf(groupOrders(facts, { windowSeconds: 300 }))).toBe(textOf(whole))
      const kept = new Kept(300)
      for (const step of incrementsOf(facts, random))
        if (step.since < Number.POSITIVE_INFINITY) kept.update(step.facts, step.since)
      expect(textOf(kept.all)).toBe(textOf(whole))
    })
  })
})
