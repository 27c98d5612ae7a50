/** What Alpaca holds of one symbol now, netted over all trades. Quantity, value and cost of a short are negative. */
export interface Position {
  assetId: string | null
  assetClass: string | null
  /** As sent: a coin has no slash here, unlike on its orders (reference 2). */
  symbol: string
  /** As on an order of the same asset: `BTC/USD` for `BTCUSD`. */
  underlying: string
  qty: string
  side: 'long' | 'short'
  avgEntryPrice: string | null
  /** Null without a quote; `0` means worthless, not missing. */
  currentPrice: string | null
  marketValue: string | null
  costBasis: string | null
  unrealizedPl: string | null
  unrealizedPlpc: string | null
  unrealizedIntradayPl: string | null
  unrealizedIntradayPlpc: string | null
  expiryDate: string | null
  strikePrice: string | null
  optionType: 'call' | 'put' | null
  raw: unknown
}
