import Big from 'big.js'

Big.DP = 18
Big.RM = Big.roundHalfEven

/** Whole numbers up to this many, which most quantities are, are made once. */
const FEW = 1024
const POWERS = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent)
/** Quotients are tried with so many more places before the division goes the long way. */
const MORE_PLACES = 4
/** Integers below this are stored inline by V8 on every platform; larger ones are boxed. */
const SMALL = 2 ** 30
const MINUS = 45
const POINT = 46
const DIGIT_ZERO = 48
const NINE = 57

/** Ten to the power of an exponent; NaN beyond the exact integers of a double. */
const power = (exponent: number): number => POWERS[exponent] ?? Number.NaN

/** Towards zero, half away from zero, half to even, or away from zero. */
type Rounding = 0 | 1 | 2 | 3

/** What a decimal can be combined with: another, or what one is made of. */
type Operand = Decimal | number | string

/**
 * Exact decimals for money and quantity. Sums, differences and products are exact; a quotient is
 * rounded half to even to 18 places, and is only ever an average to show or a price that the broker
 * rounded itself.
 *
 * Nearly all values are integers of some decimal place that a double holds exactly; only the rest
 * goes to big.js, which alone would make grouping several times slower. Immutable.
 *
 * @example
 * decimal('3.45').times(2).toFixed() // '6.9'
 */
export class Decimal {
  static readonly roundDown = Big.roundDown

  constructor(
    /**
     * The value in units of its last decimal place if small enough for V8 to inline; else its sign.
     */
    private readonly small: number,
    private readonly places: number,
    /**
     * Null if `small` is the value; else its units as a double, or the value where no double is
     * exact.
     */
    private readonly large: number | Big | null,
  ) {}

  /** 1, or -1 below zero. */
  get s(): 1 | -1 {
    return this.small < 0 ? -1 : 1
  }

  get isZero(): boolean {
    return this.small === 0
  }

  plus(other: Operand): Decimal {
    const addend = decimalOf(other)
    if (addend.small === 0) return this
    if (this.small === 0) return addend
    if (this.isSmallLike(addend)) return made(this.small + addend.small, this.places)
    const places = this.places > addend.places ? this.places : addend.places
    const sum = this.unitsAt(places) + addend.unitsAt(places)
    return Number.isSafeInteger(sum) ? made(sum, places) : ofBig(this.toBig().plus(addend.toBig()))
  }

  minus(other: Operand): Decimal {
    const taken = decimalOf(other)
    if (taken.small === 0) return this
    if (this.isSmallLike(taken)) {
      const difference = this.small - taken.small
      return difference === 0 ? ZERO : made(difference, this.places)
    }
    const places = this.places > taken.places ? this.places : taken.places
    const difference = this.unitsAt(places) - taken.unitsAt(places)
    if (difference === 0) return ZERO
    return Number.isSafeInteger(difference)
      ? made(difference, places)
      : ofBig(this.toBig().minus(taken.toBig()))
  }

  times(other: Operand): Decimal {
    const factor = decimalOf(other)
    if (factor === ONE) return this
    const product = this.units * factor.units
    return Number.isSafeInteger(product) && product !== 0
      ? made(product, this.places + factor.places)
      : this.longProduct(factor)
  }

  /** The product where it is zero, or where a double is not exact with all zeros at the end. */
  private longProduct(factor: Decimal): Decimal {
    if (this.small === 0 || factor.small === 0) return ZERO
    let left = this.units
    let right = factor.units
    let places = this.places + factor.places
    for (; places > 0 && right % 10 === 0; places--) right /= 10
    for (; places > 0 && left % 10 === 0; places--) left /= 10
    return Number.isSafeInteger(left * right)
      ? made(left * right, places)
      : ofBig(this.toBig().times(factor.toBig()))
  }

  /** @throws when dividing by zero. */
  div(other: Operand): Decimal {
    const divisor = decimalOf(other)
    if (divisor === ONE) return this
    return (
      this.quotient(divisor, 0) ??
      this.quotient(divisor, MORE_PLACES) ??
      ofBig(this.toBig().div(divisor.toBig()))
    )
  }

  /** The quotient rounded half to even, once, to so many places. */
  divTo(divisor: Decimal, places: number): Decimal {
    const more = places - this.places
    const exact =
      (more >= 0 ? this.quotient(divisor, 0) : null) ??
      (more >= MORE_PLACES ? this.quotient(divisor, MORE_PLACES) : null)
    if (exact) return exact
    const dividend = this.units * power(divisor.places)
    const units = Number.isSafeInteger(dividend)
      ? longDivision(dividend, divisor.units, more)
      : null
    return units === null
      ? wideQuotient(this.toFixed(), divisor.toFixed(), places)
      : made(units, places)
  }

