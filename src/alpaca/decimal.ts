import { Refusal } from '../time/refusal'

const CANONICAL = /^-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/
const ANY_DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/
const LONGEST_TEXT = 80
const MOST_DIGITS_A_SIDE = 40

const NOT_DECIMAL = new Refusal('not a decimal number')
const TOO_LONG = new Refusal('too long for a decimal number')

/**
 * Reads a decimal as Alpaca writes it, text or a JSON number (src/alpaca/README.md 1.3), into plain
 * decimal text: no exponent, no plus sign, no superfluous zeros, no `-0`. The value is exact: no
 * floating-point arithmetic is involved.
 *
 * @example readDecimal('100.50') // '100.5'
 *
 * @example readDecimal(1e-7) // '0.0000001'
 */
export function readDecimal(value: string | number): string | Refusal {
  const text = typeof value === 'number' ? String(value) : value
  if (text.length > LONGEST_TEXT) return TOO_LONG
  if (CANONICAL.test(text) && text !== '-0')
    return text.length > MOST_DIGITS_A_SIDE ? expand(text) : text
  return expand(text)
}

/** Whether plain decimal text is negative. */
export function isNegative(decimal: string): boolean {
  return decimal.startsWith('-')
}

function expand(text: string): string | Refusal {
  const match = ANY_DECIMAL.exec(text)
  if (match === null) return NOT_DECIMAL
  const [, sign, whole = '', fraction = '', exponent = '0'] = match
  const digits = whole + fraction
  if (digits === '') return NOT_DECIMAL
  const point = whole.length + Number(exponent)
  if (point > MOST_DIGITS_A_SIDE || digits.length - point > MOST_DIGITS_A_SIDE) return TOO_LONG
  return plain(sign === '-', digits, point)
}

/**
 * Writes digits with the decimal point after the first `point` of them. `point` may be negative or
 * larger than the number of digits.
 */
function plain(negative: boolean, digits: string, point: number): string {
  const before = point > 0 ? digits.slice(0, point).padEnd(point, '0') : ''
  const after = point < 0 ? '0'.repeat(-point) + digits : digits.slice(point)
  const whole = before.replace(/^0+/, '') || '0'
  const fraction = after.replace(/0+$/, '')
  const size = fraction === '' ? whole : `${whole}.${fraction}`
  return negative && size !== '0' ? `-${size}` : size
}
