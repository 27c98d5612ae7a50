// Longest first: BTCUSDT is a price in USDT, not in USD.
const QUOTES = ['USDT', 'USDC', 'USD', 'BTC'] as const
const SHORTEST_BARE_PAIR = 6

/**
 * A coin's pair as orders write it. Positions leave the slash out (reference 2); a symbol that no
 * known quote currency ends stays as it is.
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