  /** The quotient with so many more places, if it is exact with them. */
  private quotient(divisor: Decimal, more: number): Decimal | null {
    const places = this.places + more
    const dividend = this.units * power(divisor.places + more)
    const quotient = dividend / divisor.units
    return Number.isSafeInteger(dividend) && Number.isInteger(quotient) && places <= Big.DP
      ? made(quotient, places)
      : null
  }

  /** Rounded half to even, or as `mode` says. */
  round(places = 0, mode: Rounding = Big.roundHalfEven): Decimal {
    const fewer = this.places - places
    if (fewer <= 0 && this.wide === null) return this
    const units = roundedUnits(this.units, fewer, mode)
    return Number.isNaN(units) ? ofBig(this.toBig().round(places, mode)) : made(units, places)
  }

  neg(): Decimal {
    return this.wide ? ofBig(this.wide.neg()) : made(-this.units, this.places)
  }

  abs(): Decimal {
    return this.s < 0 ? this.neg() : this
  }

  /** Negative, 0 or positive as this is less than, equal to or greater than the other. */
  cmp(other: Operand): number {
    if (other === 0) return this.small
    const right = decimalOf(other)
    if (this.isSmallLike(right)) return this.small - right.small
    const places = this.places > right.places ? this.places : right.places
    const difference = this.unitsAt(places) - right.unitsAt(places)
    return Number.isNaN(difference) ? this.toBig().cmp(right.toBig()) : difference
  }

  eq(other: Operand): boolean {
    return this.cmp(other) === 0
  }

  gt(other: Operand): boolean {
    return other === 0 ? this.small > 0 : this.cmp(other) > 0
  }

  gte(other: Operand): boolean {
    return this.cmp(other) >= 0
  }

  lt(other: Operand): boolean {
    return this.cmp(other) < 0
  }

  lte(other: Operand): boolean {
    return this.cmp(other) <= 0
  }

  /** As plain text: never in exponent form, without zeros at the end. */
  toFixed(): string {
    const { small, places, large } = this
    if (large === null) {
      if (places === 0) return wholeText(small)
      if (places === 2) return hundredthsText(small)
    }
    return this.wide?.toFixed() ?? placed(this.units, places)
  }

  toString(): string {
    return this.toFixed()
  }

  toJSON(): string {
    return this.toFixed()
  }

  /** The nearest double. */
  toNumber(): number {
    const { units, places, wide } = this
    if (wide !== null || places >= POWERS.length) return Number(this.toFixed())
    return places === 0 ? units : units / power(places)
  }

  /** Whether both are small, and of units of one decimal place. */
  private isSmallLike(other: Decimal): boolean {
    return this.large === null && other.large === null && this.places === other.places
  }

  /** How many units of its last decimal place it is; NaN when that is too many to be exact. */
  private get units(): number {
    const { large } = this
    return large === null ? this.small : typeof large === 'number' ? large : Number.NaN
  }

  /** The value where no double holds it exactly. */
  private get wide(): Big | null {
    return typeof this.large === 'number' ? null : this.large
  }

  /** Units of another, lower place; NaN where they would not be exact. */
  private unitsAt(places: number): number {
    if (places === this.places) return this.units
    const units = this.units * power(places - this.places)
    return Number.isSafeInteger(units) ? units : Number.NaN
  }

  private toBig(): Big {
    return this.wide ?? new Big(this.toFixed())
  }
}

/**
 * The digits of plain decimal text as one integer; NaN for other text, and where it is not exact.
 */
function unitsOf(text: string): number {
  const negative = text.charCodeAt(0) === MINUS
  let units = 0
  let points = 0
  for (let i = negative ? 1 : 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    const digit = code - DIGIT_ZERO
    if (digit >= 0 && code <= NINE) units = units * 10 + digit
    else if (code === POINT) points++
    else return Number.NaN
  }
  const isPlain = points <= 1 && text.length > points + (negative ? 1 : 0)
  if (!isPlain || !Number.isSafeInteger(units)) return Number.NaN
  return negative ? -units : units
}

/** How many digits follow the point of a plain decimal text. */
function placesOf(text: string): number {
  const point = text.indexOf('.')
  return point < 0 ? 0 : text.length - point - 1
}

/** Divides to other places than `Big` does. */
const Divided = Big()
Divided.RM = Big.roundHalfEven

/**
 * A quotient rounded half to even to so many places. It is rounded once: rounded to 18 places
 * first, it could seem to lie halfway, and differ from the result of `longDivision`.
 */
function wideQuotient(dividend: string, divisor: string, places: number): Decimal {
  Divided.DP = places
  return ofBig(new Divided(dividend).div(divisor))
}

