import { applyToHoldings } from './adjustments'
import { type Decimal, least } from './decimal'
import { addExecutions } from './executions'
import type { LedgerFacts, Micros, OrderFact } from './facts'
import { Holdings } from './holdings'
import { type Execution, type Placed, PlacedOrders } from './placed'
import { type CorporateAction, type Happening, type PairedOption, pairEvents } from './settlements'

/** What happens at one moment. */
export type Moment = Placed | Execution | Happening

/** From when to when something is half done: an early event waits for its opening, a replaced order for its successor. */
export type Wait = readonly [from: Micros, to: Micros]

/** The moments of one underlying as they took effect. */
export interface Timeline {
  moments: Moment[]
  placed: PlacedOrders
  waits: Wait[]
}

const DAY = 86_400_000_000

const RANK = {
  placed: 0,
  executed: 1,
  delivery: 2,
  transfer: 2,
  corporate_action: 2,
  coin_fee: 3,
  settlement: 4,
}

function tieKey(moment: Moment): string {
  if (moment.type === 'placed') return moment.order.id
  if (moment.type === 'executed') return moment.placed.order.id
  if (moment.type === 'settlement') return ''
  return moment.type === 'corporate_action' ? moment.rows[0].id : moment.id
}

function compareMoments(a: Moment, b: Moment): number {
  if (a.at !== b.at) return a.at - b.at
  if (a.type !== b.type) return RANK[a.type] - RANK[b.type]
  const left = tieKey(a)
  const right = tieKey(b)
  if (left !== right) return left < right ? -1 : 1
  return a.type === 'executed' && b.type === 'executed' ? a.nth - b.nth : 0
}

/** Sorts in place what mostly is in order already: then only that is found out. */
function sortMoments(moments: Moment[]): void {
  let before: Moment | undefined
  for (const moment of moments) {
    if (before && compareMoments(before, moment) > 0) {
      moments.sort(compareMoments)
      return
    }
    before = moment
  }
}

/** Two lists in order, walked as one: each comes nearly sorted already, so that this costs far less than sorting both. */
function eachInOrder(
  left: readonly Moment[],
  right: readonly Moment[],
  take: (moment: Moment) => void,
): void {
  let next = 0
  for (const moment of left) {
    for (let other = right[next]; other && compareMoments(other, moment) < 0; other = right[next]) {
      take(other)
      next++
    }
    take(moment)
  }
  for (let other = right[next]; other; other = right[++next]) take(other)
}

const signOf = (order: OrderFact) => (order.side === 'buy' ? 1 : -1)

/** Splits an execution by its order's intent, else at zero by what is held (design 5.2). */
function splitExecution(execution: Execution, holdings: Holdings): void {
  const { placed, quantity } = execution
  const { order } = placed
  if (order.intent === 'close') execution.closed = quantity
  if (order.intent === null) {
    const held = holdings.net(order.instrument.symbol)
    const against = held.s !== signOf(order) && !held.isZero
    if (against) execution.closed = least(quantity, held.abs())
  }
  execution.opened = quantity.minus(execution.closed)
}

/**
 * Walks the moments of one underlying in order and keeps what is held, so that each execution is known to open or to
 * close, and an event dated earlier than the opening it speaks of waits for that opening.
 */
class Walk {
  readonly ordered: Moment[] = []
  readonly waits: Wait[] = []
  private waiting: PairedOption[] = []

  constructor(private readonly held: Holdings) {}

  take(moment: Moment): void {
    if (this.waiting.length > 0) this.giveUp(moment.at)
    this.apply(moment)
    if (this.waiting.length > 0) this.wake(moment.at)
  }

  private apply(moment: Moment): void {
    switch (moment.type) {
      case 'placed':
        this.ordered.push(moment)
        return
      case 'executed':
        this.execute(moment)
        return
      case 'settlement':
        this.settle(moment.at, moment.options)
        return
      case 'corporate_action':
        this.ordered.push(moment)
        this.adjust(moment)
        return
      case 'coin_fee':
        this.ordered.push(moment)
        this.held.close(moment.instrument.symbol, moment.quantity)
        return
      default:
        this.ordered.push(moment)
        this.held.change(moment.instrument.symbol, moment.quantity)
    }
  }

  finish(): Moment[] {
    this.giveUp(Number.POSITIVE_INFINITY)
    return this.ordered
  }

