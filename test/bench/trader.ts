import { type Decimal, decimal } from '../../src/engine/model/decimal'
import type { FillFact, LedgerFacts } from '../../src/engine/model/facts'
import { HUNDRED, type Instrument, instrumentOf, ONE } from '../../src/engine/model/instrument'
import { Random, type Weighted } from '../../src/local/alpaca/random'
import type { Micros } from '../../src/time/micros'
import { dateOf, expiresAt, TradingClock } from './clock'

type Sign = 1 | -1

/** Quantity of one instrument in one position. */
interface Holding {
  instrument: Instrument
  sign: Sign
  quantity: number
  expiryDay: number
}

/** Positions that were opened together. */
type Position = Holding[]

/**
 * A leg of a plan: kind, strikes from the middle, side, weeks after the first expiry.
 */
type Sketch = readonly [kind: 'call' | 'put', steps: number, sign: Sign, later?: number]

type How = 'parent' | 'simple' | 'in two parents'

const CONDOR: readonly Sketch[] = [
  ['put', -4, 1],
  ['put', -2, -1],
  ['call', 2, -1],
  ['call', 4, 1],
]

const STRANGLE: readonly Sketch[] = [
  ['put', -3, -1],
  ['call', 3, -1],
]

const CALENDAR: readonly Sketch[] = [
  ['call', 0, -1],
  ['call', 0, 1, 3],
]

/** The structures that an options trader opens, and how often. */
const HABITS: readonly Weighted<{ how: How; legs: readonly Sketch[] }>[] = [
  { weight: 16, value: { how: 'simple', legs: [['put', -2, -1]] } },
  { weight: 14, value: { how: 'simple', legs: [['call', 1, 1]] } },
  { weight: 16, value: { how: 'parent', legs: CONDOR.slice(0, 2) } },
  { weight: 12, value: { how: 'parent', legs: CONDOR.slice(2) } },
  { weight: 14, value: { how: 'parent', legs: CONDOR } },
  { weight: 5, value: { how: 'in two parents', legs: CONDOR } },
  { weight: 2, value: { how: 'simple', legs: CONDOR } },
  { weight: 6, value: { how: 'simple', legs: STRANGLE } },
  { weight: 5, value: { how: 'parent', legs: CALENDAR } },
]

const MOST_POSITIONS = 40
/** Share of orders that are canceled or expire without a fill. */
const UNFILLED = 0.08

/**
 * A random trader of options on one underlying, whose orders, fills and events are consistent.
 */
export class Trader {
  readonly facts: LedgerFacts
  private readonly random: Random
  private readonly clock: TradingClock
  private readonly instruments = new Map<string, Instrument>()
  private positions: Position[] = []
  private dropped = 0
  private level: number

  constructor(
    accountId: string,
    private readonly underlying: string,
    seed: number,
  ) {
    this.random = new Random(seed)
    this.clock = new TradingClock(this.random)
    this.level = this.random.whole(15, 90)
    this.facts = { accountId, orders: [], events: [], overrides: [] }
  }

  /** Number of all orders so far. */
  get placed(): number {
    return this.dropped + this.facts.orders.length
  }

  /** Trades until there are so many orders. */
  trade(legs: number): LedgerFacts {
    while (this.placed < legs) {
      this.clock.wait(this.random.chance(0.15) ? 6 : 60)
      if (this.random.chance(0.02)) this.level += this.random.whole(-1, 1)
      this.expire()
      this.act()
    }
    this.facts.orders.sort((a, b) => a.createdAt - b.createdAt)
    return this.facts
  }

  /** Forgets the facts before a moment. */
  drop(before: Micros): void {
    const { facts } = this
    const kept = facts.orders.filter((order) => order.createdAt >= before)
    this.dropped += facts.orders.length - kept.length
    facts.orders = kept
    facts.events = facts.events.filter((event) => event.at >= before)
  }

  private act(): void {
    const crowded = this.positions.length / MOST_POSITIONS
    if (this.positions.length === 0 || !this.random.chance(crowded)) {
      if (this.random.chance(0.08)) this.buyShares()
      else this.open()
      return
    }
    const position = this.positions[this.random.whole(0, this.positions.length - 1)] ?? []
    if (this.random.chance(0.15)) this.roll(position)
    else this.close(position, this.random.chance(0.2))
  }

