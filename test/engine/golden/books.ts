import { type Grouping, groupOrders } from '../../../src/engine/group'
import { decimal } from '../../../src/engine/model/decimal'
import type { LedgerFacts } from '../../../src/engine/model/facts'
import { FEE_RULES, type FeeFact, type FeeFill, shareFees } from '../../../src/engine/output/fees'
import { Random } from '../../../src/local/alpaca/random'
import { newYorkTime } from '../../../src/time/new-york'
import { generate } from '../support/generate'
import { incrementsOf } from '../support/increments'
import { factsFrom, Kept, textOf } from '../support/loader'
import { randomWindow, WINDOWS } from '../support/one-window'
import { randomBook } from '../support/random-book'
import { renamedBook } from '../support/renamed-book'
import { STRATEGIES } from '../support/strategies'

/** Some books, and all that the engine answers about each, as text. */
export interface GoldenBooks {
  count: number
  outputOf: (index: number) => string
}

const OPTIONS = { windowSeconds: 300, checkpointEvery: 4 }

/** What the orders of the user's trades carry follows from the rows, and is left out. */
const rowsText = ({ ofOverrides: _, ...rows }: Grouping): string => JSON.stringify(rows)

/**
 * The whole grouping with its checkpoints; what each checkpoint leads to; the part before one of
 * them; and the ledger after several syncs in a random order.
 */
function everyWay(facts: LedgerFacts, seed: number): string {
  const whole = groupOrders(facts, OPTIONS)
  const resumed = whole.checkpoints.map((from) =>
    rowsText(groupOrders(factsFrom(facts, from), { ...OPTIONS, from })),
  )
  const middle = whole.checkpoints[seed % (whole.checkpoints.length || 1)]
  const part = middle ? rowsText(groupOrders(facts, { ...OPTIONS, until: middle.at })) : ''
  const kept = new Kept(300)
  for (const step of incrementsOf(facts, new Random(seed)))
    if (step.since < Number.POSITIVE_INFINITY) kept.update(step.facts, step.since)
  return [rowsText(whole), ...resumed, part, textOf(kept.all)].join('\n')
}

const once = (facts: LedgerFacts): string => rowsText(groupOrders(facts, OPTIONS))

const HISTORIES = [1, 2, 3].flatMap((seed) =>
  generate(seed, STRATEGIES).map(({ facts }) => ({ facts, seed })),
)

const CROWDED = Object.values(WINDOWS).flatMap((day) =>
  [8, 20, 41, 64, 100].map((orders) => day(orders)),
)

const LEG_KINDS = ['put', 'call', 'stock', 'crypto'] as const

/** A moment of a day in New York, the evening included. */
function filledOn(random: Random, day: string) {
  const hour = String(random.whole(9, 22)).padStart(2, '0')
  return { at: newYorkTime(day, `${hour}:30:00`), day }
}

/** Random fees shared out over random fills. */
function sharedFees(seed: number): string {
  const random = new Random(seed)
  const days = ['2026-09-10', '2026-09-11', '2026-09-14']
  const fills = Array.from({ length: random.whole(1, 12) }, (_, i): FeeFill => {
    const legKind = random.pick(LEG_KINDS)
    return {
      tradeId: `trade-${random.whole(0, 4)}`,
      executionId: `execution-${Math.floor(i / 2)}`,
      underlying: legKind === 'crypto' ? random.pick(['BTC/USD', 'ETH/USD']) : 'AAPL',
      legKind,
      orderId: `order-${Math.floor(i / 3)}`,
      parentId: null,
      side: random.pick(['buy', 'sell']),
      quantity: decimal(random.whole(1, 2000)).div(legKind === 'crypto' ? 1000 : 1),
      price: decimal(random.whole(1, 90_000), 2),
      multiplier: decimal(legKind === 'stock' || legKind === 'crypto' ? 1 : 100),
      ...filledOn(random, random.pick(days)),
      isCharged: false,
    }
  })
  const fees = Array.from({ length: random.whole(1, 8) }, (_, i): FeeFact => {
    const rule = random.pick(FEE_RULES)
    const day = random.pick(days)
    return {
      activityId: `fee-${i}`,
      amount: decimal(random.whole(-20, 500)).div(random.pick([100, 100, 10_000])),
      rule,
      executionId: rule === 'execution' ? `execution-${random.whole(0, 7)}` : null,
      orderId: rule === 'order' ? `order-${random.whole(0, 5)}` : null,
      coin: rule === 'coin' ? random.pick([null, 'BTC/USD', 'ETH/USD']) : null,
      day,
      postedAt: random.chance(0.8) ? newYorkTime(day, '23:59:00') : null,
    }
  })
  return JSON.stringify(shareFees(fees, fills))
}

/** A book of the list; an index beyond it is a mistake of the caller. */
function nth<T>(books: readonly T[], index: number): T {
  const book = books[index]
  if (book === undefined) throw new Error(`no book ${index}`)
  return book
}

const stepsOf = (index: number): number => 1 + (index % 45)

/** Every golden book, by the name of its group. The same on any machine. */
export const GOLDEN: Readonly<Record<string, GoldenBooks>> = {
  'random books': {
    count: 1500,
    outputOf: (i) => everyWay(randomBook(7000 + i, stepsOf(i)), i),
  },
  'books of coins': {
    count: 300,
    outputOf: (i) => everyWay(randomBook(9000 + i, stepsOf(i), 'crypto'), i),
  },
  'renamed books': {
    count: 400,
    outputOf: (i) => everyWay(renamedBook(20_000 + 2 * i, 2 + (i % 28)), i),
  },
  'long books': {
    count: 30,
    outputOf: (i) => once(randomBook(500 + i, 400)),
  },
  histories: {
    count: HISTORIES.length,
    outputOf: (i) => {
      const { facts, seed } = nth(HISTORIES, i)
      return textOf(groupOrders(facts, { windowSeconds: 300 })) + once(facts) + seed
    },
  },
  'crowded windows': {
    count: CROWDED.length,
    outputOf: (i) => once(nth(CROWDED, i)),
  },
  'random windows': {
    count: 500,
    outputOf: (i) => once(randomWindow(3000 + i, 10 + (i % 90))),
  },
  'shared fees': {
    count: 300,
    outputOf: sharedFees,
  },
}
