import type { PositionIntent } from '../../../alpaca/order'
import { optionTerms } from '../instrument'
import type { BrokerOrder } from '../order'
import type { Desk, Leg } from './desk'

/** A leg with its intent. */
export interface TradedLeg extends Leg {
  readonly intent: PositionIntent
}

/** A leg with its price at the ticket's moment. */
interface PricedLeg extends TradedLeg {
  readonly price: string
}

export function toOpen(legs: readonly Leg[]): TradedLeg[] {
  return legs.map((leg) => ({
    ...leg,
    intent: leg.side === 'buy' ? 'buy_to_open' : 'sell_to_open',
  }))
}

/** The opposite legs. */
export function toClose(legs: readonly Leg[]): TradedLeg[] {
  return legs.map((leg) =>
    leg.side === 'buy'
      ? { ...leg, side: 'sell', intent: 'sell_to_close' }
      : { ...leg, side: 'buy', intent: 'buy_to_close' },
  )
}

/**
 * A structure to trade at the prices of this moment: one leg as a simple order, several as a
 * multi-leg order.
 */
export class Ticket {
  readonly #desk: Desk
  readonly #legs: readonly PricedLeg[]
  /** The leg of a simple order; null for a multi-leg order. */
  readonly #only: PricedLeg | null

  constructor(desk: Desk, legs: readonly TradedLeg[]) {
    const [first, ...others] = legs.map((leg) => ({ ...leg, price: desk.quote(leg.symbol) }))
    if (!first) throw new RangeError('a ticket has at least one leg')
    this.#desk = desk
    this.#legs = [first, ...others]
    this.#only = others.length === 0 ? first : null
  }

  /**
   * @param cents how much worse than the market the limit is: a positive limit fills, a negative
   *   one waits. Null for a market order.
   */
  place(qty: number, cents: number | null): BrokerOrder {
    const { broker, at } = this.#desk
    const limit = cents === null ? {} : { limitPrice: this.limit(cents) }
    if (this.#only) {
      const { symbol, side, ratio, intent } = this.#only
      const units = qty * ratio
      return broker.submit({
        at,
        symbol,
        side,
        qty: String(units),
        intent: optionTerms(symbol) ? intent : this.#shareIntent(this.#only, units),
        ...limit,
      })
    }
    return broker.submitMultileg({
      at,
      qty: String(qty),
      legs: this.#legs.map(({ symbol, side, intent, ratio }) => {
        return { symbol, side, intent, ratio: String(ratio) }
      }),
      ...limit,
    })
  }

  /**
   * The intent of an order on shares. The broker nets the shares of all stories, so an order can
   * close what another story opened. An order that crosses zero has no intent, like old orders.
   */
  #shareIntent({ symbol, side }: TradedLeg, qty: number): PositionIntent | null {
    const held = Number(this.#desk.broker.held(symbol)) * (side === 'buy' ? -1 : 1)
    if (held <= 0) return side === 'buy' ? 'buy_to_open' : 'sell_to_open'
    if (held < qty) return null
    return side === 'buy' ? 'buy_to_close' : 'sell_to_close'
  }

  /** Fills some spreads at the prices of the ticket. */
  fill(order: BrokerOrder, qty: number): void {
    const { broker, at } = this.#desk
    if (this.#only) {
      const { price, ratio } = this.#only
      broker.fill(order.id, { at, price, qty: String(qty * ratio) })
    } else {
      const prices = this.#legs.map(({ price }) => price)
      broker.fillSpread(order.id, { at, prices, qty: String(qty) })
    }
  }

  /** The limit some cents from the market: a price, or the net of a spread. */
  limit(cents: number): string {
    if (this.#only) {
      const { side, price } = this.#only
      return inDollars(Math.max(inCents(price) + (side === 'buy' ? cents : -cents), 1))
    }
    const net = this.#legs.reduce((sum, { symbol, side, ratio, price }) => {
      const weight = optionTerms(symbol) ? ratio : ratio / 100
      return sum + inCents(price) * (side === 'buy' ? weight : -weight)
    }, 0)
    return inDollars(Math.round(net) + cents)
  }
}

function inCents(price: string): number {
  return Math.round(Number(price) * 100)
}

function inDollars(cents: number): string {
  return String(cents / 100)
}
