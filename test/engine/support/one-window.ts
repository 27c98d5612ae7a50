import { decimal } from '../../../src/engine/model/decimal'
import type { LedgerFacts, OrderFact } from '../../../src/engine/model/facts'
import { HUNDRED, type Instrument, instrumentOf, ONE } from '../../../src/engine/model/instrument'
import { Random } from '../../../src/local/alpaca/random'
import type { Micros } from '../../../src/time/micros'
import { ACCOUNT } from './facts'

const BEGINS = Date.UTC(2026, 0, 5, 14, 30) * 1000
const DAY = 86_400_000
const SECOND = 1_000_000
/** Seconds between orders: far below the window of 300, so that all orders are in one window. */
const GAP = 10

type Intent = 'open' | 'close'

function option(kind: 'call' | 'put', strike: number, daysToExpiry = 30): Instrument {
  const expiry = new Date(BEGINS / 1000 + daysToExpiry * DAY).toISOString().slice(0, 10)
  const date = expiry.slice(2).replaceAll('-', '')
  const digits = String(strike * 1000).padStart(8, '0')
  const symbol = `SPX${date}${kind === 'call' ? 'C' : 'P'}${digits}`
  return instrumentOf(symbol, kind, decimal(strike), expiry, HUNDRED, 'SPX')
}

const shares = instrumentOf('SPX', 'stock', null, null, ONE, 'SPX')

/** Writes orders of one window, each filled a second after its creation. */
class Writer {
  readonly facts: LedgerFacts = { accountId: ACCOUNT, orders: [], events: [], overrides: [] }
  private now: Micros = BEGINS
  private parents = 0

  get count(): number {
    return this.facts.orders.length
  }

  wait(seconds = GAP): this {
    this.now += seconds * SECOND
    return this
  }

  /** The id of a new multi-leg order. */
  parent(): string {
    return `parent-${String(this.parents++).padStart(6, '0')}`
  }

  order(
    side: OrderFact['side'],
    intent: Intent,
    instrument: Instrument,
    parentId: string | null = null,
    quantity = 1,
    after = 1,
  ): void {
    const id = `order-${String(this.count).padStart(6, '0')}`
    const [filled, price, filledAt] = [
      decimal(quantity),
      decimal('1.25'),
      this.now + after * SECOND,
    ]
    const fill = { id, activityId: id, at: filledAt, price, quantity: filled, cumulative: filled }
    this.facts.orders.push({
      ...{ id, parentId, exitOf: null, createdAt: this.now, instrument, side, intent },
      ...{ quantity: filled, filledQuantity: filled, filledPrice: price, filledAt },
      ...{ working: false, replacedBy: null, fills: [fill] },
    })
  }

  /** A vertical spread in one parent order, short the first strike. */
  vertical(kind: 'call' | 'put', short: number, long: number, daysToExpiry?: number): void {
    const parent = this.parent()
    this.order('sell', 'open', option(kind, short, daysToExpiry), parent)
    this.order('buy', 'open', option(kind, long, daysToExpiry), parent)
  }
}

/** Verticals, all opened first; then each is closed by two simple orders. */
function verticalsClosedByLeg(orders: number): LedgerFacts {
  const writer = new Writer()
  const count = Math.floor(orders / 4)
  for (let i = 0; i < count; i++) writer.wait().vertical('put', 1000 + 5 * i, 995 + 5 * i - 2)
  for (let i = 0; i < count; i++) {
    writer.wait().order('buy', 'close', option('put', 1000 + 5 * i))
    writer.wait().order('sell', 'close', option('put', 995 + 5 * i - 2))
  }
  return writer.facts
}

/** Verticals, ten open at any time; each is closed by two simple orders. */
function rollingVerticals(orders: number): LedgerFacts {
  const writer = new Writer()
  const count = Math.floor(orders / 4)
  for (let i = 0; i < count + 10; i++) {
    if (i < count) writer.wait().vertical('put', 1000 + 5 * i, 993 + 5 * i)
    if (i < 10) continue
    writer.wait().order('buy', 'close', option('put', 1000 + 5 * (i - 10)))
    writer.wait().order('sell', 'close', option('put', 993 + 5 * (i - 10)))
  }
  return writer.facts
}

/** Verticals; the short leg of each is closed at once, the long legs at the end. */
function verticalsShortsFirst(orders: number): LedgerFacts {
  const writer = new Writer()
  const count = Math.floor(orders / 4)
  for (let i = 0; i < count; i++) {
    writer.wait().vertical('put', 2000 + 5 * i, 1997 + 5 * i)
    writer.wait().order('buy', 'close', option('put', 2000 + 5 * i))
  }
  for (let i = 0; i < count; i++) writer.wait().order('sell', 'close', option('put', 1997 + 5 * i))
  return writer.facts
}

/** Verticals of two simple orders each; a vertical is closed by leg once the next is open. */
function simpleVerticals(orders: number): LedgerFacts {
  const writer = new Writer()
  for (let i = 0; writer.count < orders; i++) {
    writer.wait().order('sell', 'open', option('put', 2000 + 5 * i))
    writer.order('buy', 'open', option('put', 1997 + 5 * i))
    if (i === 0) continue
    writer.wait().order('buy', 'close', option('put', 1995 + 5 * i))
    writer.wait().order('sell', 'close', option('put', 1992 + 5 * i))
  }
  return writer.facts
}

