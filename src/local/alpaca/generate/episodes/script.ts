import { nextTradingDay, session } from '../../../../time/exchange-calendar'
import { type Micros, SECOND } from '../../../../time/micros'
import { newYorkTime } from '../../../../time/new-york'
import type { BrokerExecution } from '../../activity'
import type { Broker } from '../../broker'
import { optionSymbol, optionTerms } from '../../instrument'
import type { BrokerOrder, Side } from '../../order'
import type { LegRequest, OrderRequest } from '../../order-request'
import type { Desk } from '../desk'

/** When something happens: trading days after the episode's first, and New York time. */
type When = readonly [day: number, clock: string]

/** One leg of a multi-leg order and the price at which it fills. */
interface PricedLeg extends LegRequest {
  readonly price: string
}

interface DealOptions extends Partial<Omit<OrderRequest, 'at' | 'symbol' | 'side' | 'qty'>> {
  /** Called with the execution. */
  readonly filled?: (execution: BrokerExecution) => void
}

/** Between an order and its fill. */
const FILL_DELAY = 2 * SECOND + 418_203

/**
 * A fixed sequence of orders and events, each at a planned moment, so that an episode reads like a
 * diary. Orders fill at their price about two seconds after they are placed.
 */
export class Script {
  readonly #desk: Desk
  readonly #dates: string[]

  /** @param firstDay a trading day. */
  constructor(desk: Desk, firstDay: string) {
    this.#desk = desk
    this.#dates = [firstDay]
  }

  /** The date of a trading day of the episode. */
  date(day: number): string {
    for (let last = this.#dates.at(-1); last && this.#dates.length <= day; ) {
      last = nextTradingDay(last)
      this.#dates.push(last)
    }
    const date = this.#dates[day]
    if (date === undefined) throw new RangeError(`an episode has no day ${day}`)
    return date
  }

  call(root: string, expiryDay: number, strike: string): string {
    return optionSymbol(root, this.date(expiryDay), 'call', strike)
  }

  put(root: string, expiryDay: number, strike: string): string {
    return optionSymbol(root, this.date(expiryDay), 'put', strike)
  }

  /** Something that happens at a moment of a day. */
  on([day, clock]: When, action: (broker: Broker, at: string) => void): void {
    this.#plan(newYorkTime(this.date(day), clock), action)
  }

  /** Something that happens at the close of a day, before its contracts expire. */
  atClose(day: number, action: (broker: Broker, at: string) => void): void {
    this.#plan(session(this.date(day)).close, action)
  }

  buy(when: When, symbol: string, qty: string, price: string, options?: DealOptions): void {
    this.#deal(when, 'buy', symbol, qty, price, options)
  }

  sell(when: When, symbol: string, qty: string, price: string, options?: DealOptions): void {
    this.#deal(when, 'sell', symbol, qty, price, options)
  }

  /** A multi-leg order whose legs fill at their prices. */
  spread(when: When, qty: string, legs: readonly PricedLeg[]): void {
    this.on(when, (broker, at) => {
      const order = broker.submitMultileg({ at, qty, legs, limitPrice: netOf(legs) })
      const prices = legs.map(({ price }) => price)
      this.#soon((next) => broker.fillSpread(order.id, { at: next, prices }))
    })
  }

  #deal(
    when: When,
    side: Side,
    symbol: string,
    qty: string,
    price: string,
    { filled, ...request }: DealOptions = {},
  ): void {
    this.on(when, (broker, at) => {
      const limit = request.type === 'market' ? {} : { limitPrice: price }
      const order: BrokerOrder = broker.submit({ at, symbol, side, qty, ...limit, ...request })
      this.#soon((next) => {
        const execution = broker.fill(order.id, { at: next, price })
        filled?.(execution)
      })
    })
  }

  #soon(action: (at: string) => void): void {
    this.#desk.plan(this.#desk.now + FILL_DELAY, () => action(this.#desk.at))
  }

  #plan(at: Micros, action: (broker: Broker, at: string) => void): void {
    this.#desk.plan(at, () => action(this.#desk.broker, this.#desk.at))
  }
}

/** The net of one spread, in which a leg of shares counts by shares / 100. */
function netOf(legs: readonly PricedLeg[]): string {
  const cents = legs.reduce((sum, { symbol, side, ratio = '1', price }) => {
    const weight = (optionTerms(symbol) ? 1 : 0.01) * Number(ratio) * (side === 'buy' ? 1 : -1)
    return sum + Math.round(Number(price) * 100) * weight
  }, 0)
  return String(Math.round(cents) / 100)
}
