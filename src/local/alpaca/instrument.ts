import { uuidOf } from './random'

export type AssetClass = 'us_equity' | 'us_option' | 'crypto'

/** The parts of an OCC symbol. */
export interface OptionTerms {
  root: string
  underlying: string
  expiryDate: string
  optionType: 'call' | 'put'
  /** Per share, a plain decimal. */
  strike: string
}

const OPTION = /^[A-Z][A-Z0-9.]{0,5}\d{6}[CP]\d{8}$/
const TAIL_LENGTH = 15

/** The index of each index root: its options settle in cash (src/alpaca/README.md 3.4, 6). */
const INDEX_OF: Readonly<Record<string, string>> = {
  SPX: 'SPX',
  SPXW: 'SPX',
  XSP: 'XSP',
  VIX: 'VIX',
  VIXW: 'VIX',
  DJX: 'DJX',
  DJXW: 'DJX',
}

export const isIndexOption = ({ root }: OptionTerms): boolean => root in INDEX_OF

/**
 * Reads an OCC symbol by its last 15 characters (src/alpaca/README.md 6); null for shares and
 * coins.
 */
export function optionTerms(symbol: string): OptionTerms | null {
  if (!OPTION.test(symbol)) return null
  const root = symbol.slice(0, -TAIL_LENGTH)
  const tail = symbol.slice(-TAIL_LENGTH)
  return {
    root,
    underlying: INDEX_OF[root] ?? root.replace(/\d+$/, ''),
    expiryDate: `20${tail.slice(0, 2)}-${tail.slice(2, 4)}-${tail.slice(4, 6)}`,
    optionType: tail[6] === 'C' ? 'call' : 'put',
    strike: `${Number(tail.slice(7, 12))}.${tail.slice(12)}`.replace(/\.?0+$/, ''),
  }
}

/** The terms of an option. @throws RangeError for a symbol that is no option. */
export function termsOf(symbol: string): OptionTerms {
  const terms = optionTerms(symbol)
  if (!terms) throw new RangeError(`${symbol} is no option`)
  return terms
}

/**
 * Writes an OCC symbol.
 *
 * @example optionSymbol('SPY', '2026-11-30', 'put', '721.5') // 'SPY261130P00721500'
 */
export function optionSymbol(
  root: string,
  expiryDate: string,
  optionType: 'call' | 'put',
  strike: string,
): string {
  const point = strike.indexOf('.')
  const dollars = point < 0 ? strike : strike.slice(0, point)
  const mills = point < 0 ? '' : strike.slice(point + 1)
  const day = expiryDate.slice(2).replaceAll('-', '')
  const kind = optionType === 'call' ? 'C' : 'P'
  return `${root}${day}${kind}${dollars.padStart(5, '0')}${mills.padEnd(3, '0')}`
}

export function assetClassOf(symbol: string): AssetClass {
  if (symbol.includes('/')) return 'crypto'
  return optionTerms(symbol) ? 'us_option' : 'us_equity'
}

/**
 * The symbol under which a position is kept: a coin has one, whatever it is paid with
 * (src/alpaca/README.md 3.2). ETH/BTC and ETH/USD are `ETH/USD`.
 */
export function positionSymbol(symbol: string): string {
  const slash = symbol.indexOf('/')
  return slash < 0 ? symbol : `${symbol.slice(0, slash)}/USD`
}

/** The position that pays for a pair: `BTC/USD` of ETH/BTC; null where dollars pay. */
export function quoteCoin(symbol: string): string | null {
  const slash = symbol.indexOf('/')
  const quote = slash < 0 ? 'USD' : symbol.slice(slash + 1)
  return quote === 'USD' ? null : `${quote}/USD`
}

/** Alpaca's id of the asset, the same on orders and positions (src/alpaca/README.md 2). */
export function assetIdOf(symbol: string): string {
  return uuidOf(`asset:${symbol}`)
}

/**
 * The symbol of a position, which spells a pair without its slash: `BTCUSD` (src/alpaca/README.md
 * 2).
 */
export function heldSymbol(symbol: string): string {
  return symbol.replace('/', '')
}

const LISTED_ON: Readonly<Record<string, string>> = {
  SPY: 'ARCA',
  IWM: 'ARCA',
  XLE: 'ARCA',
  VOO: 'ARCA',
  F: 'NYSE',
  GME: 'NYSE',
  KO: 'NYSE',
  T: 'NYSE',
}

/** A position's `exchange`: empty for options (src/alpaca/README.md 2). */
export function exchangeOf(symbol: string): string {
  const assetClass = assetClassOf(symbol)
  if (assetClass === 'us_option') return ''
  return assetClass === 'crypto' ? 'CRYPTO' : (LISTED_ON[symbol] ?? 'NASDAQ')
}
