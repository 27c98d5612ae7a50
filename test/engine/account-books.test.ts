import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Grouping, groupOrders } from '../../src/engine/group'
import { type Decimal, decimal, ZERO } from '../../src/engine/model/decimal'
import type { LedgerFacts } from '../../src/engine/model/facts'
import { type Instrument, instrumentOf } from '../../src/engine/model/instrument'
import { Random } from '../../src/local/alpaca/random'
import { isExhaustive } from '../support/effort'
import { type AccountBook, accountBook } from './support/account-book'
import { cashOf } from './support/cash'
import { withDamage } from './support/damage'
import { incrementsOf } from './support/increments'
import { factsBefore, factsFrom, Kept, textOf } from './support/loader'

const OPTIONS = { windowSeconds: 300, checkpointEvery: 4 }
// `npm test` looks at new books, the project `long` at many, the same each time.
const RUNS = isExhaustive ? { seed: 20261130, numRuns: 500 } : { numRuns: 60 }

/**
 * Books that once came out wrong: a rename took the shares of another, a leg's number depended on
 * a later name, a transfer out took what was bought after it. From the seventh on something of one
 * day came before what it needed (`rules/one-day.test.ts` tells what). The last average differed
 * after a checkpoint.
 */
const ONCE_WRONG: [seed: number, days: number][] = [
  [827, 5],
  [395, 5],
  [62, 4],
  [42, 4],
  [34, 4],
  [1912, 4],
  [189940169, 4],
  [1867697266, 12],
  [663079491, 9],
  [1248255358, 10],
  [1166556852, 12],
  [827087079, 11],
  [2117131834, 6],
  [198399994, 7],
  [525456252, 12],
  [138305809, 6],
  [1956567132, 11],
  [1703516423, 40],
  [1101703127, 9],
  [1897110055, 40],
  [80911910, 10],
  [644318004, 8],
  [1134918455, 11],
  [368338202, 12],
  [1886544920, 9],
  [968283127, 10],
  [508951144, 2],
]

/**
 * Damaged books that once came out wrong: a coin fee was charged before the delivery of what paid
 * it, and one of the wrong sign changed only one of two positions that must agree.
 */
const ONCE_WRONG_DAMAGED: [seed: number, days: number][] = [
  [1912947703, 4],
  [692990641, 10],
]

const books = fc.tuple(fc.nat(), fc.integer({ min: 1, max: 12 }))

const holds = (
  check: (book: AccountBook, whole: Grouping, random: Random) => void,
  onceWrong = ONCE_WRONG,
) =>
  fc.assert(
    fc.property(books, ([seed, days]) => {
      const book = accountBook(seed, days)
      check(book, groupOrders(book.facts, OPTIONS), new Random(seed))
    }),
    { ...RUNS, examples: onceWrong.map((book) => [book]) },
  )

/** The same with a fifth of the events damaged. */
const holdsDamaged = (check: (facts: LedgerFacts, whole: Grouping, random: Random) => void) =>
  holds(({ facts }, _, random) => {
    const damaged = withDamage(facts, random, 0.2)
    check(damaged, groupOrders(damaged, OPTIONS), random)
  }, ONCE_WRONG_DAMAGED)

const openLegs = ({ trades }: Grouping) =>
  trades
    .filter(({ status }) => status !== 'pending' && status !== 'unfilled')
    .flatMap(({ legs }) => legs)
    .filter(({ open_qty }) => !decimal(open_qty).isZero)

function expectSameInAnyOrder(facts: LedgerFacts, whole: Grouping, random: Random): void {
  const shuffled = {
    ...facts,
    orders: random
      .shuffled(facts.orders)
      .map((order) => ({ ...order, fills: random.shuffled(order.fills) })),
    events: random.shuffled(facts.events),
  }
  expect(JSON.stringify(groupOrders(shuffled, OPTIONS))).toBe(JSON.stringify(whole))
}

function expectSameFromCheckpoints(facts: LedgerFacts, whole: Grouping): void {
  const trades = new Set(whole.trades.map((trade) => JSON.stringify(trade)))
  for (const from of structuredClone(whole.checkpoints)) {
    const rest = groupOrders(factsFrom(facts, from), { ...OPTIONS, from })
    expect(rest.trades.filter((trade) => !trades.has(JSON.stringify(trade)))).toEqual([])
    const part = groupOrders(facts, { ...OPTIONS, until: from.at })
    expect(textOf(part)).toBe(textOf(groupOrders(factsBefore(facts, part), OPTIONS)))
  }
}

function expectSameInSyncs(facts: LedgerFacts, whole: Grouping, random: Random): void {
  expect(textOf(groupOrders(facts, { windowSeconds: 300 }))).toBe(textOf(whole))
  const kept = new Kept(300)
  for (const step of incrementsOf(facts, random))
    if (step.since < Number.POSITIVE_INFINITY) kept.update(step.facts, step.since)
  expect(textOf(kept.all)).toBe(textOf(whole))
}

