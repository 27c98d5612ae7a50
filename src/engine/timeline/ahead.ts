import type { Micros } from '../../time/micros'
import type { PositionEvent } from '../events/position-events'
import { NONE, sortNearly } from '../model/arrays'
import { type Decimal, least, ZERO } from '../model/decimal'
import type { Holdings } from './holdings'
import type { Execution } from './orders'

/** How much of an execution closes: by its intent, else by the running position. */
export function closingPart({ order, quantity, intent }: Execution, held: Holdings): Decimal {
  const { instrument } = order.fact
  if (intent !== null) return intent === 'close' ? quantity : ZERO
  const net = held.net(instrument.symbol)
  return net.s !== order.sign && !net.isZero ? least(quantity, net.abs()) : ZERO
}

/** Applies an execution to a running position. */
export function execute(execution: Execution, held: Holdings): void {
  const { order, quantity } = execution
  const { symbol } = order.fact.instrument
  const closed = closingPart(execution, held)
  held.close(symbol, closed.times(order.sign))
  const opened = quantity.minus(closed)
  if (opened.gt(0)) held.open(symbol, opened.times(order.sign))
}

/** Whether an execution closes more than is held, or opens the other side of what is. */
export function isUnfit({ intent, order, quantity }: Execution, held: Holdings): boolean {
  const against = held.on(order.fact.instrument.symbol, order.sign > 0 ? -1 : 1)
  if (intent === 'open') return against.gt(0)
  return quantity.gt(against) && (intent === 'close' || against.gt(0))
}

/** From a moment to another, and what is held at the first. */
export interface Around {
  readonly at: Micros
  readonly until: Micros
  readonly held: Holdings
}

/** An execution to come, and the position before it. */
export interface Coming {
  readonly execution: Execution
  readonly held: Holdings
}

/** A change of a position by shares that an event delivers. */
interface Delivery {
  readonly event: PositionEvent
  readonly change: Decimal
  readonly at: Micros
}

const byTime = (a: Delivery, b: Delivery): number => a.at - b.at

/** The executions and the deliveries of each symbol that are still to come. */
export class Ahead {
  private readonly bySymbol = new Map<string, readonly Execution[]>()
  private readonly deliveries = new Map<string, readonly Delivery[]>()
  /** How often what is expected changed. */
  version = 0

  /** @param executions of the symbols that are looked at, in the order of time. */
  constructor(private readonly executions: readonly Execution[]) {}

  /** Expects the shares of an event at a moment, until it is forgotten. Not expected already. */
  expect(event: PositionEvent, changes: ReadonlyMap<string, Decimal>, at: Micros): void {
    this.version++
    for (const [symbol, change] of changes) {
      const others = this.deliveries.get(symbol) ?? NONE
      const all = [...others, { event, change, at }]
      this.deliveries.set(symbol, sortNearly(all, byTime))
    }
  }

  /** Expects an event no more: it has taken effect. */
  forget(event: PositionEvent, changes: ReadonlyMap<string, Decimal>): void {
    this.version++
    for (const symbol of changes.keys()) {
      const known = this.deliveries.get(symbol) ?? NONE
      this.deliveries.set(
        symbol,
        known.filter((one) => one.event !== event),
      )
    }
  }

  /**
   * The executions of a symbol after a moment, each with the position before it.
   *
   * @param held the position at that moment. It is changed.
   * @returns the position after the last of them.
   */
  *after(symbol: string, at: Micros, until: Micros, held: Holdings): Generator<Coming, Holdings> {
    const deliveries = this.deliveries.get(symbol) ?? NONE
    let next = 0
    const deliver = (before: Micros) => {
      for (let one = deliveries[next]; one && one.at < before; one = deliveries[++next])
        held.change(symbol, one.change)
    }
    for (const execution of this.of(symbol)) {
      if (execution.at <= at) continue
      if (execution.at > until) break
      deliver(execution.at)
      yield { execution, held }
      execute(execution, held)
    }
    deliver(until)
    return held
  }