/** A put spread, then a call spread, and so on; no strike twice. */
function alternatingSpreads(orders: number): LedgerFacts {
  const writer = new Writer()
  for (let i = 0; writer.count < orders; i++) {
    if (i % 2 === 0) writer.wait().vertical('put', 20_000 - 2 * i, 19_999 - 2 * i)
    else writer.wait().vertical('call', 30_000 + 2 * i, 30_001 + 2 * i)
  }
  return writer.facts
}

/** Parent orders that each open one leg; no strike twice. */
function parentsOfOneLeg(orders: number): LedgerFacts {
  const writer = new Writer()
  for (let i = 0; writer.count < orders; i++) {
    const side = i % 3 === 0 ? 'buy' : 'sell'
    const kind = i % 2 === 0 ? 'put' : 'call'
    writer.wait().order(side, 'open', option(kind, 10_000 + i), writer.parent())
  }
  return writer.facts
}

/** Single legs, each of an expiry of its own. */
function legsOfManyExpiries(orders: number): LedgerFacts {
  const writer = new Writer()
  for (let i = 0; writer.count < orders; i++) {
    const side = i % 2 === 0 ? 'buy' : 'sell'
    writer.wait().order(side, 'open', option('put', 10_000 + (i % 7), i + 1))
  }
  return writer.facts
}

/** The same, all of one side: no two of them have a name together. */
function shortLegsOfManyExpiries(orders: number): LedgerFacts {
  const writer = new Writer()
  for (let i = 0; writer.count < orders; i++)
    writer.wait().order('sell', 'open', option('put', 10_000 + (i % 7), i + 1))
  return writer.facts
}

/** Days whose orders follow one another so closely that all are of one window, by what is hard. */
export const WINDOWS = {
  'verticals closed leg by leg': verticalsClosedByLeg,
  'ten verticals at a time, closed leg by leg': rollingVerticals,
  'verticals, all short legs closed first': verticalsShortsFirst,
  'verticals of simple orders, closed leg by leg': simpleVerticals,
  'alternating put and call spreads': alternatingSpreads,
  'parents with one opening leg': parentsOfOneLeg,
  'single legs, each of its own expiry': legsOfManyExpiries,
  'short legs, each of its own expiry': shortLegsOfManyExpiries,
} as const

export type WindowName = keyof typeof WINDOWS

/**
 * A random day of one window: parents of one to four legs, simple orders, shares, closes of whole
 * trades and of single legs, late fills, few strikes and expiries, so that much fits together.
 */
export function randomWindow(seed: number, orders: number): LedgerFacts {
  const random = new Random(seed)
  const writer = new Writer()
  const expiries = [30, 30, 30, 60, 90].slice(0, random.whole(1, 5))
  const strikes = random.whole(3, 40)
  const quiet = random.whole(0, 2)
  const held = new Map<Instrument, number>()
  const known = new Map<string, Instrument>()
  const anything = (): Instrument => {
    if (random.chance(0.05)) return shares
    const kind = random.pick(['call', 'put'] as const)
    const made = option(kind, 5000 + 5 * random.whole(0, strikes), random.pick(expiries))
    known.set(made.symbol, known.get(made.symbol) ?? made)
    return known.get(made.symbol) ?? made
  }
  const open = (made: Instrument, parent: string | null, count: number): void => {
    const side = random.pick(['buy', 'sell'] as const)
    const quantity = made.kind === 'stock' ? 100 * count : count
    writer.order(side, 'open', made, parent, quantity, random.pick([1, 1, 1, 2, 40]))
    held.set(made, (held.get(made) ?? 0) + (side === 'buy' ? quantity : -quantity))
  }
  const close = (parent: string | null): void => {
    const some = [...held].filter(([, quantity]) => quantity !== 0)
    if (some.length === 0) return
    const [made, quantity] = random.pick(some)
    const size = Math.abs(quantity)
    const part = random.chance(0.7) ? size : Math.ceil(size / 2)
    writer.order(quantity > 0 ? 'sell' : 'buy', 'close', made, parent, part)
    held.set(made, quantity - Math.sign(quantity) * part)
  }
  while (writer.count < orders) {
    writer.wait(random.pick([0, 1, 5, 30, 120, 280]))
    const roll = random.unit()
    const count = random.pick([1, 1, 1, 2, 3])
    if (roll < 0.4) open(anything(), null, count)
    else if (roll < 0.65 - 0.1 * quiet) {
      const parent = writer.parent()
      for (let i = random.whole(1, 4); i > 0; i--) open(anything(), parent, count)
    } else if (roll < 0.9) {
      for (let i = random.whole(1, 4); i > 0; i--) close(null)
    } else {
      const parent = writer.parent()
      for (let i = random.whole(1, 2); i > 0; i--) close(parent)
      for (let i = random.whole(0, 2); i > 0; i--) open(anything(), parent, count)
    }
  }
  return writer.facts
}
