import { decimal } from '../../../src/engine/model/decimal'
import type { EventFact, FillFact, LedgerFacts, OrderFact } from '../../../src/engine/model/facts'
import { type Instrument, instrumentOf } from '../../../src/engine/model/instrument'
import { Random } from '../../../src/local/alpaca/random'
import type { Micros } from '../../../src/time/micros'
import { newYorkDate } from '../../../src/time/new-york'
import { ACCOUNT, ACTION, at, endOfDay, FAR, instrument, NEAR, startOfDay } from './facts'

const SECOND = 1_000_000
const WORDS = ['C95', 'C100', 'C105', 'P95', 'P100', 'P105', 'C100f', 'C105f', 'P95f', 'P100f']
const GAPS = [0, 1, 30, 120, 299, 300, 301, 900, 5_000, 40_000, 100_000]

/** Takes off what floats add. */
const round = (quantity: number) => Math.round(quantity * 1e9) / 1e9

type Intent = OrderFact['intent']

/**
 * Writes random facts of one underlying: orders alone and in parents, filled at once, bit by bit,
 * in part, late or never, with and without intent, closes of what is held and of what is not,
 * replaced orders, events of all kinds, overrides. Nothing in it is meant to make sense to a
 * trader; all of it is something that Alpaca could send.
 */
class Writer {
  readonly orders: OrderFact[] = []
  readonly facts: LedgerFacts
  private readonly held = new Map<string, number>()
  private readonly instruments = new Map<string, Instrument>()
  private now: Micros = at('05 15:00')

  constructor(
    private readonly random: Random,
    private readonly kind: 'stock' | 'crypto',
    /** Decides about cash and moments of option events, so that all else stays as it was. */
    private readonly settlements: Random,
  ) {
    const none = { events: [], overrides: [] }
    this.facts = { accountId: ACCOUNT, orders: this.orders, ...none }
    const words = kind === 'stock' ? [...WORDS, 'S'] : ['B']
    for (const word of words) {
      const made = instrument(word, this.underlying)
      this.instruments.set(made.symbol, made)
    }
  }

  step(): void {
    const { random } = this
    this.now += random.pick(GAPS) * SECOND + random.whole(0, 3)
    const roll = random.unit()
    if (this.kind === 'crypto') {
      if (roll < 0.5) this.simple(this.anything(), null)
      else if (roll < 0.8) this.coinTrade()
      else this.coinFee(this.random.whole(1, 9) / 10_000, this.random.whole(0, 1))
    } else if (roll < 0.34) this.simple(this.anything(), 'open')
    else if (roll < 0.5) this.parent(false)
    else if (roll < 0.7) this.closeSomething()
    else if (roll < 0.76) this.parent(true)
    else if (roll < 0.81) this.simple(this.share(), null)
    else if (roll < 0.9) this.optionEvent()
    else if (roll < 0.92) this.transfer()
    else if (roll < 0.93) this.splitShares()
    else if (roll < 0.97) this.replace()
    else this.override()
  }

  private id(prefix: string): string {
    const digits = () =>
      Math.floor(this.random.unit() * 2 ** 32)
        .toString(16)
        .padStart(8, '0')
    return `${prefix}${digits()}${digits()}`
  }

  private get underlying(): string {
    return this.kind === 'stock' ? 'AAPL' : 'BTC/USD'
  }

  private share(): Instrument {
    return instrument(this.kind === 'stock' ? 'S' : 'B', this.underlying)
  }

  private anything(): Instrument {
    return this.random.pick([...this.instruments.values()])
  }

  private quantity({ kind }: Instrument): number {
    const { random } = this
    if (kind === 'crypto') return random.whole(1, 5000) / 1000
    if (kind !== 'stock') return random.pick([1, 1, 1, 2, 3])
    return random.pick([50, 100, 100, 200, 12.5])
  }

  private place(
    made: Instrument,
    side: 'buy' | 'sell',
    intent: Intent,
    quantity: number,
    more: Partial<OrderFact> = {},
  ): OrderFact {
    const { random } = this
    const outcome = random.unit()
    const filled =
      outcome < 0.12 ? 0 : outcome < 0.2 && quantity > 1 ? Math.ceil(quantity / 2) : quantity
    const late = random.chance(0.1) ? random.pick([400, 4_000, 90_000]) * SECOND : 0
    const filledAt = this.now + random.whole(0, 2) * SECOND + late
    const order: OrderFact = {
      id: this.id('o'),
      parentId: null,
      exitOf: null,
      createdAt: this.now,
      instrument: made,
      side,
      intent,
      quantity: decimal(quantity),
      filledQuantity: decimal(filled),
      filledPrice: filled === 0 ? null : decimal(random.whole(5, 900)).div(100),
      filledAt,
      working: filled === 0 && random.chance(0.3),
      replacedBy: null,
      fills: [],
      ...more,
    }
    this.orders.push(order)
    order.fills = this.fillsOf(order)
    const change = side === 'buy' ? filled : -filled
    this.held.set(made.symbol, round((this.held.get(made.symbol) ?? 0) + change))
    return order
  }

