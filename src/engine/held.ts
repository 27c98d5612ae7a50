import { NONE } from './few'
import type { Instrument, Sign } from './instrument'
import type { Trade } from './trade-state'

/** A symbol on one side, and the trades that hold it. A book has one object for each: what is of the same is told by identity. */
export class Held {
  /** As they came to hold it. Good until the book changes. */
  holders: readonly Trade[] = NONE
  /** Its name, and its place among others. */
  readonly key: string

  constructor(
    readonly instrument: Instrument,
    readonly sign: Sign,
  ) {
    this.key = instrument.keyOn(sign)
  }

  /** Notes a trade that holds it from now on. */
  hold(trade: Trade): void {
    if (this.holders.length === 0) this.holders = [trade]
    else if (!this.holders.includes(trade)) this.holders = [...this.holders, trade]
  }

  /** Forgets a trade that holds it no more. */
  release(trade: Trade): void {
    if (this.holders.length === 1 && this.holders[0] === trade) this.holders = NONE
    else this.holders = this.holders.filter((other) => other !== trade)
  }
}
