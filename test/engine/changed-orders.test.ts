import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Grouping, groupOrders } from '../../src/engine/group'
import { decimal } from '../../src/engine/model/decimal'
import type { LedgerFacts } from '../../src/engine/model/facts'
import { Random } from '../../src/local/alpaca/random'
import { runsOf } from '../support/effort'
import {
  bustedOrders,
  changedIncrements,
  withBusts,
  withChains,
  withReplacements,
} from './support/changed-orders'
import { factsFrom, Kept, textOf } from './support/loader'
import { randomBook } from './support/random-book'

const OPTIONS = { windowSeconds: 300, checkpointEvery: 4 }
const books = fc.tuple(fc.nat(), fc.integer({ min: 2, max: 40 }))

/**
 * Books that once came out wrong: a bust changed a trade that the user had made of older orders,
 * and busts of purchases of coins left their fees to the start of the day.
 */
const ONCE_WRONG: [seed: number, steps: number][] = [
  [65868068, 16],
  [1473526125, 25],
  [281535931, 38],
  [311875333, 21],
]

interface Book {
  /** Before chains and busts. */
  placed: LedgerFacts
  facts: LedgerFacts
  busted: ReadonlySet<string>
  whole: Grouping
  random: Random
}

const holds = (check: (book: Book) => void) =>
  fc.assert(
    fc.property(books, ([seed, steps]) => {
      const random = new Random(seed)
      const placed = withReplacements(randomBook(seed, steps), random)
      const busted = bustedOrders(placed, random)
      const facts = withBusts(withChains(placed), busted)
      check({ placed, facts, busted, random, whole: groupOrders(facts, OPTIONS) })
    }),
    { numRuns: runsOf(300, { few: 60 }), examples: ONCE_WRONG.map((book) => [book]) },
  )

describe('books with chains of replacements and busted fills', () => {
  it('give the same for the facts in any order', () => {
    holds(({ facts, whole, random }) => {
      const [orders, events] = [random.shuffled(facts.orders), random.shuffled(facts.events)]
      expect(textOf(groupOrders({ ...facts, orders, events }, OPTIONS))).toBe(textOf(whole))
    })
  })

  it('give the same in random syncs, in which chains grow and fills are taken back later', () => {
    let moved = 0
    holds(({ placed, facts, busted, whole, random }) => {
      moved += facts.orders.filter((o, i) => o.createdAt !== placed.orders[i]?.createdAt).length
      const kept = new Kept(300)
      for (const step of changedIncrements(placed, busted, random))
        if (step.since < Number.POSITIVE_INFINITY) kept.update(step.facts, step.since)
      expect(textOf(kept.all)).toBe(textOf(whole))
    })
    expect(moved).toBeGreaterThan(20)
  })

  it('go on from every checkpoint to the result of the whole', () => {
    holds(({ facts, whole }) => {
      const trades = new Set(whole.trades.map((trade) => JSON.stringify(trade)))
      for (const from of structuredClone(whole.checkpoints)) {
        const rest = groupOrders(factsFrom(facts, from), { ...OPTIONS, from })
        expect(rest.trades.filter((trade) => !trades.has(JSON.stringify(trade)))).toEqual([])
      }
    })
  })

  it('execute nothing that was taken back', () => {
    holds(({ facts, busted, whole }) => {
      for (const order of facts.orders) {
        if (!busted.has(order.id) || order.instrument.kind === 'crypto') continue
        const fills = whole.fills.filter(({ orderId }) => orderId === order.id)
        const executed = fills.reduce((sum, { qty }) => sum.plus(qty), decimal(0))
        const told = order.fills.reduce((sum, fill) => sum.plus(fill.quantity), decimal(0))
        const rest = order.filledQuantity.minus(told).minus(order.busted ?? 0)
        const due = rest.gt(0) ? told.plus(rest) : told
        expect([order.id, executed.toFixed()]).toEqual([order.id, due.toFixed()])
      }
    })
  })
})