  /** Tells of an order's fills, of all or of some of them. */
  private fillsOf(order: OrderFact): FillFact[] {
    const { random } = this
    const whole = order.filledQuantity.toNumber()
    if (whole === 0 || random.chance(0.1)) return []
    const parts = whole >= 2 && random.chance(0.4) ? [1, round(whole - 1)] : [whole]
    const told = random.chance(0.1) ? parts.slice(0, 1) : parts
    let cumulative = 0
    return told.map((part, i) => {
      cumulative += part
      return {
        id: this.id('x'),
        activityId: this.id('a'),
        at: order.filledAt + i * random.whole(0, 200) * SECOND,
        price: (order.filledPrice ?? decimal(1)).plus(i / 100),
        quantity: decimal(part),
        cumulative: decimal(cumulative),
      }
    })
  }

  private simple(made: Instrument, intent: Intent): void {
    this.place(made, this.random.chance(0.5) ? 'buy' : 'sell', intent, this.quantity(made))
  }

  private closeSomething(): void {
    const { random } = this
    const made = this.heldInstrument()
    if (!made) return
    const held = this.held.get(made.symbol) ?? 0
    const most = Math.abs(held)
    const quantity = random.chance(0.7) ? most : random.chance(0.5) ? Math.ceil(most / 2) : most + 1
    this.place(made, held > 0 ? 'sell' : 'buy', random.chance(0.8) ? 'close' : null, quantity)
  }

  private heldInstrument(options = false): Instrument | undefined {
    const found = [...this.instruments.values()].filter(
      ({ symbol, kind }) => (this.held.get(symbol) ?? 0) !== 0 && !(options && kind === 'stock'),
    )
    return found.length === 0 ? undefined : this.random.pick(found)
  }

  private parent(closing: boolean): void {
    const { random } = this
    const parentId = this.id('p')
    const units = random.whole(1, 2)
    const symbols = random.shuffled([...this.instruments.keys()]).slice(0, random.whole(2, 4))
    for (const symbol of symbols) {
      const made = this.instruments.get(symbol)
      if (!made || made.kind === 'stock') continue
      const held = this.held.get(symbol) ?? 0
      if (closing && held !== 0) {
        this.place(made, held > 0 ? 'sell' : 'buy', 'close', Math.abs(held), { parentId })
      } else this.place(made, random.chance(0.5) ? 'buy' : 'sell', 'open', units, { parentId })
    }
  }

  private replace(): void {
    const { random } = this
    const old = random.pick([...this.orders, null])
    if (!old || old.replacedBy !== null || old.filledQuantity.eq(old.quantity)) return
    const { instrument: made, side, intent } = old
    const rest = old.quantity.minus(old.filledQuantity).toNumber()
    old.replacedBy = this.place(made, side, intent, rest).id
    old.working = false
    if (random.chance(0.1)) old.replacedBy = 'an order that nobody knows'
  }

  private optionEvent(): void {
    const { random } = this
    const made = this.heldInstrument(true)
    if (!made?.strike) return
    const held = this.held.get(made.symbol) ?? 0
    const quantity = random.chance(0.8) ? held : Math.sign(held)
    const type = random.pick(['expiration', held > 0 ? 'exercise' : 'assignment'] as const)
    const early = random.chance(0.5)
    const day = new Date(this.now / 1000).toISOString().slice(0, 10)
    const expiry = made.expiry === FAR ? FAR : NEAR
    const groupId = random.chance(0.8) ? this.id('g') : null
    const base = { instrument: made, date: early ? day : expiry, groupId }
    const isAtOnce = early && type === 'exercise' && this.settlements.chance(0.5)
    const start = isAtOnce ? this.now : startOfDay(day)
    const when = early ? start : Math.max(endOfDay(expiry), this.now)
    const event: EventFact = {
      ...base,
      type,
      id: this.id('e'),
      quantity: decimal(-quantity),
      at: when,
      early,
    }
    this.settle(event)
    this.facts.events.push(event)
    this.held.set(made.symbol, held - quantity)
    if (type === 'expiration') return
    const later = random.pick([0, 0, 86_400 * SECOND])
    if (this.settlements.chance(0.1)) return
    const up = (made.kind === 'call') === (type === 'exercise')
    const shares = Math.abs(quantity) * 100 * (up ? 1 : -1)
    this.facts.events.push({
      ...base,
      type: 'delivery',
      id: this.id('d'),
      instrument: this.share(),
      quantity: decimal(shares),
      at: when + later,
      price: made.strike,
    })
    this.held.set(this.share().symbol, (this.held.get(this.share().symbol) ?? 0) + shares)
  }

  /**
   * Some events come with cash: of index options, and of adjusted contracts beside their shares.
   */
  private settle(event: EventFact): void {
    const { settlements } = this
    if (event.type !== 'assignment' && event.type !== 'exercise') return
    if (!settlements.chance(0.3)) return
    const cents = settlements.whole(1, 500_000)
    event.cash = decimal(event.type === 'exercise' ? cents : -cents).div(100)
  }