  /** The executions of some symbols after a moment, in the order of time. */
  *ofAny(symbols: ReadonlySet<string>, at: Micros, until: Micros): Generator<Execution> {
    for (const execution of this.executions) {
      if (execution.at > until) return
      if (execution.at > at && symbols.has(execution.order.fact.instrument.symbol)) yield execution
    }
  }

  /**
   * When a symbol is opened first on the side that a change of its position stands against. The
   * broker never holds both sides. An opening that what is held already stands against says
   * nothing about the change.
   *
   * @param held the position at the moment, before the change.
   */
  firstAgainst(symbol: string, change: Decimal, { at, until, held }: Around): Micros | null {
    if (change.isZero || !this.isTraded(symbol, at, until)) return null
    const [without, after] = [held.copyOf(symbol), held.copyOf(symbol)]
    after.change(symbol, change)
    const others = this.after(symbol, at, until, without)
    for (const { execution } of this.after(symbol, at, until, after)) {
      others.next()
      const isAgainst = (of: Holdings) => of.on(symbol, change.s).gt(0)
      const isOpposite = execution.order.sign !== change.s
      if (execution.intent === 'open' && isOpposite && isAgainst(after) && !isAgainst(without))
        return execution.at
    }
    return null
  }

  /** Whether a close to come lacks some of what it closes. */
  lacks(symbol: string, { at, until, held: before }: Around): boolean {
    if (!this.isTraded(symbol, at, until)) return false
    for (const { execution, held } of this.after(symbol, at, until, before.copyOf(symbol)))
      if (execution.intent === 'close' && isUnfit(execution, held)) return true
    return false
  }

  /** Whether a close to come of a symbol lacks what a change takes of it, and does not without. */
  lacksAfter(symbol: string, around: Around, change: (held: Holdings) => void): boolean {
    const { at, until } = around
    if (!this.isTraded(symbol, at, until)) return false
    const held = around.held.copyOf(symbol)
    change(held)
    const after = { at, until, held }
    return (
      (!this.lacks(symbol, around) && this.lacks(symbol, after)) ||
      this.crossesAfter(symbol, around, after)
    )
  }

  /**
   * Whether an execution without an intent closes what is held, and would open the other side too
   * after a change. No order of the broker crosses zero.
   */
  private crossesAfter(symbol: string, { at, until, held }: Around, after: Around): boolean {
    const others = this.after(symbol, at, until, after.held.copyOf(symbol))
    for (const { execution, held: before } of this.after(symbol, at, until, held.copyOf(symbol))) {
      const other = others.next()
      if (execution.intent !== null || other.done) continue
      const closes = closingPart(execution, before).eq(execution.quantity)
      if (closes && isUnfit(execution, other.value.held)) return true
    }
    return false
  }

  /**
   * Whether a symbol is traded, with the same position in the end, and no execution needs it to be
   * gone: what ends the symbol then comes after.
   */
  isTradedToTheSame(symbol: string, { at, until, held }: Around): boolean {
    if (!this.isTraded(symbol, at, until)) return false
    const coming = this.after(symbol, at, until, held.copyOf(symbol))
    let step = coming.next()
    for (; !step.done; step = coming.next()) {
      const { execution, held: before } = step.value
      if (execution.intent !== null && isUnfit(execution, before)) return false
    }
    return step.value.net(symbol).eq(held.net(symbol))
  }

  /** Whether a symbol has an execution after a moment, and up to another. Mostly it has none. */
  private isTraded(symbol: string, at: Micros, until: Micros): boolean {
    for (const execution of this.of(symbol)) if (execution.at > at) return execution.at <= until
    return false
  }

  private of(symbol: string): readonly Execution[] {
    const known = this.bySymbol.get(symbol)
    if (known) return known
    const own = this.executions.filter(({ order }) => order.fact.instrument.symbol === symbol)
    this.bySymbol.set(symbol, own)
    return own
  }
}
