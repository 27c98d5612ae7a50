import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { EventFact, LedgerFacts, OrderFact } from '../../src/engine/facts'
import { type Grouping, groupOrders } from '../../src/engine/group'
import { Instrument } from '../../src/engine/instrument'
import { incrementsOf } from './support/increments'
import { factsFrom, Kept, textOf } from './support/loader'
import { Random } from './support/random'
import { randomBook } from './support/random-book'

// Two books at once, on machines that do other things as well.
vi.setConfig({ testTimeout: 30_000 })

const OPTIONS = { windowSeconds: 300, checkpointEvery: 4 }
const books = fc.tuple(fc.nat(), fc.integer({ min: 2, max: 30 }))

/** The same under the name of another underlying. */
function renamed({ symbol, kind, strike, expiry, multiplier }: Instrument): Instrument {
  const name = symbol.replace(/^(AAPL|BTC)/, 'META')
  const underlying = kind === 'crypto' ? name : 'META'
  return new Instrument(name, kind, strike, expiry, multiplier, underlying)
}

const ofOther = ({ orders, events, overrides }: LedgerFacts) => ({
  orders: orders.map((order) => ({ ...order, instrument: renamed(order.instrument) })),
  events: events.map((event) => ({ ...event, instrument: renamed(event.instrument) })),
  overrides,
})

/** Some positions of one become another's, now and then, and some of them go back. */
function renames({ orders }: LedgerFacts, random: Random): EventFact[] {
  return orders.flatMap((order: OrderFact, i): EventFact[] => {
    if (!random.chance(0.15)) return []
    const quantity = order.quantity.times(random.pick([1, -1]))
    const at = order.createdAt + random.whole(1, 400_000) * 1_000_000
    const date = new Date(at / 1000).toISOString().slice(0, 10)
    const base = { type: 'adjustment', at, date, groupId: random.pick([`g${i}`, null]) } as const
    const names = random.shuffled([order.instrument, renamed(order.instrument)])
    return names.map((instrument, n) => ({
      ...{ ...base, id: `${random.whole(0, 1e9)}-${i}-${n}`, instrument },
      quantity: quantity.times(n === 0 ? 1 : -1),
    }))
  })
}

/** Two random books of which one renames into the other. */
function bookOf(seed: number, steps: number): LedgerFacts {
  const [one, other] = [randomBook(seed, steps), ofOther(randomBook(seed + 1, steps))]
  return {
    ...one,
    orders: [...one.orders, ...other.orders],
    events: [...one.events, ...other.events, ...renames(one, new Random(seed))],
    overrides: [...one.overrides, ...other.overrides],
  }
}

const holds = (check: (facts: LedgerFacts, whole: Grouping, random: Random) => void) =>
  fc.assert(
    fc.property(books, ([seed, steps]) => {
      const facts = bookOf(seed, steps)
      check(facts, groupOrders(facts, OPTIONS), new Random(seed))
    }),
    { numRuns: 50 },
  )

describe('positions that become another underlying’s: incremental equals rebuild', () => {
  it('gives the same for the facts in any order', () => {
    holds((facts, whole, random) => {
      const [orders, events] = [random.shuffled(facts.orders), random.shuffled(facts.events)]
      const shuffled = groupOrders({ ...facts, orders, events }, OPTIONS)
      expect(textOf(shuffled)).toBe(textOf(whole))
    })
  })

  it('goes on from every checkpoint to what the whole comes to', () => {
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
