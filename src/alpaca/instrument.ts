import { Refusal } from '../time/refusal'
import { coinPair, looksLikeCoin } from './coin'
import { type OccSymbol, parseOccSymbol } from './occ'

/** What a symbol and its asset class say about what is traded. */
export interface SymbolTerms {
  assetClass: string | null
  underlying: string
  expiryDate: string | null
  strikePrice: string | null
  optionType: 'call' | 'put' | null
}

/**
 * Tells what is traded. The asset class decides (`FI111225` is a share); only where it is empty, on
 * old payloads and activities, the symbol's shape does (reference 6).
 */
export function readInstrument(symbol: string, assetClass: string | null): SymbolTerms | Refusal {
  if (assetClass === 'us_option') {
    const occ = parseOccSymbol(symbol)
    return occ === null ? new Refusal('not an OCC option symbol') : optionOf(occ)
  }
  if (assetClass === 'crypto') return notAnOption(assetClass, coinPair(symbol))
  return assetClass === null ? byShape(symbol) : notAnOption(assetClass, symbol)
}

function byShape(symbol: string): SymbolTerms {
  const occ = parseOccSymbol(symbol)
  if (occ !== null) return optionOf(occ)
  return looksLikeCoin(symbol) ? notAnOption('crypto', coinPair(symbol)) : notAnOption(null, symbol)
}

function optionOf({ underlying, expiryDate, strikePrice, optionType }: OccSymbol): SymbolTerms {
  return { assetClass: 'us_option', underlying, expiryDate, strikePrice, optionType }
}

function notAnOption(assetClass: string | null, underlying: string): SymbolTerms {
  return { assetClass, underlying, expiryDate: null, strikePrice: null, optionType: null }
}
