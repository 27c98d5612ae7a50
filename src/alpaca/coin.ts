// Longest first: BTCUSDT is a price in USDT, not in USD.
const QUOTES = ['USDT', 'USDC', 'USD', 'BTC'] as const
const SHORTEST_BARE_PAIR = 6

/**
 * A coin's pair as orders write it. Positions leave the slash out (src/alpaca/README.md 2). A
 * symbol without a known quote currency at its end stays as it is.
 *
 * @example coinPair('BTCUSD') // 'BTC/USD'
 */
export function coinPair(symbol: string): string {
  if (symbol.includes('/')) return symbol
  const quote = QUOTES.find((end) => symbol.endsWith(end) && symbol.length > end.length)
  return quote === undefined ? symbol : `${symbol.slice(0, -quote.length)}/${quote}`
}

/**
 * Whether a symbol without an asset class is a coin's: a slash, or more letters than a share has,
 * ending in a currency.
 */
export function looksLikeCoin(symbol: string): boolean {
  if (symbol.includes('/')) return true
  return (
    symbol.length >= SHORTEST_BARE_PAIR && /^[A-Z]+$/.test(symbol) && coinPair(symbol) !== symbol
  )
}

/**
 * The symbol in the one spelling of answers: coins have a slash (BTC/USD) on orders and fills but
 * none (BTCUSD) on positions and old orders. The underlying of a coin is always a pair.
 *
 * @example answerSymbol('BTCUSD', 'BTC/USD') // 'BTC/USD'
 */
export function answerSymbol(symbol: string, underlying: string): string {
  return underlying.includes('/') ? coinPair(symbol) : symbol
}

/** A symbol or underlying that a client asks for, in the spelling of answers. */
export function askedSymbol(text: string): string {
  const symbol = text.toUpperCase()
  return looksLikeCoin(symbol) ? coinPair(symbol) : symbol
}

/** The spellings under which rows may hold a symbol of an answer. */
export function storedSpellings(symbol: string): string[] {
  return symbol.includes('/') ? [symbol, symbol.replace('/', '')] : [symbol]
}
