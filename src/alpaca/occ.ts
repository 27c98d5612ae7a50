import { isRealDay } from '../time/calendar'

const ROOT = /^[A-Z][A-Z0-9]{0,5}$/
const TAIL = /^\d{6}[CP]\d{8}$/
const TAIL_LENGTH = 15

/** The roots of share classes have no dot. These share classes have options. */
const SHARE_CLASSES = new Map([
  ['BRKB', 'BRK.B'],
  ['BFB', 'BF.B'],
])

/**
 * The roots of weekly index options, and the index that they share with the monthly ones
 * (src/alpaca/README.md 6). The other index roots (SPX, XSP, VIX, DJX) name their index themselves.
 */
export const INDEX_ROOTS: ReadonlyMap<string, string> = new Map([
  ['SPXW', 'SPX'],
  ['VIXW', 'VIX'],
  ['DJXW', 'DJX'],
])

/** The parts of an option symbol. */
export interface OccSymbol {
  /** As written: `GME1` for an adjusted contract. */
  root: string
  /**
   * The underlying: the index of an index root (`SPX` for `SPXW`), else the root without trailing
   * digits (`GME`), or `BRK.B` for `BRKB`.
   */
  underlying: string
  /** YYYY-MM-DD. */
  expiryDate: string
  optionType: 'call' | 'put'
  /** Plain decimal text, dollars per share: `00000500` is `0.5`. */
  strikePrice: string
  /**
   * Whether the root ends in a digit, so that the deliverable may not be 100 shares
   * (src/alpaca/README.md 6).
   */
  adjusted: boolean
}

/**
 * Reads an OCC option symbol from the right, because an adjusted root contains digits
 * (src/alpaca/README.md 6). Null when the text is not one. The asset class decides whether an asset
 * is an option, not its symbol.
 *
 * @example parseOccSymbol('GME1261016C00003000')?.strikePrice // '3'
 */
export function parseOccSymbol(symbol: string): OccSymbol | null {
  if (symbol.length <= TAIL_LENGTH || symbol.length > TAIL_LENGTH + 6) return null
  const root = symbol.slice(0, -TAIL_LENGTH)
  const tail = symbol.slice(-TAIL_LENGTH)
  if (!TAIL.test(tail) || !ROOT.test(root)) return null
  const [year, month, day] = [tail.slice(0, 2), tail.slice(2, 4), tail.slice(4, 6)]
  if (!isRealDay(2000 + Number(year), Number(month), Number(day))) return null
  const strikePrice = strikeOf(tail.slice(7, 12), tail.slice(12))
  if (strikePrice === '0') return null
  const letters = root.replace(/\d+$/, '')
  return {
    root,
    underlying: INDEX_ROOTS.get(root) ?? SHARE_CLASSES.get(letters) ?? letters,
    expiryDate: `20${year}-${month}-${day}`,
    optionType: tail[6] === 'C' ? 'call' : 'put',
    strikePrice,
    adjusted: letters !== root,
  }
}

function strikeOf(dollars: string, thousandths: string): string {
  const fraction = thousandths.replace(/0+$/, '')
  const whole = String(Number(dollars))
  return fraction === '' ? whole : `${whole}.${fraction}`
}
