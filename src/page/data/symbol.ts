import type { Trade, TradeLeg } from '../../client/index.js'
import { qty, shortDate } from './format'

const OCC = /^([A-Z0-9.]{1,6}?)(\d{6})([CP])(\d{8})$/

/**
 * A symbol for people: SPY 21 Nov 560P for an option, itself for anything else.
 * @param known the underlying where it is known to the reader, and left out
 */
export function symbolText(symbol: string, known?: string): string {
  const [, root, day = '', kind, strike] = OCC.exec(symbol) ?? []
  if (root === undefined) return symbol
  const expiry = `20${day.slice(0, 2)}-${day.slice(2, 4)}-${day.slice(4)}`
  const contract = `${shortDate(expiry)} ${strikeText(Number(strike) / 1000)}${kind}`
  return root === known ? contract : `${root} ${contract}`
}

const strikeText = (strike: number): string => qty(strike)

const LETTER = { call: 'C', put: 'P' } as const

/** One leg in short: 473P, 100 sh. */
function legText({ kind, strike, qty: size }: TradeLeg): string {
  if (kind === 'stock') return `${qty(size)} sh`
  if ((kind !== 'call' && kind !== 'put') || strike === null) return qty(size)
  return `${strikeText(strike)}${LETTER[kind]}`
}

const MOST_LEGS = 6

/** The legs of a trade in short: 450P · 473P · 529C · 551C. */
export function legsText({ legs }: Pick<Trade, 'legs'>): string {
  const texts = [...new Set(legs.map(legText))]
  const more = texts.length - MOST_LEGS
  return more > 0 ? `${texts.slice(0, MOST_LEGS).join(' · ')} and ${more} more` : texts.join(' · ')
}
