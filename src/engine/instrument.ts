import { Decimal } from './decimal'
import type { LegKind } from './trade'

/** What an order, an execution or a lot is of. */
export interface Instrument {
  /** As Alpaca's orders spell it: `AAPL261218C00340000`, `AAPL`, `BTC/USD`. */
  symbol: string
  kind: LegKind
  /** Per share; null but for an option. */
  strike: Decimal | null
  /** YYYY-MM-DD; null but for an option. */
  expiry: string | null
  /** Shares or coins that one unit of quantity stands for: what turns a price into money. */
  multiplier: Decimal
}

/** Contracts stand for 100 shares unless their adjusted contract says otherwise (reference 6). */
export const HUNDRED = new Decimal(100)
export const ONE = new Decimal(1)

export const isOption = (instrument: Instrument): boolean =>
  instrument.kind === 'call' || instrument.kind === 'put'
