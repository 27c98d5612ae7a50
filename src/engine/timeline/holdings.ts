import { type Decimal, least, ZERO } from '../model/decimal'
import type { Sign } from '../model/instrument'

/** What was held of one side of a symbol before all that is looked at. */
export type HeldBefore = (symbol: string, sign: Sign) => Decimal

/** What is held of one symbol. */
interface Held {
  long: Decimal
  short: Decimal
  /** How often it was set. */
  version: number
}

/**
 * The running position of some symbols, long and short apart, as the book has it. Changes are
 * signed quantities; other symbols are ignored.
 */
export class Holdings {
  private readonly bySymbol = new Map<string, Held>()

  /**
   * @param kept the symbols that will be asked for.
   * @param before what is held of each to begin with.
   */
  constructor(kept: Iterable<string>, before: HeldBefore) {
    for (const symbol of kept)
      this.bySymbol.set(symbol, { long: before(symbol, 1), short: before(symbol, -1), version: 0 })
  }

  /** What is held of some symbols, to be changed apart. */
  copyOf(...symbols: string[]): Holdings {
    return new Holdings(symbols, (of, sign) => this.on(of, sign))
  }

  /** All that is held, to be changed apart. */
  copy(): Holdings {
    return this.copyOf(...this.bySymbol.keys())
  }

  on(symbol: string, sign: Sign): Decimal {
    const held = this.bySymbol.get(symbol)
    if (!held) return ZERO
    return sign > 0 ? held.long : held.short
  }

  net(symbol: string): Decimal {
    const held = this.bySymbol.get(symbol)
    return held ? held.long.minus(held.short) : ZERO
  }

  /** A number that grows with every change, or execution, of some symbols. */
  versionOf(symbols: Iterable<string>): number {
    let version = 0
    for (const symbol of symbols) version += this.bySymbol.get(symbol)?.version ?? 0
    return version
  }

  open(symbol: string, change: Decimal): void {
    const held = this.bySymbol.get(symbol)
    if (!held) return
    held.version++
    if (change.s > 0) held.long = held.long.plus(change)
    else held.short = held.short.minus(change)
  }

  /**
   * Closes what a change is against, as far as it is held; returns the rest of the change,
   * unsigned.
   */
  close(symbol: string, change: Decimal): Decimal {
    const size = change.abs()
    const held = this.bySymbol.get(symbol)
    if (!held) return size
    held.version++
    const closed = least(change.s > 0 ? held.short : held.long, size)
    if (change.s > 0) held.short = held.short.minus(closed)
    else held.long = held.long.minus(closed)
    return size.minus(closed)
  }

  /** Closes first, and opens with the rest. */
  change(symbol: string, change: Decimal): void {
    const rest = this.close(symbol, change)
    if (rest.gt(0)) this.open(symbol, rest.times(change.s))
  }

  set(symbol: string, sign: Sign, quantity: Decimal): void {
    const held = this.bySymbol.get(symbol)
    if (!held) return
    held.version++
    if (sign > 0) held.long = quantity
    else held.short = quantity
  }
}
