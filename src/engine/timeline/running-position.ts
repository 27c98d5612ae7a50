import { DAY, type Micros } from '../../time/micros'
import type { CoinFeeCharge } from '../events/coin-fee-match'
import { WaitingCoinFees } from '../events/coin-fees'
import type { PairedOption, PositionEvent } from '../events/position-events'
import { sortNearly } from '../model/arrays'
import type { Decimal } from '../model/decimal'
import { type Instrument, isOption, type Sign } from '../model/instrument'
import { Ahead, closingPart } from './ahead'
import { type HeldBefore, Holdings } from './holdings'
import type { Execution } from './orders'
import { Pending } from './pending'
import { type Delivering, Placing } from './placing'
import type { Segment } from './segments'

const isEarly = ({ option }: PairedOption): boolean => option.early

/** An event waits for its opening for a day. After that it closes the unknown. */
const endOfWait = ({ option }: PairedOption): Micros => option.at + DAY

/**
 * Follows the running position of the symbols where it decides something: whether an execution
 * opens or closes, how long an event dated before its opening waits, and what a corporate action
 * changes.
 */
class RunningPosition {
  readonly happened: PositionEvent[] = []
  private waiting: PairedOption[] = []
  private readonly pending: Pending
  private readonly fees: WaitingCoinFees
  private readonly placing: Placing
  private now = Number.NEGATIVE_INFINITY

  constructor(
    private readonly held: Holdings,
    executions: readonly Execution[],
    events: readonly PositionEvent[],
  ) {
    this.fees = new WaitingCoinFees(executions)
    const ahead = new Ahead(executions)
    this.placing = new Placing(ahead, events)
    this.pending = new Pending(held, ahead, {
      isBrought: (symbol) => this.isBrought(symbol),
      closesWhatNets: (symbol, change) => this.placing.closesWhatNets(symbol, change),
    })
  }

  execute(execution: Execution): void {
    this.goTo(execution.at)
    const { order, quantity } = execution
    const { fact, sign } = order
    const { symbol } = fact.instrument
    if (!this.placing.isEmpty && execution.intent === 'close')
      this.bring(symbol, sign > 0 ? -1 : 1, quantity)
    if (execution.intent === null) execution.split(closingPart(execution, this.held))
    const { opened, closed } = execution
    if (closed.gt(0)) this.held.close(symbol, closed.times(sign))
    if (opened.gt(0)) this.held.open(symbol, opened.times(sign))
    if (execution.paid && fact.paidWith) this.held.close(fact.paidWith.symbol, execution.paid.neg())
  }

  happen(event: PositionEvent): void {
    this.goTo(event.at)
    // A fee that was charged on an execution comes before what waits: its coins were never held.
    if (event.type === 'settlement' || (event.type === 'coin_fee' && event.orderId === null))
      this.takePending()
    switch (event.type) {
      case 'corporate_action':
        this.pending.addAction(event)
        return
      case 'transfer':
        this.pending.addTransfer(event)
        return
      case 'settlement':
        if (event.place) this.placing.add(event, event.place)
        else this.settle(event.options)
        return
      case 'delivery':
        if (event.place) this.placing.add(event, event.place)
        else this.take(event)
        return
      case 'coin_fee':
        if (event.orderId === null) {
          this.fees.add(event)
          return
        }
        this.charge([event])
    }
  }

  /** Ends the present moment, then takes what is due before a later one, in the order of time. */
  goTo(at: Micros): void {
    if (at === this.now) return
    if (this.isWaiting) {
      this.endMoment()
      while (this.takeDueBefore(at)) this.endMoment()
    }
    this.now = at
  }

  private get isWaiting(): boolean {
    const { waiting, pending, fees, placing } = this
    return waiting.length > 0 || !(pending.isEmpty && fees.isEmpty && placing.isEmpty)
  }

  /** Takes what waited for the present moment, until nothing more of it fits. */
  private endMoment(): void {
    const { happened, fees } = this
    for (let before = -1; before < happened.length; ) {
      before = happened.length
      this.takePending()
      this.release(this.covered(this.waiting))
      if (!fees.isEmpty) this.charge(fees.takeCovered(this.now, this.held))
    }
  }

  /** Takes what is due first before a moment; returns whether there was anything. */
  private takeDueBefore(before: Micros): boolean {
    const { placing, pending, fees } = this
    const placed = placing.firstDue
    const ended = pending.firstEnd
    const charged = fees.firstEnd
    let givenUp = Number.POSITIVE_INFINITY
    for (const pair of this.waiting) givenUp = Math.min(givenUp, endOfWait(pair))
    const at = Math.min(placed, ended, givenUp, charged)
    if (at >= before) return false
    this.now = Math.max(this.now, at)
    if (at === placed) this.place()
    else if (at === ended) this.takePending()
    else if (at === givenUp) this.release(this.waiting.filter((pair) => endOfWait(pair) === at))
    else this.charge(fees.takeOverdue(this.now))
    return true
  }

  private isBrought(symbol: string): boolean {
    return !this.placing.isEmpty && this.placing.bringing(symbol, 1).length > 0
  }

  /** Takes the event that is due first, unless it has to wait longer. */
  private place(): void {
    const { placing, now } = this
    const one = placing.takeFirst()
    const later = placing.standsAgainst(one, now, this.held, (symbol, change) =>
      this.pending.followingWith(symbol, change),
    )
    if (later !== null) placing.postpone(one, later)
    else this.take(one.event)
  }

  private takePending(): void {
    if (this.pending.isEmpty) return
    for (const event of this.pending.take(this.now)) this.happened.push(event)
  }

