import { decimal } from '../../../src/engine/model/decimal'
import type {
  ActionKind,
  EventFact,
  FillFact,
  LedgerFacts,
  OrderFact,
  OverrideFact,
} from '../../../src/engine/model/facts'
import { type Instrument, instrumentOf, type LegKind } from '../../../src/engine/model/instrument'
import type { Micros } from '../../../src/time/micros'

export const ACCOUNT = 'd66d53bc-6347-5c64-89bc-bf340553b3fa'
export const NEAR = '2026-01-16'
export const FAR = '2026-02-20'

const KINDS: Record<string, LegKind> = { C: 'call', P: 'put', S: 'stock', B: 'crypto' }

/**
 * An instrument written short: `C100` a call struck at 100 of the near expiry, `P95f` a put of the
 * far one, `S` shares, `B` coins.
 */
export function instrument(word: string, underlying = 'AAPL', multiplier?: number): Instrument {
  const [, letter = '', strike = '', far = ''] = /^([CPSB])([\d.]*)(f?)$/.exec(word) ?? []
  const kind = KINDS[letter]
  if (!kind) throw new Error(`no instrument: ${word}`)
  if (kind === 'stock' || kind === 'crypto')
    return instrumentOf(underlying, kind, null, null, decimal(1), underlying)
  const expiry = far ? FAR : NEAR
  const digits = String(Number(strike) * 1000).padStart(8, '0')
  const symbol = `${underlying}${expiry.slice(2).replaceAll('-', '')}${letter}${digits}`
  const contract = decimal(multiplier ?? 100)
  return instrumentOf(symbol, kind, decimal(strike), expiry, contract, underlying)
}

/** A moment of January 2026 (UTC) written `day hour:minute[:second]`, or any RFC 3339 time. */
export function at(text: string): Micros {
  const short = /^(\d\d) (\d\d:\d\d)(:\d\d)?$/.exec(text)
  const time = short ? `2026-01-${short[1]}T${short[2]}${short[3] ?? ':00'}Z` : text
  const millis = Date.parse(time)
  if (Number.isNaN(millis)) throw new Error(`no time: ${text}`)
  return millis * 1000
}

/** The last microsecond of a winter day in New York: when that day's expiries take effect. */
export const endOfDay = (date: string): Micros =>
  (Date.parse(`${date}T05:00:00Z`) + 86_400_000) * 1000 - 1

/** The first microsecond of a winter day in New York. */
export const startOfDay = (date: string): Micros => Date.parse(`${date}T05:00:00Z`) * 1000

export interface OrderOptions {
  id?: string
  parent?: string
  exitOf?: string
  /**
   * What was executed: quantity, price and time of each. Absent: all of it at once, a second after
   * creation.
   */
  fills?: [qty: number, price: number, at: string][]
  /** How much was filled in the end, where no fill tells of it. */
  filled?: number
  /** Whether the broker reports the fills as short sales. */
  short?: boolean
  working?: boolean
  replacedBy?: string
  multiplier?: number
}

export interface EventOptions {
  id?: string
  group?: string
  /** A date in place of the expiry day: an early event. */
  early?: string
  /** The moment at which an exercise within market hours was created: it takes effect then. */
  created?: string
  /** Cash that settles the option, as the account received it. */
  cash?: number
  multiplier?: number
}

/** The fields of a row of a corporate action that moves no cash and names no price. */
export const ACTION = { kind: 'split', price: null, cash: decimal(0), names: [] } as const

/** A row of a corporate action, besides its day. */
export interface ActionOptions {
  id?: string
  /** An underlying; shares of it unless `leg` says otherwise. */
  of?: string
  leg?: string
  price?: number
  cash?: number
  names?: string[]
  group?: string
}

/** Writes down the facts of one underlying as a trader would tell them. */
export class Facts {
  readonly orders: OrderFact[] = []
  readonly events: EventFact[] = []
  readonly overrides: OverrideFact[] = []
  private made = 0

  constructor(readonly underlying = 'AAPL') {}

  get ledger(): LedgerFacts {
    const { orders, events, overrides } = this
    return { accountId: ACCOUNT, orders, events, overrides }
  }

  buyToOpen(leg: string, qty: number, price: number, time: string, more: OrderOptions = {}) {
    return this.order('buy', 'open', leg, qty, price, time, more)
  }

  sellToOpen(leg: string, qty: number, price: number, time: string, more: OrderOptions = {}) {
    return this.order('sell', 'open', leg, qty, price, time, more)
  }

  buyToClose(leg: string, qty: number, price: number, time: string, more: OrderOptions = {}) {
    return this.order('buy', 'close', leg, qty, price, time, more)
  }

  sellToClose(leg: string, qty: number, price: number, time: string, more: OrderOptions = {}) {
    return this.order('sell', 'close', leg, qty, price, time, more)
  }

  /** An order whose intent the broker did not say. */
  buy(leg: string, qty: number, price: number, time: string, more: OrderOptions = {}) {
    return this.order('buy', null, leg, qty, price, time, more)
  }

  sell(leg: string, qty: number, price: number, time: string, more: OrderOptions = {}) {
    return this.order('sell', null, leg, qty, price, time, more)
  }