/** A quotient's units with extra places, rounded half to even; null where they are not exact. */
function longDivision(dividend: number, divisor: number, more: number): number | null {
  const of = Math.abs(divisor)
  let rest = Math.abs(dividend)
  let units = Math.floor(rest / of)
  rest -= units * of
  for (let i = 0; i < more; i++) {
    rest *= 10
    const digit = Math.floor(rest / of)
    units = units * 10 + digit
    rest -= digit * of
  }
  if (rest * 2 > of || (rest * 2 === of && units % 2 === 1)) units++
  const isExact = more >= 0 && Number.isSafeInteger(units) && Number.isSafeInteger(of * 10)
  if (!isExact) return null
  return dividend < 0 === divisor < 0 ? units : -units
}

/** Units rounded to fewer places; NaN where that is not exact. */
function roundedUnits(units: number, fewer: number, mode: Rounding): number {
  const one = power(fewer)
  const size = Math.abs(units)
  const down = Math.floor(size / one)
  const rest = size - down * one
  const isUp =
    (mode === Big.roundUp && rest > 0) ||
    (mode === Big.roundHalfUp && rest * 2 >= one) ||
    (mode === Big.roundHalfEven && rest * 2 + (down % 2) > one)
  const rounded = isUp ? down + 1 : down
  return units < 0 ? 0 - rounded : rounded
}

const WHOLE = Array.from({ length: FEW }, (_, units) => String(units))

// An index below 0 would be slow.
const wholeText = (units: number): string => (units < 0 ? undefined : WHOLE[units]) ?? String(units)

/** Hundredths as they follow a whole number, without zeros at the end. */
const HUNDREDTHS = Array.from({ length: 100 }, (_, units) => {
  const digits = String(units).padStart(2, '0').replace(/0+$/, '')
  return digits === '' ? '' : `.${digits}`
})

/** Cents as most prices and sums are counted in. */
function hundredthsText(units: number): string {
  const size = units < 0 ? -units : units
  const text = wholeText((size / 100) | 0) + HUNDREDTHS[size % 100]
  return units < 0 ? `-${text}` : text
}

/** The fractions of three places by their units: with all digits, and without zeros at the end. */
const DIGITS = Array.from({ length: 1000 }, (_, units) => String(units).padStart(3, '0'))
const LAST_DIGITS = DIGITS.map((digits) => digits.replace(/0+$/, ''))

/** The digits of a fraction without zeros at the end, of at most 15 places and above zero. */
function fractionText(units: number, places: number): string {
  let text = ''
  let rest = units
  let left = places
  for (; left > 3; left -= 3) {
    const place = power(left - 3)
    const digits = Math.floor(rest / place)
    rest -= digits * place
    if (rest === 0) return text + LAST_DIGITS[digits]
    text += DIGITS[digits]
  }
  return text + LAST_DIGITS[rest * power(3 - left)]
}

/** Whole units as text with the point before so many places, without zeros at the end. */
function placed(units: number, places: number): string {
  if (places >= POWERS.length) return new Big(`${units}e-${places}`).toFixed()
  const size = units < 0 ? -units : units
  const one = power(places)
  const whole = Math.floor(size / one)
  const rest = size - whole * one
  const text = rest === 0 ? wholeText(whole) : `${wholeText(whole)}.${fractionText(rest, places)}`
  return units < 0 ? `-${text}` : text
}

const decimalOf = (value: Operand): Decimal => (typeof value === 'object' ? value : decimal(value))

const ofBig = (value: Big): Decimal => decimal(value.toFixed())

const few = Array.from({ length: FEW }, (_, units) => new Decimal(units, 0, null))
const fewBelow = Array.from({ length: FEW }, (_, units) => new Decimal(0 - units, 0, null))

/** Whole units of a decimal place, which a double has exactly, as a decimal. */
function made(units: number, places: number): Decimal {
  const known = places === 0 ? (units < 0 ? fewBelow[-units] : few[units]) : undefined
  if (known) return known
  return units < SMALL && units > -SMALL
    ? new Decimal(units | 0, places, null)
    : new Decimal(Math.sign(units), places, units)
}

/**
 * Reads a decimal.
 *
 * @param value decimal text, or a whole number of units of the last decimal place.
 * @param places how many decimal places the number's units have.
 * @throws when the text is no number.
 */
export function decimal(value: string | number, places = 0): Decimal {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return made(value, places)
  const text = String(value)
  const units = unitsOf(text)
  if (!Number.isNaN(units)) return made(units, placesOf(text))
  const wide = new Big(text)
  return new Decimal(wide.eq(0) ? 0 : wide.s, 0, wide)
}

// Each whole number up to FEW is one object.
export const ZERO = made(0, 0)
const ONE = made(1, 0)

/** The smaller of two decimals. */
export const least = (a: Decimal, b: Decimal): Decimal => (a.lt(b) ? a : b)

/** A decimal as plain text, never in exponent form. */
export const plain = (value: Decimal): string => value.toFixed()

/** An average to show, of at most 12 places; null for a quantity of 0. */
export const average = (value: Decimal, quantity: Decimal): Decimal | null =>
  quantity.eq(0) ? null : value.divTo(quantity, 12)
