import { type Decimal, decimal, ZERO } from '../../../src/engine/model/decimal'
import type { ActionKind, EventFact, FillFact, LedgerFacts } from '../../../src/engine/model/facts'
import {
  HUNDRED,
  type Instrument,
  instrumentOf,
  isOption,
} from '../../../src/engine/model/instrument'
import { Random } from '../../../src/local/alpaca/random'
import { nextTradingDay } from '../../../src/time/exchange-calendar'
import { type Micros, SECOND } from '../../../src/time/micros'
import { endOfNewYorkDay, newYorkTime } from '../../../src/time/new-york'
import { ACCOUNT } from './facts'
import { type ActionRow, SHARE_ACTIONS, shares } from './share-actions'

const ONE = decimal(1)
const CENT = decimal(1, 2)

/** Shares that trade, and securities that only corporate actions bring. */
const TRADED = ['AAPL', 'META', 'NVDA', 'KO']
const BROUGHT = ['WT', 'RGT', 'CNT']
const COINS = ['BTC/USD', 'ETH/USD']
const STRIKES = [95, 100, 105]
const EXPIRIES = ['2026-01-09', '2026-01-16', '2026-02-20']

/** What an account holds of a symbol: above zero long, below zero short. */
interface Held {
  readonly instrument: Instrument
  readonly quantity: Decimal
}

/** A book of an account at a broker that makes no mistake, with the broker's own figures. */
export interface AccountBook {
  readonly facts: LedgerFacts
  /** Signed quantities by symbol, none of them zero. */
  readonly positions: ReadonlyMap<string, Decimal>
  /** Dollars moved by executions, events and actions. */
  readonly cash: Decimal
}

const coin = (symbol: string): Instrument => instrumentOf(symbol, 'crypto', null, null, ONE, symbol)

function option(underlying: string, root: string, letter: string, strike: number, expiry: string) {
  const digits = String(strike * 1000).padStart(8, '0')
  const symbol = `${root}${expiry.slice(2).replaceAll('-', '')}${letter}${digits}`
  const kind = letter === 'C' ? 'call' : 'put'
  return instrumentOf(symbol, kind, decimal(strike), expiry, HUNDRED, underlying)
}

/**
 * An account at a broker that holds one net position of each symbol, never long and short of one.
 * Days pass; on each of them orders execute, options end, and corporate actions, transfers and
 * settlements happen, in the morning or in the evening. What the facts say is what the broker did.
 */
class Account {
  readonly facts: LedgerFacts = { accountId: ACCOUNT, orders: [], events: [], overrides: [] }
  readonly held = new Map<string, Held>()
  cash = ZERO
  private day = '2026-01-02'
  private now: Micros = 0
  private made = 0
  /** Kinds of actions without a group on this day: a second one would be taken for the first. */
  private readonly ungrouped = new Set<string>()
  /** What the account held in the morning, and which symbols it traded since. */
  private morning = new Map<string, Decimal>()
  private traded = new Set<string>()
  /** Symbols that an action of this day took away: nobody trades them any more. */
  private readonly gone = new Set<string>()
  /** Symbols that an action of this day brought: another one would be mistaken for it. */
  private readonly brought = new Set<string>()
  /** Symbols with an action on this day. */
  private readonly acted = new Set<string>()
  /** What is left to do on later days: the ends of offers. */
  private later: (() => void)[] = []

  constructor(private readonly random: Random) {}

  passDay(): void {
    const { random } = this
    for (let skip = random.pick([0, 0, 0, 1, 3]); skip > 0; skip--) {
      this.day = nextTradingDay(this.day)
      this.endOptions()
    }
    this.day = nextTradingDay(this.day)
    this.ungrouped.clear()
    this.traded.clear()
    this.gone.clear()
    this.acted.clear()
    this.brought.clear()
    this.now = newYorkTime(this.day)
    this.morning = new Map([...this.held].map(([symbol, { quantity }]) => [symbol, quantity]))
    const due = this.later
    this.later = []
    for (const end of due) end()
    for (let n = random.pick([0, 0, 1, 2]); n > 0; n--) this.event()
    this.now = newYorkTime(this.day, '09:31:00')
    for (let n = random.whole(0, 5); n > 0; n--) {
      this.now += random.pick([5, 60, 299, 301, 1200, 3600]) * SECOND
      this.trade()
    }
    if (random.chance(0.4)) {
      this.now = newYorkTime(this.day, '18:30:00')
      this.event(true)
    }
    this.endOptions()
  }

  // Figures.

  private quantityOf = (symbol: string): Decimal => this.held.get(symbol)?.quantity ?? ZERO

