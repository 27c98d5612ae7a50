import type { Micros } from '../../time/micros'
import { type Decimal, ZERO } from './decimal'

/**
 * The account's dollars. What is booked for later (a fee that posts 20 seconds on) counts from its
 * moment.
 */
export class Cash {
  #total = ZERO
  #later: { at: Micros; amount: Decimal }[] = []

  add(amount: Decimal): void {
    this.#total = this.#total.plus(amount)
  }

  addLater(at: Micros, amount: Decimal): void {
    this.#later.push({ at, amount })
  }

  /** The balance at a moment not before any already asked for or traded at. */
  at(moment: Micros): Decimal {
    const due = this.#later.filter((entry) => entry.at <= moment)
    return due.reduce((total, entry) => total.plus(entry.amount), this.#total)
  }

  /** Makes what is due by a moment part of the balance. */
  settle(moment: Micros): void {
    this.#total = this.at(moment)
    this.#later = this.#later.filter((entry) => entry.at > moment)
  }
}
