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

const OPTION = /^([A-Z][A-Z0-9.]{0,5})(\d{2})(\d{2})(\d{2})([CP])(\d{5})(\d{3})$/

/**
 * Reads an OCC symbol from the right, its last 15 characters (src/alpaca/README.md 6); `null` for
 * shares and coins.
 */
export function optionTerms(symbol: string): OptionTerms | null {
  const match = OPTION.exec(symbol)
  if (!match) return null
  const [, root = '', year, month, day, kind, dollars, mills] = match
  return {
    root,
    underlying: root.replace(/\d+$/, ''),
    expiryDate: `20${year}-${month}-${day}`,
    optionType: kind === 'C' ? 'call' : 'put',
    strike: `${Number(dollars)}.${mills}`.replace(/\.?0+$/, ''),
  }
}

/** `SPY` + `2026-11-30` + `put` + `721.5` = `SPY261130P00721500`. */
export function optionSymbol(
  root: string,
  expiryDate: string,
  optionType: 'call' | 'put',
  strike: string,
): string {
  const [dollars = '0', mills = ''] = strike.split('.')
  const day = expiryDate.slice(2).replaceAll('-', '')
  const kind = optionType === 'call' ? 'C' : 'P'
  return `${root}${day}${kind}${dollars.padStart(5, '0')}${mills.padEnd(3, '0')}`
}

export function assetClassOf(symbol: string): AssetClass {
  if (symbol.includes('/')) return 'crypto'
  return optionTerms(symbol) ? 'us_option' : 'us_equity'
}

/**
 * Alpaca's name for the asset, the same on orders and positions (src/alpaca/README.md 2: join on
 * asset_id).
 */
export function assetIdOf(symbol: string): string {
  return uuidOf(`asset:${symbol}`)
}

/**
 * Positions spell a pair without its slash: `BTC/USD` is held as `BTCUSD` (src/alpaca/README.md 2).
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
