import { DAY, type Micros } from '../../time/micros'
import { endOfNewYorkDay } from '../../time/new-york'
import { lastDayOf } from '../events/coin-fee-match'
import { type PositionEvent, pairEvents } from '../events/position-events'
import type { LedgerFacts, OrderFact } from '../model/facts'
import { isOption } from '../model/instrument'
import { coinOrder } from './coin-orders'

/** Facts between two moments at which nothing is half done, in the order of time. */
export interface Segment {
  orders: OrderFact[]
  events: PositionEvent[]
  /** When the next begins; null of the last, behind which nothing is known. */
  end: Micros | null
}

/** Where to cut. */
export interface SegmentRules {
  /** How far apart orders may be created that belong together. */
  window: Micros
  /** After how many moments at least. */
  size: number
  /** Up to when the facts are all there. Absent: all are. */
  until: Micros | undefined
}

const NEVER = Number.POSITIVE_INFINITY

const byCreation = (a: OrderFact, b: OrderFact): number =>
  a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1)

/** What one pass over orders finds: mostly they come in order, and none is on coins. */
function surveyOf(orders: readonly OrderFact[]) {
  const replaced: OrderFact[] = []
  let isInOrder = true
  let hasCoins = false
  let before: OrderFact | null = null
  for (const order of orders) {
    if (order.replacedBy !== null) replaced.push(order)
    if (order.instrument.kind === 'crypto') hasCoins = true
    if (before && byCreation(before, order) > 0) isInOrder = false
    before = order
  }
  return { orders: isInOrder ? orders : orders.toSorted(byCreation), replaced, hasCoins }
}

/** Orders as what they do, by creation, and those of them that were replaced. */
function ordersOf(facts: LedgerFacts) {
  const survey = surveyOf(facts.orders)
  return survey.hasCoins ? surveyOf(survey.orders.map(coinOrder)) : survey
}

/** Of an order that ended with nothing filled the broker busted all fills. */
const isExecuted = ({ fills, filledQuantity, working }: OrderFact): boolean =>
  !filledQuantity.isZero || (working && fills.length > 0)

/**
 * Until when orders wait for others: an order replaced without a fill waits for its successor,
 * whose trade it carries; orders of one override wait for the last of them while one can still
 * fill.
 */
function waitsOf(
  { orders, overrides }: Pick<LedgerFacts, 'overrides'> & { orders: readonly OrderFact[] },
  replaced: readonly OrderFact[],
): Map<string, Micros> {
  const waits = new Map<string, Micros>()
  if (replaced.length === 0 && overrides.length === 0) return waits
  const byId = new Map(orders.map((order) => [order.id, order]))
  const wait = (id: string, until: Micros) => waits.set(id, Math.max(waits.get(id) ?? until, until))
  for (const order of replaced) {
    const successor = order.replacedBy === null ? undefined : byId.get(order.replacedBy)
    if (successor && !isExecuted(order)) wait(order.id, successor.createdAt)
  }
  for (const { facts } of overrides) {
    const together = facts.flatMap((fact) => byId.get(fact) ?? [])
    if (!together.some((order) => order.working)) continue
    const last = Math.max(...together.map((order) => order.createdAt))
    for (const { id } of together) wait(id, last)
  }
  return waits
}

/** Until when an order is half done: its window may go on, it is executed, or it waits. */
function busyUntil(order: OrderFact, window: Micros, waits: ReadonlyMap<string, Micros>): Micros {
  let until = order.createdAt + window
  for (const { at } of order.fills) if (at > until) until = at
  if (order.filledAt > until && !order.filledQuantity.isZero) until = order.filledAt
  const wait = waits.size === 0 ? undefined : waits.get(order.id)
  return wait !== undefined && wait > until ? wait : until
}

/**
 * An early option event may wait a day for its opening, an event with shares for its place among
 * the share orders, and an unmatched coin fee, a corporate action and a transfer for the end of
 * their day.
 */
