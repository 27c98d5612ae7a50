import { NONE } from '../model/arrays'
import type { Instrument, Sign } from '../model/instrument'
import type { TradeLeg } from './trade-state'

/** A symbol on one side, and the legs of trades that hold it. A book has one object for each: what is of the same is told by identity. */
export class Held {
  /** As they came to hold it. Good until the book changes. */
  holders: readonly TradeLeg[] = NONE
  /** Its name, and its place among others. */
  readonly key: string

  constructor(
    readonly instrument: Instrument,
    readonly sign: Sign,
  ) {
    this.key = instrument.keyOn(sign)
  }

  /** Notes a leg that is open from now on. */
  hold(leg: TradeLeg): void {
    if (this.holders.length === 0) this.holders = [leg]
    else if (!this.holders.includes(leg)) this.holders = [...this.holders, leg]
  }

  /** Forgets a leg that is open no more. */
  release(leg: TradeLeg): void {
    if (this.holders.length === 1 && this.holders[0] === leg) this.holders = NONE
    else this.holders = this.holders.filter((other) => other !== leg)
  }
}
