import type { Micros } from '../../time/micros'
import { type Decimal, ZERO } from './decimal'

/**
 * The account's dollars. An amount booked for later (a fee that is posted 20 seconds on) counts
 * from its moment.
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

  /** The balance at a moment. The moment must not be before the last change. */
  at(moment: Micros): Decimal {
    const due = this.#later.filter((entry) => entry.at <= moment)
    return due.reduce((total, entry) => total.plus(entry.amount), this.#total)
  }

  /** Adds the amounts that are due by a moment to the balance. */
  settle(moment: Micros): void {
    this.#total = this.at(moment)
    this.#later = this.#later.filter((entry) => entry.at > moment)
  }
}