  private change(instrument: Instrument, by: Decimal): void {
    const quantity = this.quantityOf(instrument.symbol).plus(by)
    if (quantity.isZero) this.held.delete(instrument.symbol)
    else this.held.set(instrument.symbol, { instrument, quantity })
  }

  private id(prefix: string): string {
    return `${prefix}${this.random.whole(1000, 9999)}-${++this.made}`
  }

  private price = (): Decimal => CENT.times(this.random.whole(50, 20_000))

  private someHeld(fits: (held: Held) => boolean): Held | undefined {
    const found = [...this.held.values()].filter(fits)
    return found.length === 0 ? undefined : this.random.pick(found)
  }

  // Orders.

  private trade(): void {
    const roll = this.random.unit()
    if (roll < 0.07) this.tradeCoins()
    else if (roll < 0.35) this.tradeShares()
    else if (roll < 0.55) this.openOption()
    else if (roll < 0.65) this.openSpread()
    else if (roll < 0.9) this.closeHeld()
    else this.exercise()
  }

  private tradeShares(): void {
    const { random } = this
    const instrument = shares(random.pick(TRADED))
    if (this.gone.has(instrument.symbol)) return
    const held = this.quantityOf(instrument.symbol)
    const quantity = decimal(random.pick([100, 100, 200, 50, 3, 7.5]))
    const isShort = held.lt(0) || (held.isZero && random.chance(0.35))
    this.order(instrument, isShort ? 'sell' : 'buy', quantity, 'open')
  }

  /** A coin is bought for dollars or for another coin, or sold again; a purchase costs coins. */
  private tradeCoins(): void {
    const { random } = this
    const instrument = coin(random.pick(COINS))
    const held = this.quantityOf(instrument.symbol)
    if (held.gt(0) && random.chance(0.4)) {
      const quantity = random.chance(0.5) ? held : held.div(2).round(9)
      this.order(instrument, 'sell', quantity, 'close')
      return
    }
    const quantity = decimal(random.whole(1, 4000), 3)
    const btc = this.quantityOf('BTC/USD')
    const paidWith =
      instrument.symbol === 'ETH/USD' && btc.gt(quantity) ? coin('BTC/USD') : undefined
    this.order(instrument, 'buy', quantity, 'open', null, paidWith)
    const [order] = this.facts.orders.slice(-1)
    const [fill] = order?.fills ?? []
    if (!order || !fill || order.filledQuantity.isZero) return
    if (fill.quantity.eq(order.filledQuantity)) this.coinFee(fill)
  }

  private coinFee({ quantity, at }: FillFact): void {
    const { instrument } = this.facts.orders.at(-1) ?? {}
    if (!instrument) return
    const fee = quantity.times(decimal(25, 4)).round(9)
    const exact = quantity.times(decimal(25, 4))
    const taken = fee.lt(exact) ? fee.plus(decimal(1, 9)) : fee
    const base = { type: 'coin_fee', id: this.id('f'), date: this.day, groupId: null } as const
    const posted = at + 2 * SECOND
    this.facts.events.push({ ...base, at: posted, instrument, quantity: taken.neg() })
    this.change(instrument, taken.neg())
    this.now = Math.max(this.now, posted + SECOND)
  }

  private anOption(underlying: string): Instrument | undefined {
    const { random } = this
    const expiry = random.pick(EXPIRIES.filter((date) => date >= this.day))
    if (expiry === undefined) return undefined
    return option(underlying, underlying, random.pick(['C', 'P']), random.pick(STRIKES), expiry)
  }

  private get hasOptions(): boolean {
    return this.day <= (EXPIRIES.at(-1) ?? '')
  }

  private openOption(parentId: string | null = null, underlying = this.random.pick(TRADED)): void {
    if (!this.hasOptions) return
    const made = this.anOption(underlying)
    if (!made) return
    const held = this.quantityOf(made.symbol)
    const side = held.isZero
      ? this.random.pick(['buy', 'sell'] as const)
      : held.gt(0)
        ? 'buy'
        : 'sell'
    this.order(made, side, decimal(this.random.pick([1, 1, 2, 3])), 'open', parentId)
  }

  private openSpread(): void {
    const parentId = this.id('p')
    const underlying = this.random.pick(TRADED)
    for (let n = this.random.whole(2, 3); n > 0; n--) this.openOption(parentId, underlying)
  }

  private closeHeld(): void {
    const { random } = this
    const one = this.someHeld(({ instrument: { symbol } }) => !BROUGHT.includes(symbol))
    if (!one) return
    const most = one.quantity.abs()
    const isPart = random.chance(0.3) && most.gt(1)
    const quantity = isPart ? most.div(2).round(isOption(one.instrument) ? 0 : 4) : most
    this.order(one.instrument, one.quantity.gt(0) ? 'sell' : 'buy', quantity, 'close')
  }

