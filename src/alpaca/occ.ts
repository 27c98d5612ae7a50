import { isRealDay } from '../time/calendar'

const ROOT = /^[A-Z][A-Z0-9]{0,5}$/
const TAIL = /^(\d\d)(\d\d)(\d\d)([CP])(\d{5})(\d{3})$/
const TAIL_LENGTH = 15

/** Roots drop the dot of a share class: these are the shares with one that have options. */
const SHARE_CLASSES = new Map([
  ['BRKB', 'BRK.B'],
  ['BFB', 'BF.B'],
])

/** What an option's symbol says. */
export interface OccSymbol {
  /** As written: `GME1` of an adjusted contract. */
  root: string
  /** The shares it is of: the root without trailing digits, `GME`; `BRK.B` for `BRKB`. */
  underlying: string
  /** YYYY-MM-DD. */
  expiryDate: string
  optionType: 'call' | 'put'
  /** Plain decimal text: `00000500` is `0.5`. */
  strikePrice: string
  /**
   * Whether the root ends in a digit, so that the deliverable may not be 100 shares
   * (src/alpaca/README.md 6).
   */
  adjusted: boolean
}

/**
 * Reads an OCC option symbol from the right, because an adjusted root holds digits
 * (src/alpaca/README.md 6). Null when the text is not one; that alone does not make an asset an
 * option: its asset class does.
 *
 * @example parseOccSymbol('GME1261016C00003000')?.strikePrice // '3'
 */
export function parseOccSymbol(symbol: string): OccSymbol | null {
  if (symbol.length <= TAIL_LENGTH || symbol.length > TAIL_LENGTH + 6) return null
  const root = symbol.slice(0, -TAIL_LENGTH)
  const tail = TAIL.exec(symbol.slice(-TAIL_LENGTH))
  if (tail === null || !ROOT.test(root)) return null
  const [, year, month, day, kind, dollars = '', thousandths = ''] = tail
  if (!isRealDay(2000 + Number(year), Number(month), Number(day))) return null
  const strikePrice = strikeOf(dollars, thousandths)
  if (strikePrice === '0') return null
  const letters = root.replace(/\d+$/, '')
  return {
    root,
    underlying: SHARE_CLASSES.get(letters) ?? letters,
    expiryDate: `20${year}-${month}-${day}`,
    optionType: kind === 'C' ? 'call' : 'put',
    strikePrice,
    adjusted: letters !== root,
  }
}

function strikeOf(dollars: string, thousandths: string): string {
  const fraction = thousandths.replace(/0+$/, '')
  const whole = String(Number(dollars))
  return fraction === '' ? whole : `${whole}.${fraction}`
}