const expectOwnIds = (trades: Grouping['trades']) =>
  expect(new Set(trades.map(({ tradeId }) => tradeId)).size).toBe(trades.length)

const nameOf = (symbol: string): string => `Q${symbol}`

const renamed = ({ symbol, kind, strike, expiry, multiplier, underlying }: Instrument) =>
  instrumentOf(nameOf(symbol), kind, strike, expiry, multiplier, nameOf(underlying))

describe('an account with every kind of event', () => {
  it('books each event, and ends with the positions of the broker, never long and short', () => {
    holds(({ positions }, whole) => {
      expect(whole.unbooked).toEqual([])
      expect(whole.trades.filter(({ incomplete }) => incomplete)).toEqual([])
      const held = new Map<string, Decimal>()
      const sides = new Map<string, Set<string>>()
      for (const { symbol, side, open_qty: quantity } of openLegs(whole)) {
        const change = decimal(quantity).times(side === 'long' ? 1 : -1)
        held.set(symbol, (held.get(symbol) ?? ZERO).plus(change))
        sides.set(symbol, (sides.get(symbol) ?? new Set()).add(side))
      }
      expect([...sides].filter(([, both]) => both.size > 1)).toEqual([])
      const asText = (some: ReadonlyMap<string, Decimal>) =>
        [...some].map(([symbol, quantity]) => `${symbol} ${quantity.toFixed()}`).sort()
      expect(asText(held)).toEqual(asText(positions))
    })
  })

  it('proves its profit: realized less open cost is the cash that moved less net deposits', () => {
    holds(({ cash }, { trades, fills }) => {
      let [realized, cost] = [ZERO, ZERO]
      for (const trade of trades) {
        realized = realized.plus(trade.realizedPl ?? 0)
        for (const leg of trade.legs) cost = cost.plus(leg.open_cost ?? 0)
      }
      const deposits = cashOf(fills.filter(({ kind }) => kind === 'transfer')).neg()
      const left = realized.minus(cost).minus(cash.minus(deposits))
      expect(left.round(3).toFixed()).toBe('0')
    })
  })

  it('each trade made the cash that it moved and what its open lots cost', () => {
    holds((_, { trades }) => {
      for (const { entryCash, exitCash, realizedPl, legs } of trades) {
        if (entryCash === null || exitCash === null || realizedPl === null) continue
        const cost = legs.reduce((sum, leg) => sum.plus(leg.open_cost ?? 0), ZERO)
        const made = decimal(entryCash).plus(exitCash).plus(cost).minus(realizedPl)
        expect(made.round(2).toFixed()).toBe('0')
      }
    })
  })

  it('gives the same bytes for its facts in any order', () => {
    holds(({ facts }, whole, random) => expectSameInAnyOrder(facts, whole, random))
  })

  it('goes on from each checkpoint, and up to each, as from the beginning', () => {
    holds(({ facts }, whole) => expectSameFromCheckpoints(facts, whole))
  })

  it('gives the same result in random syncs', () => {
    holds(({ facts }, whole, random) => expectSameInSyncs(facts, whole, random))
  })

  it('gives each trade an id of its own', () => {
    holds((_, { trades }) => expectOwnIds(trades))
  })

  it('has the same trades under other symbols', () => {
    holds(({ facts }, whole) => {
      const other = {
        ...facts,
        orders: facts.orders.map(({ paidWith, ...order }) => ({
          ...order,
          instrument: renamed(order.instrument),
          ...(paidWith ? { paidWith: renamed(paidWith) } : {}),
        })),
        events: facts.events.map((event) => ({ ...event, instrument: renamed(event.instrument) })),
      } as LedgerFacts
      const back = textOf(groupOrders(other, OPTIONS)).replaceAll(/"Q/g, '"')
      expect(back).toBe(textOf(whole))
    })
  })
})

describe('an account whose events contradict one another', () => {
  it('gives the same bytes for its facts in any order', () => {
    holdsDamaged(expectSameInAnyOrder)
  })

  it('goes on from each checkpoint, and up to each, as from the beginning', () => {
    holdsDamaged(expectSameFromCheckpoints)
  })

  it('gives the same result in random syncs', () => {
    holdsDamaged(expectSameInSyncs)
  })

  it('gives each trade an id of its own', () => {
    holdsDamaged((_, { trades }) => expectOwnIds(trades))
  })

  it('each trade made the cash that it moved and what its open lots cost', () => {
    holdsDamaged((_, { trades }) => {
      for (const { entryCash, exitCash, realizedPl, legs } of trades) {
        if (entryCash === null || exitCash === null || realizedPl === null) continue
        const cost = legs.reduce((sum, leg) => sum.plus(leg.open_cost ?? 0), ZERO)
        const made = decimal(entryCash).plus(exitCash).plus(cost).minus(realizedPl)
        expect(made.round(2).toFixed()).toBe('0')
      }
    })
  })
})
