import type { LegKind } from '../model/instrument'

/** What a description names. */
export interface Described {
  legKind: LegKind
  /** As stored: `AAPL240119C00150000`, `AAPL`, `BTC/USD`. */
  symbol: string
  /** Decimal text. */
  quantity: string
}

const OCC = /^([A-Z0-9]+?)(\d\d)(\d\d)(\d\d)([CP])(\d{5})(\d{3})$/

const withoutZeros = (fraction: string): string => fraction.replace(/0+$/, '')

/**
 * The description of property as Form 8949 has it.
 *
 * @example descriptionOf({ legKind: 'stock', symbol: 'AAPL', quantity: '100' }) // '100 sh. AAPL'
 * @example '1 AAPL 01/19/2024 150 CALL' of an option, '0.5 BTC' of a coin
 */
export function descriptionOf({ legKind, symbol, quantity }: Described): string {
  if (legKind === 'stock') return `${quantity} sh. ${symbol}`
  if (legKind === 'crypto') return `${quantity} ${symbol.split('/')[0]}`
  const match = OCC.exec(symbol)
  if (!match) return `${quantity} ${symbol}`
  const [, root, year, month, day, type, whole = '', fraction = ''] = match
  const cents = withoutZeros(fraction)
  const strike = `${Number(whole)}${cents && `.${cents}`}`
  return `${quantity} ${root} ${month}/${day}/20${year} ${strike} ${type === 'C' ? 'CALL' : 'PUT'}`
}
