import { type Decimal, decimal } from './decimal'
import { isIndexOption, type OptionTerms, optionTerms, termsOf } from './instrument'

/** One kind of share that an exercised contract delivers (src/alpaca/README.md 6). */
export interface Deliverable {
  symbol: string
  /** Shares per contract. */
  amount: string
  /** Percentage of the strike that is paid for it. */
  allocationPercentage: string
}

/** How a contract differs from the standard one of its symbol: it has an adjusted root. */
export interface ContractAdjustment {
  underlying: string
  /** Dollars per point of premium; default 100. */
  multiplier?: string
  deliverables?: readonly Deliverable[]
}

/** The contracts of an account: standard ones by their symbols, and adjusted ones. */
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

  /**
   * The deliverables of one contract: 100 shares of its underlying unless adjusted; none of an
   * index option.
   * @throws RangeError for a symbol that is no option.
   */
  deliverables(symbol: string): readonly Deliverable[] {
    const adjusted = this.#adjusted.get(symbol)
    if (adjusted?.deliverables) return adjusted.deliverables
    const terms = termsOf(symbol)
    if (isIndexOption(terms)) return []
    const { underlying } = adjusted ?? terms
    return [{ symbol: underlying, amount: '100', allocationPercentage: '100' }]
  }
}