  /** Takes waiting events before a close that would lack their shares. */
  private bring(symbol: string, sign: Sign, quantity: Decimal): void {
    for (const one of this.placing.bringing(symbol, sign)) {
      if (this.held.on(symbol, sign).gte(quantity)) return
      const { event } = one
      if (event.type === 'settlement' && !this.areHeld(event.options)) continue
      this.placing.remove(one)
      this.take(event, this.now - 1)
    }
  }

  /** @param at the present moment, or just before it. */
  private take(event: Delivering, at = this.now): void {
    if (event.type === 'settlement') {
      this.settle(event.options, at)
      return
    }
    const { instrument, quantity } = event.delivery
    this.held.change(instrument.symbol, quantity)
    this.happened.push({ ...event, at, place: null })
  }

  private charge(charges: CoinFeeCharge[]): void {
    for (const charge of charges) {
      this.held.close(charge.fee.instrument.symbol, charge.fee.quantity.abs().neg())
      this.happened.push(charge)
    }
  }

  private settle(options: PairedOption[], at = this.now): void {
    const ready = options.some(isEarly) ? this.covered(options) : options
    if (ready.length < options.length)
      this.waiting.push(...options.filter((pair) => !ready.includes(pair)))
    this.release(ready, at)
  }

  private release(options: PairedOption[], at = this.now): void {
    if (options.length === 0) return
    this.happened.push({ type: 'settlement', at, options, place: null })
    for (const { option, deliveries } of options) {
      this.held.close(option.instrument.symbol, option.quantity)
      for (const delivery of deliveries)
        this.held.change(delivery.instrument.symbol, delivery.quantity)
    }
    if (this.waiting.length > 0)
      this.waiting = this.waiting.filter((pair) => !options.includes(pair))
  }

  /** Whether what is held is enough for all of some options. */
  private areHeld(options: readonly PairedOption[]): boolean {
    return this.covered(options, false).length === options.length
  }

  /**
   * Those that need not wait: what is held is enough for them, each after those before it.
   *
   * @param orOver whether an option that is over need not wait either.
   */
  private covered(options: readonly PairedOption[], orOver = true): PairedOption[] {
    const left = new Map<string, Decimal>()
    return options.filter(({ option: { early, instrument, quantity } }) => {
      if (!early && orOver) return true
      const sign = quantity.s > 0 ? -1 : 1
      const key = instrument.keyOn(sign)
      const rest = (left.get(key) ?? this.held.on(instrument.symbol, sign)).minus(quantity.abs())
      if (rest.lt(0)) return false
      left.set(key, rest)
      return true
    })
  }
}

/** The symbols whose running position decides something. Mostly they are shares alone. */
class DecisiveSymbols {
  readonly all = new Set<string>()
  /** Whether an option may be among them. */
  private hasOptions = false

  constructor({ orders, events }: Segment) {
    // By index: this runs once for each segment, too seldom for iterators to be compiled away.
    for (let i = 0; i < orders.length; i++) {
      const order = orders[i]
      if (order?.intent === null) this.add(order.instrument)
    }
    for (const event of events) this.addAll(event)
  }

  /** Whether an execution changes the position of one of them. */
  isChangedBy({ order }: Execution): boolean {
    const { instrument, paidWith } = order.fact
    if (!this.hasOptions && isOption(instrument)) return false
    return (
      this.all.has(instrument.symbol) || (paidWith !== undefined && this.all.has(paidWith.symbol))
    )
  }

  private addAll(event: PositionEvent): void {
    switch (event.type) {
      case 'corporate_action':
        for (const { instrument, names } of event.rows) {
          this.add(instrument)
          for (const name of names) this.addName(name)
        }
        return
      case 'coin_fee':
        if (event.orderId === null) this.add(event.fee.instrument)
        return
      case 'transfer':
        this.add(event.transfer.instrument)
        return
      case 'delivery':
        this.add(event.delivery.instrument)
        return
      case 'settlement':
        for (const { option, deliveries } of event.options) {
          if (event.place || option.early) this.add(option.instrument)
          if (event.place) for (const { instrument } of deliveries) this.add(instrument)
        }
    }
  }

  private add(instrument: Instrument): void {
    this.all.add(instrument.symbol)
    if (isOption(instrument)) this.hasOptions = true
  }

  /** Adds a symbol that a text names: it may be an option's. */
  private addName(symbol: string): void {
    this.all.add(symbol)
    this.hasOptions = true
  }
}

/**
 * Decides by the running position what the facts alone leave open (README, Opening or closing):
 * which executions without an intent open and close, and when early events and coin fees take
 * effect.
 *
 * @returns events in the order in which they take effect.
 */
export function decide(
  segment: Segment,
  executions: readonly Execution[],
  held: HeldBefore,
): readonly PositionEvent[] {
  const symbols = new DecisiveSymbols(segment)
  if (symbols.all.size === 0) return segment.events
  const holdings = new Holdings(symbols.all, held)
  const position = new RunningPosition(holdings, executions, segment.events)
  let next = 0
  for (const execution of executions) {
    if (!symbols.isChangedBy(execution)) continue
    for (
      let other = segment.events[next];
      other && other.at < execution.at;
      other = segment.events[++next]
    )
      position.happen(other)
    position.execute(execution)
  }
  for (const other of segment.events.slice(next)) position.happen(other)
  position.goTo(Number.POSITIVE_INFINITY)
  return sortNearly(position.happened, (a, b) => a.at - b.at)
}