  /** An event waits for its opening through its own day; after that it closes what history did not tell of. */
  private giveUp(now: Micros): void {
    for (const pair of this.waiting) {
      const until = pair.option.at + DAY
      if (until < now) this.release(until, [pair])
    }
  }

  private execute(execution: Execution): void {
    const { placed } = execution
    splitExecution(execution, this.held)
    const { opened, closed } = execution
    placed.opens = placed.opens.plus(opened)
    placed.closes = placed.closes.plus(closed)
    this.ordered.push(execution)
    const { symbol } = placed.order.instrument
    if (!this.held.isKept(symbol)) return
    const sign = signOf(placed.order)
    if (closed.gt(0)) this.held.close(symbol, closed.times(sign))
    if (opened.gt(0)) this.held.open(symbol, opened.times(sign))
  }

  private settle(at: Micros, options: PairedOption[]): void {
    const ready = this.covered(options)
    this.waiting.push(...options.filter((pair) => !ready.includes(pair)))
    this.release(at, ready)
  }

  private release(at: Micros, options: PairedOption[]): void {
    if (options.length === 0) return
    for (const { option } of options) if (option.at < at) this.waits.push([option.at, at])
    this.ordered.push({ type: 'settlement', at, options })
    for (const { option, deliveries } of options) {
      this.held.close(option.instrument.symbol, option.quantity)
      for (const delivery of deliveries)
        this.held.change(delivery.instrument.symbol, delivery.quantity)
    }
    this.waiting = this.waiting.filter((pair) => !options.includes(pair))
  }

  /** Those that need not wait: what is held is enough for them, each after those before it. */
  private covered(options: readonly PairedOption[]): PairedOption[] {
    const left = new Map<string, Decimal>()
    return options.filter(({ option: { early, instrument, quantity } }) => {
      if (!early) return true
      const sign = quantity.s > 0 ? -1 : 1
      const key = instrument.keyOn(sign)
      const rest = (left.get(key) ?? this.held.on(instrument.symbol, sign)).minus(quantity.abs())
      if (rest.lt(0)) return false
      left.set(key, rest)
      return true
    })
  }

  private wake(at: Micros): void {
    this.release(at, this.covered(this.waiting))
  }

  private adjust(action: CorporateAction): void {
    action.held = this.held.net(action.rows[0].instrument.symbol)
    applyToHoldings(this.held, action)
  }
}

/**
 * From when to when a replaced order that was not filled waits for its successor, whose trade it carries, and what an override
 * puts together waits for the last of it.
 */
function waitsOf(facts: LedgerFacts, placed: PlacedOrders): Wait[] {
  const waits: Wait[] = []
  for (const { order, opens, closes } of placed.all) {
    const successor = order.replacedBy === null ? undefined : placed.get(order.replacedBy)
    if (successor && opens.isZero && closes.isZero) waits.push([order.createdAt, successor.at])
  }
  for (const override of facts.overrides) {
    const orders = override.facts.flatMap((fact) => placed.get(fact)?.order ?? [])
    const times = orders.map((order) => order.createdAt)
    if (orders.some((order) => order.working)) waits.push([Math.min(...times), Math.max(...times)])
  }
  return waits
}

/**
 * The symbols whose holdings decide something: what an order without intent does, whether an early event must wait, what a
 * corporate action changes.
 */
function decisiveSymbols({ orders, events }: LedgerFacts): Set<string> {
  const symbols = new Set<string>()
  for (const { intent, instrument } of orders) if (intent === null) symbols.add(instrument.symbol)
  for (const event of events) {
    const isDecisive = event.type === 'adjustment' || ('early' in event && event.early)
    if (isDecisive) symbols.add(event.instrument.symbol)
  }
  return symbols
}

/**
 * Puts the facts of one underlying in the order in which they took effect.
 *
 * @param held what was held of each leg before the first fact.
 */
export function timelineOf(facts: LedgerFacts, held: ReadonlyMap<string, Decimal>): Timeline {
  const walk = new Walk(new Holdings(held, decisiveSymbols(facts)))
  const placed = new PlacedOrders(facts.orders)
  sortMoments(placed.all)
  const others: Moment[] = pairEvents(facts.events)
  for (const one of placed.all) addExecutions(one, others)
  sortMoments(others)
  eachInOrder(placed.all, others, (moment) => walk.take(moment))
  const moments = walk.finish()
  return { moments, placed, waits: [...walk.waits, ...waitsOf(facts, placed)] }
}
