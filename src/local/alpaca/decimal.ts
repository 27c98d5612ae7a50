import Big from 'big.js'

/**
 * An exact decimal. Divisions keep 20 places; payloads show at most 16. Independent of the decimals
 * of the engine, so that a fault there cannot hide in both sides of a test.
 */
export type Decimal = Big

const Exact = Big()
Exact.DP = 20
Exact.RM = Big.roundHalfUp

export const ZERO: Decimal = new Exact(0)

export function decimal(value: string | number | Decimal): Decimal {
  return new Exact(value)
}

/** A plain decimal as Alpaca writes it: no exponent, no trailing zeros, no negative zero. */
export function plain(value: Decimal, places = 16): string {
  const rounded = value.round(places, Big.roundHalfUp)
  return rounded.eq(0) ? '0' : rounded.toFixed()
}

export function sum(values: Iterable<Decimal>): Decimal {
  let total = ZERO
  for (const value of values) total = total.plus(value)
  return total
}

export function smaller(a: Decimal, b: Decimal): Decimal {
  return a.lt(b) ? a : b
}

/** To the cent, halves away from zero. */
export function cents(value: Decimal): Decimal {
  return value.round(2, Big.roundHalfUp)
}

/** To the cent, away from zero, as regulatory fees are rounded. */
export function centsUp(value: Decimal): Decimal {
  return value.round(2, Big.roundUp)
}
