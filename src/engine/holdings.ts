import { type Decimal, least, ZERO } from './decimal'
import { legKey, type Sign } from './opening'

const sideOf = (change: Decimal): Sign => (change.s > 0 ? 1 : -1)
const against = (change: Decimal): Sign => (change.s > 0 ? -1 : 1)

/** What is held of each symbol, long and short apart, as the book of trades holds it. Changes are signed quantities. */
export class Holdings {
  /** @param bySide what is held to begin with, by leg. */
  constructor(private readonly bySide: Map<string, Decimal>) {}

  on(symbol: string, sign: Sign): Decimal {
    return this.bySide.get(legKey(symbol, sign)) ?? ZERO
  }

  net(symbol: string): Decimal {
    return this.on(symbol, 1).minus(this.on(symbol, -1))
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
    this.bySide.set(legKey(symbol, sign), quantity)
  }
}
