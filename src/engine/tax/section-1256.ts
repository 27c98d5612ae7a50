import { type Decimal, decimal } from '../model/decimal'

/**
 * Roots of options on broad-based indexes: nonequity options, which are Section 1256 contracts (26
 * U.S.C. 1256(b)(1)(C) and (g); broad-based as Cboe and Nasdaq list them in their tax notices).
 * Options on ETFs, such as SPY, QQQ and IWM, are equity options.
 */
export const SECTION_1256_ROOTS: readonly string[] = [
  // S&P 500: Cboe.
  'SPX',
  'SPXW',
  'XSP',
  // S&P 100: Cboe.
  'OEX',
  'XEO',
  // Nasdaq-100: Nasdaq PHLX.
  'NDX',
  'NDXP',
  'XND',
  // Russell 2000: Cboe.
  'RUT',
  'RUTW',
  'MRUT',
  // Dow Jones Industrial Average, and volatility of the S&P 500: Cboe.
  'DJX',
  'VIX',
  'VIXW',
]

const ROOTS = new Set(SECTION_1256_ROOTS)

/** The letters that an OCC symbol begins with. */
const rootOf = (symbol: string): string => /^[A-Z]+/.exec(symbol)?.[0] ?? ''

/** Whether an option's symbol is that of a Section 1256 contract. */
export const isSection1256 = (symbol: string): boolean => ROOTS.has(rootOf(symbol))

const LONG_PART = decimal('0.6')
const CENT_PLACES = 2

/**
 * The parts of a gain of Section 1256 contracts: 60 % long-term and the rest short-term, whatever
 * the time that they were held. The long-term part is rounded to the cent.
 */
export function sixtyForty(gain: Decimal): { long: Decimal; short: Decimal } {
  const long = gain.times(LONG_PART).round(CENT_PLACES)
  return { long, short: gain.minus(long) }
}