  /**
   * An order that fills now: at once, bit by bit, in part, or not at all; some fills are told by
   * the order alone, some were busted or corrected.
   */
  private order(
    instrument: Instrument,
    side: 'buy' | 'sell',
    quantity: Decimal,
    effect: 'open' | 'close',
    parentId: string | null = null,
    paidWith?: Instrument,
  ): void {
    const { random } = this
    const id = this.id('o')
    const sign = side === 'buy' ? 1 : -1
    const outcome = random.unit()
    const half = quantity.div(2).round(isOption(instrument) ? 0 : 9)
    const filled = outcome < 0.05 ? ZERO : outcome < 0.1 ? half : quantity
    const isCoin = instrument.kind === 'crypto'
    const opensShort = sign < 0 && effect === 'open' && !isOption(instrument)
    const intents = opensShort ? [effect, null, 'close' as const] : [effect, effect, null]
    const isWhole = isCoin || filled.isZero || !random.chance(0.3) || filled.lte(1)
    const parts = filled.isZero ? [] : isWhole ? [filled] : [ONE, filled.minus(1)]
    let at = this.now + random.whole(1, 3) * SECOND
    let value = ZERO
    let cumulative = ZERO
    const fills: FillFact[] = []
    for (const part of parts) {
      const price = paidWith ? decimal(5, 2) : this.price()
      value = value.plus(part.times(price))
      cumulative = cumulative.plus(part)
      const fill = { id: this.id('x'), activityId: this.id('a'), at, price, quantity: part }
      fills.push({ ...fill, cumulative, ...(opensShort ? { opensShort } : {}) })
      at += random.whole(0, 20) * SECOND
    }
    const intent = random.pick(intents)
    this.facts.orders.push({
      id,
      parentId,
      exitOf: null,
      createdAt: this.now,
      instrument,
      side,
      // Of a short sale whose fills nobody tells the order alone can say that it opens.
      intent,
      quantity,
      filledQuantity: filled,
      filledPrice: filled.isZero ? null : value.div(filled),
      filledAt: at,
      working: false,
      replacedBy: null,
      fills: this.told(fills, filled, isCoin || (intent === 'close' && opensShort)),
      ...(paidWith ? { paidWith } : {}),
    })
    if (paidWith) this.change(paidWith, value.neg())
    else this.cash = this.cash.minus(value.times(instrument.multiplier).times(sign))
    this.change(instrument, filled.times(sign))
    if (!filled.isZero) this.traded.add(instrument.symbol)
    this.now = Math.max(this.now, at)
  }

  /** The fills in the activities: all or some, and some that no longer count. */
  private told(fills: FillFact[], filled: Decimal, mustTell: boolean): FillFact[] {
    const { random } = this
    const roll = random.unit()
    const [first] = fills
    if (!first || mustTell) return fills
    if (roll < 0.08) return first.opensShort ? fills : []
    if (roll < 0.14) {
      const activityId = `${this.id('a')}-wrong`
      const wrong = { ...first, price: first.price.plus(1), activityId: `!${activityId}` }
      return [wrong, ...fills]
    }
    if (roll < 0.2 && fills.length === 1) {
      const busted = { ...first, id: this.id('x'), activityId: this.id('a'), at: first.at - 1 }
      return [{ ...busted, price: first.price.plus(2), quantity: filled }, ...fills]
    }
    return fills
  }

  // Options.

  private deliver(held: Held, quantity: Decimal, type: 'exercise' | 'assignment', at: Micros) {
    const { instrument } = held
    if (!isOption(instrument)) return
    const groupId = this.random.chance(0.8) ? this.id('g') : null
    const isOver = at === endOfNewYorkDay(newYorkTime(instrument.expiry))
    const base = { date: this.day, groupId, at }
    const change = quantity.times(held.quantity.gt(0) ? -1 : 1)
    const event = { id: this.id('e'), type, instrument, quantity: change, early: !isOver }
    this.facts.events.push({ ...base, ...event })
    this.change(instrument, change)
    const up = (instrument.kind === 'call') === (type === 'exercise')
    const delivered = quantity.times(instrument.multiplier).times(up ? 1 : -1)
    const underlying = shares(instrument.underlying)
    const shareRow = { id: this.id('d'), instrument: underlying, quantity: delivered }
    this.facts.events.push({ ...base, ...shareRow, type: 'delivery', price: instrument.strike })
    this.change(underlying, delivered)
    this.traded.add(underlying.symbol)
    this.cash = this.cash.minus(delivered.times(instrument.strike))
  }