  /** Any order. */
  order(
    side: 'buy' | 'sell',
    intent: 'open' | 'close' | null,
    leg: string,
    qty: number,
    price: number,
    time: string,
    more: OrderOptions = {},
  ): string {
    const id = more.id ?? `order-${String(++this.made).padStart(3, '0')}`
    const createdAt = at(time)
    const fills = more.fills ?? (more.filled === undefined ? [[qty, price, null] as const] : [])
    const known = fills.reduce((sum, [quantity]) => sum.plus(quantity), decimal(0))
    const told: FillFact[] = []
    let cumulative = decimal(0)
    for (const [i, [quantity, paid, when]] of fills.entries()) {
      cumulative = cumulative.plus(quantity)
      told.push({
        id: `${id}-fill-${i + 1}`,
        activityId: `${id}-activity-${i + 1}`,
        at: when === null ? createdAt + 1_000_000 : at(when),
        price: decimal(paid),
        quantity: decimal(quantity),
        ...(more.short ? { opensShort: true as const } : {}),
        cumulative,
      })
    }
    this.orders.push({
      id,
      parentId: more.parent ?? null,
      exitOf: more.exitOf ?? null,
      createdAt,
      instrument: instrument(leg, this.underlying, more.multiplier),
      side,
      intent,
      quantity: decimal(qty),
      filledQuantity: more.filled === undefined ? known : decimal(more.filled),
      filledPrice: more.filled === 0 || (more.fills && fills.length === 0) ? null : decimal(price),
      filledAt: createdAt + 1_000_000,
      working: more.working ?? false,
      replacedBy: more.replacedBy ?? null,
      fills: told,
    })
    return id
  }

  expire(leg: string, change: number, options: EventOptions = {}) {
    return this.optionEvent('expiration', leg, change, options)
  }

  /** An assignment or exercise and the shares that it delivers. */
  deliver(
    type: 'assignment' | 'exercise',
    leg: string,
    change: number,
    options: EventOptions = {},
  ): string {
    const id = this.optionEvent(type, leg, change, { group: `group-${this.made + 1}`, ...options })
    const event = this.events.at(-1)
    const { kind, strike, multiplier } = instrument(leg, this.underlying, options.multiplier)
    if (!event || !strike) throw new Error('no option')
    const up = (kind === 'call') === (type === 'exercise')
    this.events.push({
      ...event,
      type: 'delivery',
      id: `${id}-shares`,
      instrument: instrument('S', this.underlying),
      quantity: decimal(Math.abs(change))
        .times(multiplier)
        .times(up ? 1 : -1),
      price: strike,
    })
    return id
  }

  assign(leg: string, change: number, options: EventOptions = {}) {
    return this.deliver('assignment', leg, change, options)
  }

  exercise(leg: string, change: number, options: EventOptions = {}) {
    return this.deliver('exercise', leg, change, options)
  }

  /** A row of a corporate action, dated a day of January 2026. */
  action(kind: ActionKind, quantity: number, day: string, options: ActionOptions = {}): string {
    const { id = `action-${++this.made}`, of = this.underlying, leg = 'S' } = options
    const { price, cash = 0, names = [], group } = options
    this.events.push({
      type: 'adjustment',
      id,
      kind,
      instrument: instrument(leg, of),
      quantity: decimal(quantity),
      price: price === undefined ? null : decimal(price),
      cash: decimal(cash),
      names,
      groupId: group ?? null,
      date: `2026-01-${day}`,
      at: startOfDay(`2026-01-${day}`),
    })
    return id
  }

  /** A position that moves in (or, below zero, out) without an order. */
  transfer(leg: string, quantity: number, day: string, price: number | null = null): string {
    const id = `transfer-${++this.made}`
    this.events.push({
      type: 'transfer',
      id,
      instrument: instrument(leg, this.underlying),
      quantity: decimal(quantity),
      price: price === null ? null : decimal(price),
      groupId: null,
      date: `2026-01-${day}`,
      at: startOfDay(`2026-01-${day}`),
    })
    return id
  }

  /** A fee taken in coins, posted at a moment: by default at the end of its day. */
  coinFee(
    quantity: number,
    date: string,
    { id = `fee-${++this.made}`, posted = endOfDay(date) }: { id?: string; posted?: Micros } = {},
  ): string {
    const coins = instrument('B', this.underlying)
    const base = { instrument: coins, quantity: decimal(-quantity), groupId: null }
    this.events.push({ type: 'coin_fee', id, ...base, at: posted, date })
    return id
  }

  merge(...facts: string[]) {
    this.override('merge', facts)
  }

  split(...facts: string[]) {
    this.override('split', facts)
  }

  override(kind: OverrideFact['kind'], facts: string[], said: Partial<OverrideFact> = {}) {
    const id = `override-${this.overrides.length + 1}`
    this.overrides.push({ id, kind, facts, strategy: null, tags: null, note: null, ...said })
  }

  private optionEvent(
    type: 'expiration' | 'assignment' | 'exercise',
    leg: string,
    change: number,
    { id = `event-${++this.made}`, group, early, created, cash, multiplier }: EventOptions,
  ): string {
    const option = instrument(leg, this.underlying, multiplier)
    const expiry = option.expiry ?? ''
    this.events.push({
      type,
      id,
      instrument: option,
      quantity: decimal(change),
      at: created ? at(created) : early === undefined ? endOfDay(expiry) : startOfDay(early),
      date: early ?? expiry,
      groupId: group ?? null,
      early: early !== undefined || created !== undefined,
      ...(cash === undefined ? {} : { cash: decimal(cash) }),
    })
    return id
  }
}
