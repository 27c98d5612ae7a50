import { type Decimal, least, ZERO } from './decimal'
import type { Sign } from './opening'

const sideOf = (change: Decimal): Sign => (change.s > 0 ? 1 : -1)
const against = (change: Decimal): Sign => (change.s > 0 ? -1 : 1)

/** What is held of one symbol. */
interface Held {
  long: Decimal
  short: Decimal
}

/** What is held of each symbol, long and short apart, as the book of trades holds it. Changes are signed quantities. */
export class Holdings {
  private readonly bySymbol = new Map<string, Held>()

  /** @param byLeg what is held to begin with, by leg. */
  constructor(byLeg: ReadonlyMap<string, Decimal>) {
    for (const [key, quantity] of byLeg)
      this.set(key.slice(1), key.startsWith('+') ? 1 : -1, quantity)
  }

  on(symbol: string, sign: Sign): Decimal {
    const { long, short } = this.held(symbol)
    return sign > 0 ? long : short
  }

  net(symbol: string): Decimal {
    const { long, short } = this.held(symbol)
    return long.minus(short)
  }

  open(symbol: string, change: Decimal): void {
    const sign = sideOf(change)
    this.set(symbol, sign, this.on(symbol, sign).plus(change.abs()))
  }

  /** Closes what a change is against, as far as any is held; returns what is left of the change, without sign. */
  close(symbol: string, change: Decimal): Decimal {
    const held = this.on(symbol, against(change))
    const closed = least(held, change.abs())
    this.set(symbol, against(change), held.minus(closed))
    return change.abs().minus(closed)
  }

  /** Closes first, and opens with the rest. */
  change(symbol: string, change: Decimal): void {
    const rest = this.close(symbol, change)
    if (rest.gt(0)) this.open(symbol, rest.times(change.s))
  }

  set(symbol: string, sign: Sign, quantity: Decimal): void {
    const held = this.held(symbol)
    if (sign > 0) held.long = quantity
    else held.short = quantity
  }

  private held(symbol: string): Held {
    let held = this.bySymbol.get(symbol)
    if (!held) {
      held = { long: ZERO, short: ZERO }
      this.bySymbol.set(symbol, held)
    }
    return held
  }
}
