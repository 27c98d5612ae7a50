import type { Micros } from '../../time/micros'
import { type Decimal, ZERO } from './decimal'

/** What the account holds of one symbol after a change. */
export interface Holding {
  readonly symbol: string
  readonly at: Micros
  /** Below zero when short. */
  readonly qty: Decimal
  /**
   * Per share, premium or coin: the weighted average of what was added (src/alpaca/README.md 2).
   */
  readonly average: Decimal
}

/** What the account holds, and what it held at any moment before. */
export class Positions {
  readonly #history = new Map<string, Holding[]>()

  /** What is held of a symbol: now, or as it was at a moment. */
  of(symbol: string, at?: Micros): Holding {
    const history = this.#history.get(symbol) ?? []
    const held = at === undefined ? history.at(-1) : history.findLast((entry) => entry.at <= at)
    return held ?? { symbol, at: 0, qty: ZERO, average: ZERO }
  }

  qty(symbol: string): Decimal {
    return this.of(symbol).qty
  }

  /** Every symbol that is not flat, by symbol. */
  open(at?: Micros): Holding[] {
    return [...this.#history.keys()]
      .map((symbol) => this.of(symbol, at))
      .filter((held) => !held.qty.eq(0))
      .sort((a, b) => (a.symbol < b.symbol ? -1 : 1))
  }

  /**
   * Adds (or takes away) a quantity at a price: adding averages the cost, taking away leaves it as
   * it is.
   */
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

  /** Sets what is held outright: corporate actions, transfers, and what vanishes. */
  set(symbol: string, at: Micros, qty: Decimal, average: Decimal): void {
    const history = this.#history.get(symbol)
    const entry: Holding = { symbol, at, qty, average }
    if (history) history.push(entry)
    else this.#history.set(symbol, [entry])
  }
}