  /** In the middle of the day: the shares come at once. */
  private exercise(): void {
    const one = this.someHeld(
      ({ instrument, quantity }) =>
        isOption(instrument) && quantity.gt(0) && !this.gone.has(instrument.underlying),
    )
    if (!one) return
    this.deliver(one, this.random.chance(0.7) ? one.quantity : ONE, 'exercise', this.now)
    this.now += SECOND
  }

  /** Options that end on this day expire, deliver, or settle in cash. */
  private endOptions(): void {
    for (const held of [...this.held.values()]) {
      const { instrument, quantity } = held
      if (!isOption(instrument) || instrument.expiry > this.day) continue
      const at = endOfNewYorkDay(newYorkTime(instrument.expiry))
      const roll = this.random.unit()
      const type = quantity.gt(0) ? 'exercise' : 'assignment'
      if (roll < 0.3) {
        this.deliver(held, quantity.abs(), type, at)
        continue
      }
      const settled = roll < 0.45
      const cash = settled ? this.price().times(quantity).times(instrument.multiplier) : ZERO
      const event: EventFact = {
        type: settled ? type : 'expiration',
        id: this.id('e'),
        instrument,
        quantity: quantity.neg(),
        at,
        date: this.day,
        groupId: this.id('g'),
        early: false,
        ...(settled ? { cash } : {}),
      }
      this.facts.events.push(event)
      this.cash = this.cash.plus(cash)
      this.change(instrument, quantity.neg())
    }
  }

  // Events without an order.

  private event(isEvening = false): void {
    const { random } = this
    const roll = random.unit()
    if (roll < 0.15) this.transfer()
    else if (roll < 0.25) this.assignEarly(isEvening)
    else if (roll < 0.38) this.adjustOption()
    else this.actOnSome(isEvening)
  }

  private actOnSome(isEvening: boolean): void {
    const one = this.someHeld(({ instrument: { kind, symbol } }) => {
      if (kind !== 'stock') return false
      if (this.acted.has(symbol)) return false
      // Rows do not say whether an evening or the morning is meant if the orders between net.
      const isLike = this.morning.get(symbol)?.eq(this.quantityOf(symbol)) === true
      return !isEvening || !this.traded.has(symbol) || !isLike
    })
    if (one) this.act(one)
  }

  private transfer(): void {
    const { random } = this
    const price = this.price()
    const one = this.someHeld(
      ({ instrument, quantity }) =>
        !isOption(instrument) && quantity.gt(0) && !this.acted.has(instrument.symbol),
    )
    const isOut = one !== undefined && random.chance(0.5)
    const symbol = random.pick([...TRADED, ...COINS])
    const isTaken = this.traded.has(symbol) || this.gone.has(symbol) || this.acted.has(symbol)
    if (!isOut && (this.quantityOf(symbol).lt(0) || isTaken)) return
    const instrument = isOut
      ? one.instrument
      : COINS.includes(symbol)
        ? coin(symbol)
        : shares(symbol)
    const quantity = isOut ? one.quantity.neg() : decimal(random.pick([10, 25.5]))
    const base = { type: 'transfer', id: this.id('t'), date: this.day, groupId: null } as const
    this.facts.events.push({ ...base, at: newYorkTime(this.day), instrument, quantity, price })
    this.change(instrument, quantity)
    this.traded.add(instrument.symbol)
    this.acted.add(instrument.symbol)
  }

  private assignEarly(isEvening: boolean): void {
    if (isEvening) return
    const one = this.someHeld(
      ({ instrument, quantity }) =>
        isOption(instrument) && quantity.lt(0) && instrument.expiry > this.day,
    )
    if (one) this.deliver(one, one.quantity.abs(), 'assignment', newYorkTime(this.day))
  }

  /** A contract gets another root, twice as many contracts, or another strike. */
  private adjustOption(): void {
    const one = this.someHeld(
      ({ instrument, quantity }) =>
        isOption(instrument) &&
        instrument.expiry > this.day &&
        !this.traded.has(instrument.symbol) &&
        !quantity.isZero,
    )
    if (!one || !isOption(one.instrument)) return
    const { symbol, kind, strike, expiry, multiplier, underlying } = one.instrument
    const isRoot = this.random.chance(0.5)
    const name = isRoot ? symbol.replace(/^([A-Z]+)(\d?)/, '$1$27') : `${symbol.slice(0, -1)}5`
    const to = instrumentOf(name, kind, strike, expiry, multiplier, underlying)
    if (this.held.has(name) || name.length > 24) return
    const factor = this.random.pick([1, 1, 2])
    const worth = this.price()
    const rows = [
      { instrument: one.instrument, quantity: one.quantity.neg(), price: worth },
      { instrument: to, quantity: one.quantity.times(factor), price: worth.div(factor) },
    ]
    this.book('option', rows, true)
  }

