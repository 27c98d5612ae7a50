import { DAY, type Micros } from '../../time/micros'
import { WaitingCoinFees } from '../events/coin-fees'
import { changeHoldings } from '../events/corporate-actions'
import type { CorporateAction, PairedOption, PositionEvent } from '../events/position-events'
import { type Decimal, least, ZERO } from '../model/decimal'
import type { CoinFeeEvent } from '../model/facts'
import { type HeldBefore, Holdings } from './holdings'
import type { Execution } from './orders'
import type { Segment } from './segments'

/**
 * Follows the running position of the symbols where it decides something: whether an execution
 * opens or closes, how long an event dated before its opening waits, and what a corporate action
 * changes.
 */
class RunningPosition {
  readonly happened: PositionEvent[] = []
  private waiting: PairedOption[] = []
  private readonly fees: WaitingCoinFees
  private now = Number.NEGATIVE_INFINITY

  constructor(
    private readonly held: Holdings,
    executions: readonly Execution[],
  ) {
    this.fees = new WaitingCoinFees(executions)
  }

  execute(execution: Execution): void {
    this.goTo(execution.at)
    const { order, quantity } = execution
    const { fact, sign } = order
    const { symbol } = fact.instrument
    if (!execution.isDecided) {
      const net = this.held.net(symbol)
      const isAgainst = net.s !== sign && !net.isZero
      execution.split(isAgainst ? least(quantity, net.abs()) : ZERO)
    }
    const { opened, closed } = execution
    if (closed.gt(0)) this.held.close(symbol, closed.times(sign))
    if (opened.gt(0)) this.held.open(symbol, opened.times(sign))
  }

  happen(event: PositionEvent): void {
    this.goTo(event.at)
    switch (event.type) {
      case 'settlement':
        this.settle(event.at, event.options)
        return
      case 'corporate_action':
        this.adjust(event)
        break
      case 'coin_fee':
        this.fees.add(event)
        return
      default:
        this.held.change(event.instrument.symbol, event.quantity)
    }
    this.happened.push(event)
  }

  /** Ends the present moment: settles what waited for it, then gives up what waited too long. */
  goTo(at: Micros): void {
    if (at === this.now) return
    if (this.waiting.length > 0) {
      this.release(this.now, this.covered(this.waiting))
      this.giveUp(at)
    }
    if (!this.fees.isEmpty) {
      this.charge(this.fees.takeCovered(this.now, this.held))
      this.charge(this.fees.takeOverdue(at))
    }
    this.now = at
  }

  /** An event waits for its opening for a day. After that it closes the unknown. */
  private giveUp(now: Micros): void {
    for (const pair of this.waiting) {
      const until = pair.option.at + DAY
      if (until < now) this.release(until, [pair])
    }
  }

  private charge(fees: CoinFeeEvent[]): void {
    for (const fee of fees) {
      this.held.close(fee.instrument.symbol, fee.quantity)
      this.happened.push(fee)
    }
  }

  private settle(at: Micros, options: PairedOption[]): void {
    const ready = this.covered(options)
    this.waiting.push(...options.filter((pair) => !ready.includes(pair)))
    this.release(at, ready)
  }

  private release(at: Micros, options: PairedOption[]): void {
    if (options.length === 0) return
    this.happened.push({ type: 'settlement', at, options })
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

  private adjust(action: CorporateAction): void {
    action.held = action.rows.map(({ instrument }) => this.held.net(instrument.symbol))
    changeHoldings(this.held, action)
  }
}

/** The symbols whose running position decides something. */
function decisiveSymbols({ orders, events }: Segment): Set<string> {
  const symbols = new Set<string>()
  for (const { intent, instrument } of orders) if (intent === null) symbols.add(instrument.symbol)
  for (const event of events) {
    if (event.type === 'corporate_action')
      for (const { instrument } of event.rows) symbols.add(instrument.symbol)
    else if (event.type === 'coin_fee') symbols.add(event.instrument.symbol)
    else if (event.type === 'settlement')
      for (const { option } of event.options)
        if (option.early) symbols.add(option.instrument.symbol)
  }
  return symbols
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
  const symbols = decisiveSymbols(segment)
  if (symbols.size === 0) return segment.events
  const position = new RunningPosition(new Holdings(symbols, held), executions)
  let next = 0
  for (const execution of executions) {
    if (!symbols.has(execution.order.fact.instrument.symbol)) continue
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
  return position.happened
}
