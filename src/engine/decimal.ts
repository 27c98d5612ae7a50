import Big from 'big.js'

/**
 * Exact decimals for money and quantity. Sums, differences and products are exact; only a quotient is rounded, to
 * 18 places half to even, and a quotient is only ever an average shown or a price that the broker itself rounded.
 */
Big.DP = 18
Big.RM = Big.roundHalfEven
Big.NE = -1e6
Big.PE = 1e6

export { Big as Decimal }
export const ZERO = new Big(0)

/** The smaller of two decimals. */
export const least = (a: Big, b: Big): Big => (a.lt(b) ? a : b)

/** A decimal as plain text, never in exponent form. */
export const plain = (value: Big): string => value.toFixed()

/** An average with no more than 12 places: what is shown of a price that several executions made. */
export const average = (value: Big, quantity: Big): Big | null =>
  quantity.eq(0) ? null : value.div(quantity).round(12)
