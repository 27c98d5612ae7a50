const DOLLARS = 'USD'
/** Currencies that coins are quoted in. Longest first: BTCUSDT is quoted in USDT, not in USD. */
export const QUOTES = ['USDT', 'USDC', 'USDG', DOLLARS, 'BTC'] as const
const SHORTEST_BARE_PAIR = 6

/**
 * The pair of a coin, spelled as on orders. Positions omit the slash (src/alpaca/README.md 2). A
 * symbol that does not end in a known quote currency is returned unchanged.
 *
 * @example coinPair('BTCUSD') // 'BTC/USD'
 */
export function coinPair(symbol: string): string {
  if (symbol.includes('/')) return symbol
  const quote = QUOTES.find((end) => symbol.endsWith(end) && symbol.length > end.length)
  return quote === undefined ? symbol : `${symbol.slice(0, -quote.length)}/${quote}`
}

/** The coin of a pair and the coin that it is quoted in. */
export interface CoinTerms {
  /** `COIN/USD`, whatever the quote currency. */
  underlying: string
  /** The coin that pays for it, as `COIN/USD`; null where dollars do. Stablecoins are coins. */
  paidWith: string | null
}

const inDollars = (coin: string): string => `${coin}/${DOLLARS}`

/**
 * The coins that a pair is of, in whichever spelling.
 *
 * @example coinTerms('ETHBTC') // { underlying: 'ETH/USD', paidWith: 'BTC/USD' }
 */
export function coinTerms(symbol: string): CoinTerms {
  const [coin = symbol, quote = DOLLARS] = coinPair(symbol).split('/')
  return {
    underlying: inDollars(coin),
    paidWith: quote === DOLLARS ? null : inDollars(quote),
  }
}

/**
 * Whether a symbol without an asset class names a coin: it has a slash, or more letters than a
 * stock symbol has and a quote currency at its end.
 */
export function looksLikeCoin(symbol: string): boolean {
  if (symbol.includes('/')) return true
  return (
    symbol.length >= SHORTEST_BARE_PAIR && /^[A-Z]+$/.test(symbol) && coinPair(symbol) !== symbol
  )
}

/**
 * The symbol as responses spell it. Orders and fills spell a coin with a slash (BTC/USD), positions
 * and old orders without (BTCUSD). The underlying of a coin always has one.
 *
 * @example answerSymbol('BTCUSD', 'BTC/USD') // 'BTC/USD'
 */
export function answerSymbol(symbol: string, underlying: string): string {
  return underlying.includes('/') ? coinPair(symbol) : symbol
}

/** A symbol or underlying from a request, spelled as in responses. */
export function askedSymbol(text: string): string {
  const symbol = text.toUpperCase()
  return looksLikeCoin(symbol) ? coinPair(symbol) : symbol
}

/** An underlying from a request: of a pair of coins, that of its coin. */
export function askedUnderlying(text: string): string {
  const symbol = text.toUpperCase()
  return looksLikeCoin(symbol) ? coinTerms(symbol).underlying : symbol
}

/** The spellings under which the database may hold a symbol of a response. */
export function storedSpellings(symbol: string): string[] {
  return symbol.includes('/') ? [symbol, symbol.replace('/', '')] : [symbol]
}
