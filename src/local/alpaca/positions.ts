import type { Micros } from '../../time/micros'
import { type Decimal, ZERO } from './decimal'

/** The account's position in one symbol after a change. */
export interface Holding {
  readonly symbol: string
  readonly at: Micros
  /** Negative when short. */
  readonly qty: Decimal
  /** Per share, premium or coin: the weighted average of the additions (src/alpaca/README.md 2). */
  readonly average: Decimal
}

/** The account's positions, now and at any moment before. */
export class Positions {
  readonly #history = new Map<string, Holding[]>()

  /** The position in a symbol, now or at a moment. It is flat without an earlier change. */
  of(symbol: string, at?: Micros): Holding {
    const history = this.#history.get(symbol) ?? []
    const held = at === undefined ? history.at(-1) : history.findLast((entry) => entry.at <= at)
    return held ?? { symbol, at: 0, qty: ZERO, average: ZERO }
  }

  qty(symbol: string): Decimal {
    return this.of(symbol).qty
  }

  /** The positions that are not flat, sorted by symbol. */
  open(at?: Micros): Holding[] {
    return [...this.#history.keys()]
      .map((symbol) => this.of(symbol, at))
      .filter((held) => !held.qty.eq(0))
      .sort((a, b) => (a.symbol < b.symbol ? -1 : 1))
  }

  /** Changes a position by a quantity at a price. Adding averages the cost, reducing keeps it. */
  change(symbol: string, at: Micros, by: Decimal, price: Decimal): void {
    const held = this.of(symbol)
    const qty = held.qty.plus(by)
    const adds = held.qty.eq(0) || held.qty.gt(0) === by.gt(0)
    const crosses = !adds && !qty.eq(0) && qty.gt(0) !== held.qty.gt(0)
    let average = held.average
    if (crosses) average = price
    else if (adds) average = held.qty.times(held.average).plus(by.times(price)).div(qty)
    this.set(symbol, at, qty, qty.eq(0) ? ZERO : average)
  }

  /** Sets a position: corporate actions, transfers, and positions that vanish. */
  set(symbol: string, at: Micros, qty: Decimal, average: Decimal): void {
    const history = this.#history.get(symbol)
    const entry: Holding = { symbol, at, qty, average }
    if (history) history.push(entry)
    else this.#history.set(symbol, [entry])
  }
}
