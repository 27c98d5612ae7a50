import { optionTerms } from '../instrument'
import type { Order, PositionIntent } from '../order'
import type { Desk, Leg } from './desk'

/** A leg with what it does to the position. */
export interface TradedLeg extends Leg {
  readonly intent: PositionIntent
}

export function toOpen(legs: readonly Leg[]): TradedLeg[] {
  return legs.map((leg) => ({
    ...leg,
    intent: leg.side === 'buy' ? 'buy_to_open' : 'sell_to_open',
  }))
}

/** The same legs the other way round. */
export function toClose(legs: readonly Leg[]): TradedLeg[] {
  return legs.map((leg) =>
    leg.side === 'buy'
      ? { ...leg, side: 'sell', intent: 'sell_to_close' }
      : { ...leg, side: 'buy', intent: 'buy_to_close' },
  )
}

/**
 * A structure to be traded at the prices of this moment: one leg as a simple order, more as an
 * mleg.
 */
export class Ticket {
  readonly #desk: Desk
  readonly #legs: readonly TradedLeg[]
  readonly #prices: readonly string[]

  constructor(desk: Desk, legs: readonly TradedLeg[]) {
    this.#desk = desk
    this.#legs = legs
    this.#prices = legs.map((leg) => desk.quote(leg.symbol))
  }

  /**
   * @param cents how much worse than the market the limit is: above zero it will fill, below zero
   *   it waits. `null` for a market order.
   */
  place(qty: number, cents: number | null): Order {
    const { broker, at } = this.#desk
    const [first] = this.#legs
    if (this.#legs.length === 1 && first) {
      return broker.submit({
        at,
        symbol: first.symbol,
        side: first.side,
        qty: String(qty * first.ratio),
        intent: optionTerms(first.symbol)
          ? first.intent
          : this.#shareIntent(first, qty * first.ratio),
        ...(cents === null ? {} : { limitPrice: this.#limit(cents) }),
      })
    }
    return broker.submitMultileg({
      at,
      qty: String(qty),
      legs: this.#legs.map(({ ratio, ...leg }) => ({ ...leg, ratio: String(ratio) })),
      ...(cents === null ? {} : { limitPrice: this.#limit(cents) }),
    })
  }

  /**
   * Stories do not know of each other's shares, but the broker nets them: what one buys may close
   * what another sold. An order that crosses zero says nothing, as orders of old.
   */
  #shareIntent({ symbol, side }: TradedLeg, qty: number): PositionIntent | null {
    const held = Number(this.#desk.broker.held(symbol)) * (side === 'buy' ? -1 : 1)
    if (held <= 0) return side === 'buy' ? 'buy_to_open' : 'sell_to_open'
    if (held < qty) return null
    return side === 'buy' ? 'buy_to_close' : 'sell_to_close'
  }

  /** Fills some spreads at the prices of the ticket. */
  fill(order: Order, qty: number): void {
    const { broker, at } = this.#desk
    const [first] = this.#legs
    const [price] = this.#prices
    if (this.#legs.length === 1 && first && price !== undefined) {
      broker.fill(order.id, { at, price, qty: String(qty * first.ratio) })
    } else {
      broker.fillSpread(order.id, { at, prices: this.#prices, qty: String(qty) })
    }
  }

  /**
   * The limit some cents from the market, as the order wants it: one price, or the net of a spread.
   */
  limit(cents: number): string {
    return this.#limit(cents)
  }

  #limit(cents: number): string {
    if (this.#legs.length === 1) {
      const worse = this.#legs[0]?.side === 'buy' ? cents : -cents
      return inDollars(Math.max(inCents(this.#prices[0] ?? '0') + worse, 1))
    }
    const net = this.#legs.reduce((sum, leg, index) => {
      const weight = optionTerms(leg.symbol) ? leg.ratio : leg.ratio / 100
      return sum + inCents(this.#prices[index] ?? '0') * (leg.side === 'buy' ? weight : -weight)
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
