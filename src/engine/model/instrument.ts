import { type Decimal, decimal } from './decimal'
import { InvariantError } from './invariant'

/** What a leg is made of. */
export type LegKind = 'call' | 'put' | 'stock' | 'crypto'

/** +1 when long, -1 when short. */
export type Sign = 1 | -1

/** The side and symbol of a position as text. */
export const legKey = (symbol: string, sign: Sign): string => (sign > 0 ? '+' : '-') + symbol

interface Traded {
  /** As Alpaca's orders spell it: `AAPL261218C00340000`, `AAPL`, `BTC/USD`. */
  readonly symbol: string
  /** Shares or coins that one unit of quantity counts: it turns a price into money. */
  readonly multiplier: Decimal
  /** Whose shares an option is of; shares and coins are their own. */
  readonly underlying: string
  /** The key of a position on one side. Made once, because new text is hashed at each look-up. */
  keyOn(sign: Sign): string
}

/** What exercising one contract delivers. */
export interface SharesDelivered {
  /** Shares of the underlying. Above zero. */
  readonly shares: Decimal
  /** Dollars. */
  readonly cash: Decimal
}

/**
 * The deliverable of an adjusted contract; `other` where it contains another security; null where
 * it is not known: then it is `multiplier` shares of the underlying.
 */
export type AdjustedDeliverable = SharesDelivered | 'other' | null

export interface Option extends Traded {
  readonly kind: 'call' | 'put'
  /** Per share. */
  readonly strike: Decimal
  /** YYYY-MM-DD. */
  readonly expiry: string
  readonly adjusted: AdjustedDeliverable
}

export interface Shares extends Traded {
  readonly kind: 'stock'
  readonly strike: null
  readonly expiry: null
}

export interface Coins extends Traded {
  readonly kind: 'crypto'
  readonly strike: null
  readonly expiry: null
}

/** What an order, an execution or a lot is of. */
export type Instrument = Option | Shares | Coins

/** The one class behind all instruments: objects of one class are the fastest to read. */
class AnyInstrument {
  private readonly long: string
  private readonly short: string

  constructor(
    readonly symbol: string,
    readonly kind: LegKind,
    readonly strike: Decimal | null,
    readonly expiry: string | null,
    readonly multiplier: Decimal,
    readonly underlying: string,
    readonly adjusted: AdjustedDeliverable,
  ) {
    this.long = legKey(symbol, 1)
    this.short = legKey(symbol, -1)
  }

  keyOn(sign: Sign): string {
    return sign > 0 ? this.long : this.short
  }
}

/**
 * An instrument.
 *
 * @param strike per share; null except for an option.
 * @param expiry YYYY-MM-DD; null except for an option.
 * @param adjusted the deliverable of an adjusted option; null for every other instrument.
 * @throws InvariantError for an option without strike or expiry, and for shares or coins with one.
 */
export function instrumentOf(
  symbol: string,
  kind: LegKind,
  strike: Decimal | null,
  expiry: string | null,
  multiplier: Decimal,
  underlying: string,
  adjusted: AdjustedDeliverable = null,
): Instrument {
  const isContract = kind === 'call' || kind === 'put'
  if ((strike !== null) !== isContract || (expiry !== null) !== isContract)
    throw new InvariantError(`strike and expiry of a ${kind} do not fit: ${symbol}`)
  const made = new AnyInstrument(symbol, kind, strike, expiry, multiplier, underlying, adjusted)
  return made as Instrument
}

/** Contracts count 100 shares unless the contract itself says otherwise. */
export const HUNDRED = decimal(100)
export const ONE = decimal(1)

export const isOption = (instrument: Instrument): instrument is Option =>
  instrument.kind === 'call' || instrument.kind === 'put'