  private open(): void {
    const { how, legs } = this.random.weighted(HABITS)
    const day = this.clock.friday(this.random.whole(0, 3))
    const size = this.random.whole(1, 5)
    const position = legs.map(([kind, steps, sign, later = 0]): Holding => {
      const expiryDay = day + later * 7
      const strike = Math.max(1, this.level + steps) * 5
      return { instrument: this.option(kind, strike, expiryDay), sign, quantity: size, expiryDay }
    })
    if (position.some((leg) => this.opposes(leg))) return
    if (this.random.chance(UNFILLED)) {
      this.place(position, 'open', how, false)
      return
    }
    this.place(position, 'open', how, true)
    this.positions.push(position)
  }

  private buyShares(): void {
    const quantity = this.random.whole(1, 3) * 100
    const shares: Holding = {
      instrument: this.shares(),
      sign: 1,
      quantity,
      expiryDay: Number.POSITIVE_INFINITY,
    }
    if (this.opposes(shares)) return
    this.place([shares], 'open', 'simple', true)
    this.positions.push([shares])
  }

  private close(position: Position, partly: boolean): void {
    const size = Math.min(...position.map((leg) => leg.quantity))
    const closed = partly && size > 1 ? this.random.whole(1, size - 1) : null
    const legs = position.map((leg) => ({ ...leg, quantity: closed ?? leg.quantity }))
    const how = legs.length > 1 && this.random.chance(0.75) ? 'parent' : 'simple'
    if (this.random.chance(UNFILLED)) {
      this.place(legs, 'close', how, false)
      return
    }
    this.place(legs, 'close', how, true)
    for (const leg of position) leg.quantity -= closed ?? leg.quantity
    this.forget(position)
  }

  /** Rolls a position to an expiry two weeks later, in one parent order. */
  private roll(position: Position): void {
    const later = position.map((leg): Holding => {
      const { kind, strike } = leg.instrument
      if (kind !== 'call' && kind !== 'put') return leg
      const expiryDay = leg.expiryDay + 14
      return { ...leg, expiryDay, instrument: this.option(kind, Number(strike), expiryDay) }
    })
    if (position.length > 2 || later.some((leg) => leg.instrument.kind === 'stock')) return
    if (later.some((leg) => this.opposes(leg))) return
    const parentId = this.random.uuid()
    for (const leg of position) this.order(leg, 'close', parentId, true)
    for (const leg of later) this.order(leg, 'open', parentId, true)
    this.positions = this.positions.filter((other) => other !== position)
    this.positions.push(later)
  }

  /** Expires the options of past days; some short ones are assigned. */
  private expire(): void {
    for (const position of [...this.positions]) {
      for (const leg of position) {
        if (leg.expiryDay >= this.clock.day || leg.quantity === 0) continue
        const assigned = leg.sign < 0 && this.random.chance(0.1)
        this.event(leg, assigned)
        leg.quantity = 0
      }
      this.forget(position)
    }
  }

  private event(leg: Holding, assigned: boolean): void {
    const { instrument, sign, quantity, expiryDay } = leg
    const groupId = this.random.uuid()
    const at = expiresAt(expiryDay)
    const date = dateOf(expiryDay)
    const signed = decimal(-sign * quantity)
    const type = assigned ? 'assignment' : 'expiration'
    const id = () => `${date.replaceAll('-', '')}000000000::${this.random.uuid()}`
    this.facts.events.push({
      ...{ id: id(), instrument, quantity: signed, at, date, groupId, type },
      early: false,
    })
    if (!assigned) return
    const side: Sign = instrument.kind === 'put' ? 1 : -1
    const shares = decimal(side * quantity * 100)
    this.facts.events.push({
      ...{ id: id(), instrument: this.shares(), quantity: shares, at, date, groupId },
      ...{ type: 'delivery', price: decimal(String(instrument.strike)) },
    })
    this.deliver(side, quantity * 100)
  }