  private transfer(): void {
    const { random } = this
    const made = this.anything()
    const quantity = this.quantity(made) * random.pick([1, -1])
    const price = random.chance(0.8) ? decimal(random.whole(1, 500)).div(100) : null
    const day = new Date(this.now / 1000).toISOString().slice(0, 10)
    const base = { instrument: made, date: day, groupId: null, at: this.now }
    const change = decimal(quantity)
    this.facts.events.push({ type: 'transfer', id: this.id('t'), quantity: change, price, ...base })
    this.held.set(made.symbol, (this.held.get(made.symbol) ?? 0) + quantity)
  }

  /** Two for one of the shares held. */
  private splitShares(): void {
    const { symbol } = this.share()
    const held = this.held.get(symbol) ?? 0
    if (held === 0) return
    const day = new Date(this.now / 1000).toISOString().slice(0, 10)
    const base = { instrument: this.share(), date: day, groupId: this.id('g'), at: this.now }
    for (const quantity of [-held, 2 * held]) {
      const change = decimal(quantity)
      const id = this.id('s')
      this.facts.events.push({ ...ACTION, type: 'adjustment', id, quantity: change, ...base })
    }
    this.held.set(symbol, 2 * held)
  }

  /**
   * Bought, a fee taken of it that is dated on this day or the next, and mostly sold again, by and
   * by or soon.
   */
  private coinTrade(): void {
    const { random } = this
    const made = this.share()
    const quantity = this.quantity(made)
    const fee = quantity / 400
    this.place(made, 'buy', random.chance(0.8) ? null : 'open', quantity)
    this.coinFee(fee, random.pick([0, 0, 0, 1]))
    if (random.chance(0.3)) return
    this.now += random.pick(GAPS) * SECOND
    const intent = random.chance(0.8) ? null : 'close'
    this.place(made, 'sell', intent, round(random.chance(0.8) ? quantity - fee : quantity / 2))
  }

  /** Posted seconds or hours after what it was charged on, or before any of it. */
  private coinFee(coins: number, daysLater: number): void {
    const { random } = this
    const day = newYorkDate(this.now + daysLater * 86_400 * SECOND)
    const after = this.now + random.pick([2, 2, 1000, 30_000]) * SECOND
    const posted = random.pick([after, after, after, startOfDay(day)])
    const base = { instrument: this.share(), date: day, groupId: null, at: posted }
    const quantity = decimal(round(-coins))
    this.facts.events.push({ type: 'coin_fee', id: this.id('f'), quantity, ...base })
  }

  private override(): void {
    const { random } = this
    const taken = new Set(this.facts.overrides.flatMap(({ facts }) => facts))
    const free = this.orders.filter(({ id, intent }) => intent === 'open' && !taken.has(id))
    const chosen = random.shuffled(free.slice(-8)).slice(0, random.whole(1, 3))
    if (chosen.length === 0) return
    const kind = random.pick(['merge', 'split', 'annotate'] as const)
    const said =
      kind === 'annotate' ? { strategy: 'mine', tags: ['a'], note: 'b' } : { strategy: null }
    const facts = chosen.map(({ id }) => id)
    this.facts.overrides.push({ id: this.id('r'), kind, facts, tags: null, note: null, ...said })
  }
}

/** The coins of a book of pairs. */
const PAIRED = ['BTC', 'ETH', 'USDC'].map((name) => {
  const symbol = `${name}/USD`
  return instrumentOf(symbol, 'crypto', null, null, decimal(1), symbol)
})

/**
 * Random facts of three coins that are bought and sold for dollars and for one another, with fees
 * that fit their executions or do not, from a seed.
 */
export function randomPairs(seed: number, steps: number): LedgerFacts {
  const random = new Random(seed)
  const whole = randomBook(seed, steps, 'crypto')
  const coinOf = () => random.pick(PAIRED)
  const orders = whole.orders.map((order): OrderFact => {
    const instrument = coinOf()
    const paidWith = random.chance(0.4) ? coinOf() : instrument
    return paidWith === instrument ? { ...order, instrument } : { ...order, instrument, paidWith }
  })
  const bought = orders.filter(({ side, fills }) => side === 'buy' && fills.length > 0)
  const events = whole.events.map((event): EventFact => {
    const order = bought.length === 0 ? undefined : random.pick(bought)
    const fill = order?.fills[0]
    if (event.type !== 'coin_fee' || !order || !fill || random.chance(0.3))
      return { ...event, instrument: coinOf() } as EventFact
    const at = Math.max(fill.at, order.createdAt) + random.pick([2, 2, 4000]) * SECOND
    const date = newYorkDate(at)
    const quantity = fill.quantity.div(-400).round(9)
    return { ...event, instrument: order.instrument, quantity, at, date }
  })
  return { ...whole, orders, events }
}

/** Random facts from a seed, the same for the same seed; of coins where one asks for them. */
export function randomBook(seed: number, steps: number, kind?: 'crypto'): LedgerFacts {
  const random = new Random(seed)
  const isCrypto = random.chance(0.1)
  const writer = new Writer(random, kind ?? (isCrypto ? 'crypto' : 'stock'), new Random(seed + 1))
  for (let i = 0; i < steps; i++) writer.step()
  return writer.facts
}
