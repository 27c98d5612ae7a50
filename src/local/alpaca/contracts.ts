import { type Decimal, decimal } from './decimal'
import { type OptionTerms, optionTerms } from './instrument'

/** What one share row of an exercised contract delivers (src/alpaca/README.md 6). */
export interface Deliverable {
  symbol: string
  /** Shares per contract. */
  amount: string
  /** Share of the strike that is paid for it. */
  allocationPercentage: string
}

/** Where a contract is not the plain one of its symbol: an adjusted root. */
export interface ContractAdjustment {
  underlying: string
  /** Dollars per point of premium; 100 unless told. */
  multiplier?: string
  deliverables?: readonly Deliverable[]
}

/** The contracts of an account: what their symbols say, and the adjusted ones. */
export class Contracts {
  readonly #adjusted = new Map<string, ContractAdjustment>()

  adjust(symbol: string, adjustment: ContractAdjustment): void {
    this.#adjusted.set(symbol, adjustment)
  }

  terms(symbol: string): OptionTerms | null {
    const terms = optionTerms(symbol)
    const adjusted = this.#adjusted.get(symbol)
    return terms && adjusted ? { ...terms, underlying: adjusted.underlying } : terms
  }

  /** Dollars per point of price: 1 for shares and coins. */
  multiplier(symbol: string): Decimal {
    if (!optionTerms(symbol)) return decimal(1)
    return decimal(this.#adjusted.get(symbol)?.multiplier ?? 100)
  }

  /** What one contract delivers: 100 shares of its underlying unless adjusted. */
  deliverables(symbol: string): readonly Deliverable[] {
    const adjusted = this.#adjusted.get(symbol)?.deliverables
    const underlying = this.terms(symbol)?.underlying ?? symbol
    return adjusted ?? [{ symbol: underlying, amount: '100', allocationPercentage: '100' }]
  }
}
