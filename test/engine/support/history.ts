import { decimal } from '../../../src/engine/model/decimal'
import type { EventFact, FillFact, LedgerFacts, OrderFact } from '../../../src/engine/model/facts'
import { type Instrument, instrumentOf, type LegKind } from '../../../src/engine/model/instrument'
import type { Random } from '../../../src/local/alpaca/random'
import type { Micros } from '../../../src/time/micros'
import { ACCOUNT } from './facts'

const SECOND = 1_000_000
const MINUTE = 60 * SECOND
const DAY = 86_400 * SECOND
const START: Micros = Date.parse('2025-01-06T15:00:00Z') * 1000
const SLOTS_A_DAY = 18
const SLOT = 20 * MINUTE

export type TruthStatus = 'open' | 'partial' | 'closed' | 'unfilled' | 'pending'

/** A trade as it was meant when its orders were written down. Money in cents. */
export interface TrueTrade {
  name: string
  strategy: string
  strategyType: string
  status: TruthStatus
  /** Everything received less everything paid, before fees. */
  cash: number
  incomplete: boolean
  rolledFrom: TrueTrade | null
  assignedFrom: TrueTrade | null
  coveredBy: TrueTrade | null
  /** Orders that are of this trade alone. */
  orders: string[]
  /** Activities that are of this trade. */
  activities: string[]
}

export interface ContractLeg {
  instrument: Instrument
  /** Signed, for one unit. */
  qty: number
}

interface Placing {
  parent?: string | null
  intent?: 'open' | 'close' | null
  /** In cents; chosen when absent. */
  price?: number
  filled?: number
  /** Seconds after the slot. */
  after?: number
  working?: boolean
  /** Whether no fill tells of it. */
  untold?: boolean
  exitOf?: string
  /** Seconds from creation to execution; a few when absent. */
  executedAfter?: number
}

/**
 * Writes down orders and events of one underlying while it keeps what they were meant to be. Time
 * comes in slots of twenty minutes, each used once, so that no two stories share a window unless
 * one wants to.
 */
export class History {
  readonly truth: TrueTrade[] = []
  readonly orders: OrderFact[] = []
  private readonly events: EventFact[] = []
  private readonly used = new Set<number>()
  private made = 0
  private strikeBase = 20

  constructor(
    readonly underlying: string,
    readonly random: Random,
  ) {}

  get facts(): LedgerFacts {
    const { orders, events } = this
    return { accountId: ACCOUNT, orders, events, overrides: [] }
  }

  id(prefix: string): string {
    return `${prefix}-${this.underlying}-${String(++this.made).padStart(5, '0')}-${this.random.whole(0, 9999)}`
  }

  trade(name: string, strategy: string, strategyType: string): TrueTrade {
    const links = { rolledFrom: null, assignedFrom: null, coveredBy: null }
    const made: TrueTrade = {
      ...{ name, strategy, strategyType, status: 'open', cash: 0, incomplete: false },
      ...links,
      orders: [],
      activities: [],
    }
    this.truth.push(made)
    return made
  }

  /** A moment of some days that no other story has; of a full day, the first of the next. */
  slot(day: number, last = day): Micros {
    let slot = this.random.whole(day * SLOTS_A_DAY, (last + 1) * SLOTS_A_DAY - 1)
    while (this.used.has(slot))
      slot = slot % SLOTS_A_DAY === SLOTS_A_DAY - 1 ? this.firstFree(day) : slot + 1
    this.used.add(slot)
    const inDay = (slot % SLOTS_A_DAY) * SLOT + this.random.whole(0, 5 * 60) * SECOND
    return START + Math.floor(slot / SLOTS_A_DAY) * DAY + inDay
  }

  private firstFree(day: number): number {
    let slot = day * SLOTS_A_DAY
    while (this.used.has(slot)) slot++
    return slot
  }

  dayOf(at: Micros): number {
    return Math.floor((at - START) / DAY)
  }

  dateOf(day: number): string {
    return new Date((START + day * DAY) / 1000).toISOString().slice(0, 10)
  }

  /** New York's clock is taken as UTC-5 all year: the engine is told of moments, not of clocks. */
  endOf(date: string): Micros {
    return Date.parse(`${date}T05:00:00Z`) * 1000 + DAY - 1
  }

  shares(): Instrument {
    return instrumentOf(this.underlying, 'stock', null, null, decimal(1), this.underlying)
  }

  coins(): Instrument {
    return instrumentOf(this.underlying, 'crypto', null, null, decimal(1), this.underlying)
  }