  /** Nets delivered shares against shares of the other side; the rest becomes a position. */
  private deliver(sign: Sign, quantity: number): void {
    let rest = quantity
    for (const position of [...this.positions]) {
      const [leg] = position
      if (leg?.instrument.kind !== 'stock' || leg.sign === sign) continue
      const taken = Math.min(rest, leg.quantity)
      leg.quantity -= taken
      rest -= taken
      this.forget(position)
    }
    if (rest > 0)
      this.positions.push([
        { instrument: this.shares(), sign, quantity: rest, expiryDay: Number.POSITIVE_INFINITY },
      ])
  }

  private forget(position: Position): void {
    const open = position.filter((leg) => leg.quantity > 0)
    const index = this.positions.indexOf(position)
    if (open.length === position.length || index < 0) return
    if (open.length > 0) this.positions[index] = open
    else this.positions.splice(index, 1)
  }

  private opposes({ instrument, sign }: Holding): boolean {
    return this.positions.some((position) =>
      position.some(
        (leg) =>
          leg.instrument.symbol === instrument.symbol && leg.sign !== sign && leg.quantity > 0,
      ),
    )
  }

  private place(legs: Position, intent: 'open' | 'close', how: How, fills: boolean): void {
    const parents = [this.random.uuid(), this.random.uuid()]
    for (const [i, leg] of legs.entries()) {
      if (how === 'simple') this.clock.now += this.random.whole(1, 20) * 1_000_000
      if (how === 'in two parents' && i === 2) this.clock.now += this.random.whole(5, 90) * 1e6
      const parent = parents[how === 'in two parents' ? i >> 1 : 0] ?? null
      this.order(leg, intent, how === 'simple' ? null : parent, fills)
    }
  }

  private order(leg: Holding, does: 'open' | 'close', parentId: string | null, fills: boolean) {
    const { instrument, quantity } = leg
    const createdAt = this.clock.now + this.random.whole(0, 999)
    const side = leg.sign > 0 === (does === 'open') ? 'buy' : 'sell'
    const price = instrument.kind === 'stock' ? this.level * 5 : 0
    const filledPrice = fills ? this.price(price + this.random.whole(1, 9)) : null
    this.facts.orders.push({
      id: this.random.uuid(),
      parentId,
      exitOf: null,
      createdAt,
      instrument,
      side,
      intent: instrument.kind === 'stock' ? null : does,
      quantity: decimal(quantity),
      filledQuantity: decimal(fills ? quantity : 0),
      filledPrice,
      filledAt: createdAt,
      working: false,
      replacedBy: null,
      fills: filledPrice ? this.fills(createdAt, quantity, filledPrice) : [],
    })
  }

  /** Most orders fill at once, some in parts, whose prices differ by a cent at most. */
  private fills(placedAt: Micros, quantity: number, price: Decimal): FillFact[] {
    const fills: FillFact[] = []
    let [at, filled]: [Micros, number] = [placedAt, 0]
    while (filled < quantity) {
      const part = this.random.chance(0.85)
        ? quantity - filled
        : this.random.whole(1, quantity - filled)
      filled += part
      at += this.random.whole(50_000, 3_000_000)
      const id = this.random.uuid()
      fills.push({
        id,
        activityId: `20200101000000000::${id}`,
        at,
        price: this.random.chance(0.9) ? decimal(price.toFixed()) : price.plus('0.01'),
        quantity: decimal(part),
        cumulative: decimal(filled),
      })
    }
    return fills.slice()
  }

  private price(whole: number): Decimal {
    return decimal(`${whole}.${String(this.random.whole(0, 99)).padStart(2, '0')}`)
  }

  private option(kind: 'call' | 'put', strike: number, expiryDay: number): Instrument {
    const expiry = dateOf(expiryDay)
    const struck = String(strike * 1000).padStart(8, '0')
    const letter = kind === 'call' ? 'C' : 'P'
    const { underlying } = this
    const symbol = `${underlying}${expiry.slice(2).replaceAll('-', '')}${letter}${struck}`
    return this.known(instrumentOf(symbol, kind, decimal(strike), expiry, HUNDRED, underlying))
  }

  private shares(): Instrument {
    const { underlying } = this
    return this.known(instrumentOf(underlying, 'stock', null, null, ONE, underlying))
  }

  /** One object per symbol, as in the rows of one read. */
  private known(made: Instrument): Instrument {
    const known = this.instruments.get(made.symbol) ?? made
    this.instruments.set(made.symbol, known)
    return known
  }
}
