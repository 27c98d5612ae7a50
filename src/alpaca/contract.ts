/** One option contract as listed: what its symbol does not say is the multiplier and the true underlying. */
export interface Contract {
  symbol: string
  root: string
  underlying: string
  /** Of the premium; 100 where Alpaca leaves it out. `size` must not be used for it (reference 6). */
  multiplier: string
  expiryDate: string | null
  strikePrice: string | null
  optionType: 'call' | 'put' | null
  raw: unknown
}
