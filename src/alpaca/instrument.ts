import { Refusal } from '../time/refusal'
import { coinTerms, looksLikeCoin } from './coin'
import { parseOccSymbol } from './occ'

/** An option contract, as its symbol describes it. */
export interface OptionSymbol {
  kind: 'option'
  assetClass: 'us_option'
  /** The root without trailing digits; the index of an index root (`SPX` for `SPXW`). */
  underlying: string
  /** YYYY-MM-DD. */
  expiryDate: string
  /** Plain decimal text, dollars per share. */
  strikePrice: string
  optionType: 'call' | 'put'
}

/** Shares, and every asset that is neither an option nor a coin. */
export interface StockSymbol {
  kind: 'stock'
  /** As sent; null where the payload has none. */
  assetClass: string | null
  /** The symbol itself. */
  underlying: string
}

/** A coin, quoted in dollars, a stablecoin or another coin. */
export interface CoinSymbol {
  kind: 'coin'
  assetClass: 'crypto'
  /** The coin in dollars, whatever the pair is quoted in: `BTC/USD`. */
  underlying: string
  /** The coin that the pair is quoted in, as `COIN/USD`; null for dollars. */
  paidWith: string | null
}

/** What a symbol and its asset class describe. */
export type SymbolTerms = OptionSymbol | StockSymbol | CoinSymbol

/** The columns of a row that only an option fills. */
export interface OptionColumns {
  expiryDate: string | null
  strikePrice: string | null
  optionType: 'call' | 'put' | null
}

const NOT_AN_OPTION = new Refusal('not an OCC option symbol')
const NO_OPTION: OptionColumns = { expiryDate: null, strikePrice: null, optionType: null }

/**
 * Reads the instrument that a symbol names. The asset class decides: `FI111225` of class `ipo` is a
 * stock. Where the class is absent, on old payloads and on activities, the shape of the symbol
 * decides (src/alpaca/README.md 6).
 */
export function readInstrument(symbol: string, assetClass: string | null): SymbolTerms | Refusal {
  if (assetClass === 'us_option') return readOption(symbol) ?? NOT_AN_OPTION
  if (assetClass === 'crypto') return readCoin(symbol)
  if (assetClass !== null) return { kind: 'stock', assetClass, underlying: symbol }
  const option = readOption(symbol)
  if (option !== null) return option
  if (looksLikeCoin(symbol)) return readCoin(symbol)
  return { kind: 'stock', assetClass: null, underlying: symbol }
}

/** The option columns of a row on this instrument: all null unless it is an option. */
export function optionColumns(instrument: SymbolTerms): OptionColumns {
  if (instrument.kind !== 'option') return NO_OPTION
  const { expiryDate, strikePrice, optionType } = instrument
  return { expiryDate, strikePrice, optionType }
}

/** The coin that pays for an instrument, as `COIN/USD`; null where dollars do. */
export const payingCoin = (instrument: SymbolTerms): string | null =>
  instrument.kind === 'coin' ? instrument.paidWith : null

function readOption(symbol: string): OptionSymbol | null {
  const occ = parseOccSymbol(symbol)
  if (occ === null) return null
  const { underlying, expiryDate, strikePrice, optionType } = occ
  const assetClass = 'us_option'
  return { kind: 'option', assetClass, underlying, expiryDate, strikePrice, optionType }
}

const readCoin = (symbol: string): CoinSymbol => ({
  kind: 'coin',
  assetClass: 'crypto',
  ...coinTerms(symbol),
})