  // Corporate actions.

  private book(kind: ActionKind, rows: readonly ActionRow[], isGrouped = false): void {
    const { random } = this
    const key = kind.replace('old_', '')
    const group = isGrouped || this.ungrouped.has(key) || random.chance(0.5) ? this.id('g') : null
    if (group === null) this.ungrouped.add(key)
    for (const { instrument, quantity, price = null, cash = ZERO } of random.shuffled(rows)) {
      const base = { type: 'adjustment', id: this.id('s'), kind, groupId: group } as const
      const at = newYorkTime(this.day)
      const more = { date: this.day, at, price, cash, names: [] }
      this.facts.events.push({ ...base, ...more, instrument, quantity })
    }
    for (const { instrument, quantity, cash = ZERO } of rows) {
      this.change(instrument, quantity)
      this.cash = this.cash.plus(cash)
    }
    for (const { instrument } of rows) {
      this.brought.add(instrument.symbol)
      if (!this.held.has(instrument.symbol)) this.gone.add(instrument.symbol)
    }
  }

  private act(held: Held): void {
    const { random } = this
    const { instrument, quantity } = held
    const { symbol } = instrument
    this.acted.add(symbol)
    if (random.chance(0.1)) {
      this.offer(held)
      return
    }
    const isFree = (name: string) =>
      name !== symbol && ![this.traded, this.gone, this.brought].some((names) => names.has(name))
    const actions = random.pick(SHARE_ACTIONS)({
      instrument,
      quantity,
      worth: this.price(),
      other: random.pick([...TRADED, 'NEW', ...BROUGHT].filter(isFree)),
      pick: (ratios) => random.pick(ratios),
      paid: (rate) => quantity.times(this.price()).times(rate).round(2),
      cents: CENT.times(random.whole(1, 900)),
      names: random.shuffled(
        ['N1', 'N2', 'N3'].filter((name) => !this.held.has(name) && isFree(name)),
      ),
    })
    for (const { kind, rows, isGrouped } of actions) this.book(kind, rows, isGrouped)
  }

  private offer(held: Held): void {
    if (held.quantity.lt(0)) return
    if (this.random.chance(0.5)) this.tender(held)
    else this.giveRights(held)
  }

  /** Shares are offered, and paid for on a later day. */
  private tender({ instrument, quantity }: Held): void {
    if (this.held.has('CNT')) return
    const offered = this.random.chance(0.5) ? quantity : quantity.div(2).round(6)
    const contra = shares('CNT')
    this.book('voluntary', [
      { instrument, quantity: offered.neg() },
      { instrument: contra, quantity: offered },
    ])
    this.later.push(() => {
      const left = this.quantityOf('CNT')
      if (left.isZero) return
      const cash = left.times(this.price()).round(2)
      this.book('voluntary', [
        { instrument: contra, quantity: left.neg() },
        { instrument: contra, quantity: ZERO, cash },
      ])
    })
  }

  /** Rights that cost nothing, some of which are exercised for shares; the others are worthless. */
  private giveRights({ instrument, quantity }: Held): void {
    if (this.held.has('RGT')) return
    const rights = shares('RGT')
    this.book('spin_off', [
      { instrument: rights, quantity: quantity.round(0).plus(1), price: ZERO },
    ])
    this.later.push(() => {
      const left = this.quantityOf('RGT')
      if (!left.gt(0) || this.quantityOf(instrument.symbol).lt(0)) return
      const used = left.div(2).round(0)
      if (!used.isZero)
        this.book('voluntary', [
          { instrument: rights, quantity: used.neg(), cash: used.times(this.price()).neg() },
          { instrument, quantity: used },
        ])
      const rest = left.minus(used)
      if (!rest.isZero) this.book('worthless', [{ instrument: rights, quantity: rest.neg() }])
    })
  }
}

/**
 * A random book of some days with every event that an account of shares and options can live, from
 * a seed.
 */
export function accountBook(seed: number, days: number): AccountBook {
  const account = new Account(new Random(seed))
  for (let day = 0; day < days; day++) account.passDay()
  const { facts, held, cash } = account
  const positions = new Map([...held].map(([symbol, { quantity }]) => [symbol, quantity]))
  return { facts, positions, cash }
}
