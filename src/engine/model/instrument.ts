import { type Decimal, decimal } from './decimal'

/** What a leg is made of. */
export type LegKind = 'call' | 'put' | 'stock' | 'crypto'

/** +1 when long, -1 when short. */
export type Sign = 1 | -1

/** A symbol on one side: what lots are looked up by. */
export const legKey = (symbol: string, sign: Sign): string => (sign > 0 ? '+' : '-') + symbol

/** What an order, an execution or a lot is of. */
export class Instrument {
  private readonly long: string
  private readonly short: string

  constructor(
    /** As Alpaca's orders spell it: `AAPL261218C00340000`, `AAPL`, `BTC/USD`. */
    readonly symbol: string,
    readonly kind: LegKind,
    /** Per share; null but for an option. */
    readonly strike: Decimal | null,
    /** YYYY-MM-DD; null but for an option. */
    readonly expiry: string | null,
    /** Shares or coins that one unit of quantity stands for: what turns a price into money. */
    readonly multiplier: Decimal,
    /** Whose shares an option is of; shares and coins are their own. */
    readonly underlying: string,
  ) {
    this.long = legKey(symbol, 1)
    this.short = legKey(symbol, -1)
  }

  /** Its leg on one side: made once, because text made anew is hashed anew at each look-up. */
  keyOn(sign: Sign): string {
    return sign > 0 ? this.long : this.short
  }
}

/** Contracts stand for 100 shares unless their adjusted contract says otherwise (reference 6). */
export const HUNDRED = decimal(100)
export const ONE = decimal(1)

export const isOption = (instrument: Instrument): boolean =>
  instrument.kind === 'call' || instrument.kind === 'put'
