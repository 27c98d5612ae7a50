import { applyToHoldings } from './adjustments'
import type { ClosingOrder } from './closing-sets'
import { type Decimal, least, ZERO } from './decimal'
import { type Execution, executionsOf } from './executions'
import type { FillFact, LedgerFacts, Micros, OptionEvent, OrderFact } from './facts'
import { Holdings } from './holdings'
import type { Opening } from './opening'
import { type CorporateAction, type Happening, type PairedOption, pairEvents } from './settlements'

/** An order as it came to be, with what it will have opened and closed in the end. */
export interface Placed {
  type: 'placed'
  at: Micros
  order: OrderFact
  /** Its place among the orders of the timeline. */
  rank: number
  opens: Decimal
  closes: Decimal
  /** What of it has still to be executed, once it has been placed. */
  awaited: Decimal
  /** What it opens, and what it closes with which set, as far as it does. */
  opening: Opening | null
  closing: ClosingOrder | null
}

const placedMoment = (order: OrderFact): Placed => ({
  type: 'placed',
  at: order.createdAt,
  order,
  rank: 0,
  opens: ZERO,
  closes: ZERO,
  awaited: ZERO,
  opening: null,
  closing: null,
})

/** Orders as they were placed, and by id where one names another. */
export class PlacedOrders {
  readonly all: Placed[] = []
  private byId: Map<string, Placed> | null = null

  add(placed: Placed): void {
    placed.rank = this.all.length
    this.all.push(placed)
  }

  /** To be asked once all are known. */
  get(orderId: string): Placed | undefined {
    this.byId ??= new Map(this.all.map((placed) => [placed.order.id, placed]))
    return this.byId.get(orderId)
  }
}

/** An execution, split into what it opened and what it closed. */
export interface Executed {
  type: 'executed'
  at: Micros
  placed: Placed
  execution: Execution
}

export type Moment = Placed | Executed | Happening

/** From when to when something is half done: an early event waits for its opening, a replaced order for its successor. */
export type Wait = readonly [from: Micros, to: Micros]

/** The moments of one underlying as they took effect. */
export interface Timeline {
  moments: Moment[]
  placed: PlacedOrders
  waits: Wait[]
}

const NO_FILLS: readonly FillFact[] = []
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
  if (moment.type === 'executed') return moment.execution.order.id
  if (moment.type === 'settlement') return ''
  return moment.type === 'corporate_action' ? moment.rows[0].id : moment.id
}

function compareMoments(a: Moment, b: Moment): number {
  if (a.at !== b.at) return a.at - b.at
  if (a.type !== b.type) return RANK[a.type] - RANK[b.type]
  const [left, right] = [tieKey(a), tieKey(b)]
  if (left !== right) return left < right ? -1 : 1
  return a.type === 'executed' && b.type === 'executed' ? a.execution.rank - b.execution.rank : 0
}

function momentsOf(facts: LedgerFacts): Moment[] {
  const fills = new Map<string, FillFact[]>()
  for (const fill of facts.fills) {
    const ofOrder = fills.get(fill.orderId)
    if (ofOrder) ofOrder.push(fill)
    else fills.set(fill.orderId, [fill])
  }
  const orders: Moment[] = []
  const others: Moment[] = pairEvents(facts.events)
  for (const order of facts.orders) {
    const moment = placedMoment(order)
    orders.push(moment)
    for (const execution of executionsOf(order, fills.get(order.id) ?? NO_FILLS)) {
      others.push({ type: 'executed', at: execution.at, placed: moment, execution })
    }
  }
  return merged(orders.sort(compareMoments), others.sort(compareMoments))
}

/** Two lists in order as one: either alone comes nearly sorted already, so that this costs far less than sorting both. */
function merged(left: readonly Moment[], right: readonly Moment[]): Moment[] {
  const all: Moment[] = []
  let next = 0
  for (const moment of left) {
    for (let other = right[next]; other && compareMoments(other, moment) < 0; other = right[next]) {
      all.push(other)
      next++
    }
    all.push(moment)
  }
  for (const moment of right.slice(next)) all.push(moment)
  return all
}

const signOf = (order: OrderFact) => (order.side === 'buy' ? 1 : -1)

/** Splits an execution by its order's intent, else at zero by what is held (design 5.2). */
function splitExecution(execution: Execution, holdings: Holdings): void {
  const { order, quantity } = execution
  if (order.intent === 'close') execution.closed = quantity
  if (order.intent === null) {
    const held = holdings.net(order.instrument.symbol)
    const against = held.s !== signOf(order) && !held.eq(0)
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
  readonly placed = new PlacedOrders()
  private waiting: PairedOption[] = []

  constructor(private readonly held: Holdings) {}

  take(moment: Moment): void {
    if (this.waiting.length > 0) this.giveUp(moment.at)
    switch (moment.type) {
      case 'placed':
        this.placed.add(moment)
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

  private execute(moment: Executed): void {
    const { execution, placed } = moment
    const { order } = execution
    const { symbol } = order.instrument
    splitExecution(execution, this.held)
    placed.opens = placed.opens.plus(execution.opened)
    placed.closes = placed.closes.plus(execution.closed)
    this.ordered.push(moment)
    const sign = signOf(order)
    if (execution.closed.gt(0)) this.held.close(symbol, execution.closed.times(sign))
    if (execution.opened.gt(0)) this.held.open(symbol, execution.opened.times(sign))
    if (this.waiting.length > 0) this.wake(moment.at)
  }

  private settle(at: Micros, options: PairedOption[]): void {
    const ready = options.filter(({ option }) => !option.early || this.covers(option))
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

  private covers({ instrument, quantity }: OptionEvent): boolean {
    return this.held.on(instrument.symbol, quantity.s > 0 ? -1 : 1).gte(quantity.abs())
  }

  private wake(at: Micros): void {
    this.release(
      at,
      this.waiting.filter(({ option }) => this.covers(option)),
    )
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
    if (successor && opens.eq(0) && closes.eq(0)) waits.push([order.createdAt, successor.at])
  }
  for (const override of facts.overrides) {
    const orders = override.facts.flatMap((fact) => placed.get(fact)?.order ?? [])
    const times = orders.map((order) => order.createdAt)
    if (orders.some((order) => order.working)) waits.push([Math.min(...times), Math.max(...times)])
  }
  return waits
}

/**
 * Puts the facts of one underlying in the order in which they took effect.
 *
 * @param held what was held of each leg before the first fact.
 */
export function timelineOf(facts: LedgerFacts, held: ReadonlyMap<string, Decimal>): Timeline {
  const walk = new Walk(new Holdings(held))
  for (const moment of momentsOf(facts)) walk.take(moment)
  const moments = walk.finish()
  return { moments, placed: walk.placed, waits: [...walk.waits, ...waitsOf(facts, walk.placed)] }
}