function waitsUntil(event: PositionEvent): Micros {
  switch (event.type) {
    case 'coin_fee':
      return event.orderId === null ? lastDayOf(event.fee) : event.at
    case 'corporate_action':
    case 'transfer':
      return event.until
    case 'delivery':
      return event.place?.until ?? event.at
    case 'settlement': {
      const openings = event.options.map(({ option }) => option.at + (option.early ? DAY : 0))
      return Math.max(event.at, event.place?.until ?? event.at, ...openings)
    }
  }
}

/** What is known of a segment while it grows. */
class Growing {
  private moments = 0
  private busyUntil = Number.NEGATIVE_INFINITY
  /** The end of the last New York day on which options were traded. */
  private dayEnd = Number.NEGATIVE_INFINITY

  constructor(
    private readonly rules: SegmentRules,
    private readonly waits: ReadonlyMap<string, Micros>,
  ) {}

  addOrder(order: OrderFact): void {
    const fills = order.fills.length
    this.moments += 1 + (fills === 0 && isExecuted(order) ? 1 : fills)
    const until = busyUntil(order, this.rules.window, this.waits)
    if (until <= this.dayEnd) return
    if (until > this.busyUntil) this.busyUntil = until
    // Until its New York day ends, an option can be rolled, and shares bought can cover it.
    if (!isOption(order.instrument) || !isExecuted(order)) return
    this.dayEnd = endOfNewYorkDay(until)
    if (this.dayEnd > this.busyUntil) this.busyUntil = this.dayEnd
  }

  addPositionEvent(event: PositionEvent): void {
    this.moments++
    this.busyUntil = Math.max(this.busyUntil, waitsUntil(event))
  }

  /** Whether it is long enough, and nothing is half done just before a moment. */
  mayEndAt(at: Micros): boolean {
    return this.moments >= this.rules.size && at > this.busyUntil
  }
}

/** The facts in the order of time, cut segment by segment. */
class Cutter {
  private readonly orders: readonly OrderFact[]
  private readonly events: readonly PositionEvent[]
  private readonly waits: ReadonlyMap<string, Micros>
  private readonly until: Micros
  /** The first order and the first event of the next segment. */
  private order = 0
  private event = 0

  constructor(
    facts: LedgerFacts,
    private readonly rules: SegmentRules,
  ) {
    const { orders, replaced } = ordersOf(facts)
    this.orders = orders
    this.events = pairEvents(facts.events, orders)
    this.waits = waitsOf({ ...facts, orders }, replaced)
    this.until = rules.until ?? NEVER
  }

  /** The next segment. It has no end if nothing is known behind it. */
  next(): Segment {
    const { orders, events, rules, waits, until } = this
    const growing = new Growing(rules, waits)
    const first = { order: this.order, event: this.event }
    let [o, e] = [first.order, first.event]
    let end: Micros | null = null
    let event = events[e]
    let happensAt = event ? event.at : NEVER
    for (;;) {
      const order = orders[o]
      const isOrder = order !== undefined && order.createdAt <= happensAt
      const at = isOrder ? order.createdAt : happensAt
      if (at === NEVER || at > until) break
      if (growing.mayEndAt(at)) {
        end = at
        break
      }
      if (isOrder) {
        growing.addOrder(order)
        o++
      } else if (event) {
        growing.addPositionEvent(event)
        event = events[++e]
        happensAt = event ? event.at : NEVER
      }
    }
    this.order = o
    this.event = e
    return { orders: orders.slice(first.order, o), events: events.slice(first.event, e), end }
  }
}

/**
 * Cuts facts at moments at which nothing is half done: the book then holds all that later facts
 * need. With `until`, the facts after the last cut are left out, because they are incomplete.
 */
export function* segmentsOf(facts: LedgerFacts, rules: SegmentRules): Generator<Segment> {
  const cutter = new Cutter(facts, rules)
  let segment = cutter.next()
  for (; segment.end !== null; segment = cutter.next()) yield segment
  if (rules.until === undefined) yield segment
}
