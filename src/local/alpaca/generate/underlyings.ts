/** An underlying that the generated account trades. */
export interface Underlying {
  readonly symbol: string
  /** Dollars at the account's opening. */
  readonly price: number
  /** Yearly volatility: 0.2 is 20%. */
  readonly volatility: number
  /** Dollars between strikes. */
  readonly strikeStep: number
  /** Quarterly dividend in dollars per share, of those that pay one. */
  readonly dividend?: string
}

/** Expensive underlyings: traded only in spreads of limited risk. */
export const INDEXES: readonly [Underlying, ...Underlying[]] = [
  { symbol: 'SPY', price: 585, volatility: 0.16, strikeStep: 1 },
  { symbol: 'QQQ', price: 505, volatility: 0.21, strikeStep: 1 },
  { symbol: 'IWM', price: 212, volatility: 0.22, strikeStep: 1 },
  { symbol: 'AAPL', price: 221, volatility: 0.26, strikeStep: 2.5 },
  { symbol: 'NVDA', price: 131, volatility: 0.45, strikeStep: 2.5 },
  { symbol: 'AMD', price: 148, volatility: 0.48, strikeStep: 2.5 },
  { symbol: 'TSLA', price: 262, volatility: 0.55, strikeStep: 2.5 },
]

/**
 * Cheap underlyings: the account can afford a hundred shares, so it sells puts and covered calls.
 */
export const STOCKS: readonly [Underlying, ...Underlying[]] = [
  { symbol: 'F', price: 11.2, volatility: 0.35, strikeStep: 0.5, dividend: '0.15' },
  { symbol: 'T', price: 22.4, volatility: 0.24, strikeStep: 0.5, dividend: '0.2775' },
  { symbol: 'KO', price: 63.5, volatility: 0.17, strikeStep: 1, dividend: '0.51' },
  { symbol: 'XLE', price: 89, volatility: 0.25, strikeStep: 1, dividend: '0.63' },
  { symbol: 'PLTR', price: 48, volatility: 0.6, strikeStep: 1 },
]

/** The underlying whose contracts are adjusted. */
export const GME: Underlying = { symbol: 'GME', price: 26.5, volatility: 0.7, strikeStep: 1 }

/** Bought by amount, so in fractions. */
export const FUND: Underlying = {
  symbol: 'VOO',
  price: 538,
  volatility: 0.16,
  strikeStep: 5,
  dividend: '1.74',
}

export const COIN: Underlying = { symbol: 'BTC/USD', price: 68_000, volatility: 0.5, strikeStep: 1 }

export const ALL: readonly Underlying[] = [...INDEXES, ...STOCKS, GME, FUND, COIN]