  option(kind: LegKind, strike: number, expiry: string, multiplier = 100): Instrument {
    const letter = kind === 'call' ? 'C' : 'P'
    const digits = String(Math.round(strike * 1000)).padStart(8, '0')
    const symbol = `${this.underlying}${expiry.slice(2).replaceAll('-', '')}${letter}${digits}`
    const contract = decimal(multiplier)
    return instrumentOf(symbol, kind, decimal(strike), expiry, contract, this.underlying)
  }

  /** A strike ladder that no other story uses. */
  freshStrikes(): number {
    this.strikeBase += 100
    return this.strikeBase
  }

  /** Places an order and books its cash to the trade it is meant for. */
  order(
    trade: TrueTrade,
    made: Instrument,
    qty: number,
    slot: Micros,
    placing: Placing = {},
  ): string {
    const { random } = this
    const { parent = null, intent = null, after = 0, working = false, untold = false } = placing
    const id = this.id('order')
    const side = qty > 0 ? 'buy' : 'sell'
    const whole = Math.abs(qty)
    const filled = placing.filled ?? whole
    const createdAt = slot + after * SECOND
    const price = placing.price ?? random.whole(50, 900)
    const filledAt = createdAt + (placing.executedAfter ?? random.whole(1, 20)) * SECOND
    const fact: OrderFact = {
      id,
      parentId: parent,
      exitOf: placing.exitOf ?? null,
      createdAt,
      instrument: made,
      side,
      intent,
      quantity: decimal(whole),
      filledQuantity: decimal(filled),
      filledPrice: null,
      filledAt,
      working,
      replacedBy: null,
      fills: [],
    }
    this.orders.push(fact)
    trade.orders.push(id)
    const cents = this.fill(fact, filled, price, untold)
    trade.cash += (side === 'buy' ? -1 : 1) * cents * made.multiplier.toNumber()
    return id
  }

  /** Fills an order at one price or several; returns price times quantity in cents. */
  private fill(order: OrderFact, filled: number, price: number, untold: boolean): number {
    if (filled === 0) return 0
    const { random } = this
    const parts =
      filled > 1 && Number.isInteger(filled) && random.chance(0.3) ? [1, filled - 1] : [filled]
    let cents = 0
    let cumulative = 0
    const fills: FillFact[] = []
    for (const [i, part] of parts.entries()) {
      const paid = untold ? price : price + i
      cents += paid * part
      cumulative += part
      if (untold) continue
      fills.push({
        id: this.id('execution'),
        activityId: this.id('activity'),
        at: order.filledAt + i * SECOND,
        price: decimal(paid).div(100),
        quantity: decimal(part),
        cumulative: decimal(cumulative),
      })
    }
    order.fills = fills
    order.filledPrice = decimal(cents).div(100).div(filled)
    return cents
  }

  replace(old: string, by: string): void {
    const order = this.orders.find(({ id }) => id === old)
    if (order) order.replacedBy = by
  }

  /** An option event; early when a date before the expiry is given. */
  event(
    trade: TrueTrade,
    type: 'expiration' | 'assignment' | 'exercise',
    made: Instrument,
    change: number,
    { early, at }: { early?: string; at?: Micros } = {},
  ): { group: string; at: Micros; date: string } {
    const date =
      early ?? this.dateOf(this.dayOf(this.endOf(made.expiry ?? '')) + this.random.pick([0, 1, 3]))
    const when =
      at ?? (early ? Date.parse(`${early}T05:00:00Z`) * 1000 : this.endOf(made.expiry ?? ''))
    const group = this.id('group')
    const id = this.id('event')
    trade.activities.push(id)
    const base = { instrument: made, quantity: decimal(change), at: when, date, groupId: group }
    this.events.push({ ...base, type, id, early: early !== undefined })
    return { group, at: when, date }
  }

  /** Shares that an event brings or takes; the cash is of the trade that is said. */
  delivery(
    trade: TrueTrade,
    made: Instrument,
    shares: number,
    group: { group: string; at: Micros; date: string },
  ): string {
    const id = this.id('delivery')
    const strike = made.strike ?? decimal(0)
    trade.activities.push(id)
    trade.cash += -shares * Math.round(strike.toNumber() * 100)
    this.events.push({
      type: 'delivery',
      id,
      instrument: this.shares(),
      quantity: decimal(shares),
      at: group.at + this.random.pick([0, 3_600 * SECOND, DAY]),
      date: group.date,
      groupId: group.group,
      price: strike,
    })
    return id
  }
}
