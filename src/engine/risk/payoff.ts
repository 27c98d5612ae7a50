import { type Decimal, decimal, ZERO } from '../model/decimal'

/** Decimal places of a price that a division gives. */
const PRICE_PLACES = 12
const ONE = decimal(1)

/** Shares of the underlying. Negative when short. */
export interface ShareClaim {
  readonly kind: 'stock'
  readonly quantity: Decimal
}

/** Options of one strike that share one expiry. */
export interface OptionClaim {
  readonly kind: 'call' | 'put'
  /** Contracts. Negative when short. */
  readonly quantity: Decimal
  /** Shares of the underlying that one contract delivers. Above zero. */
  readonly shares: Decimal
  /** What is paid for the deliverable of one contract, less the cash that it contains. */
  readonly strikeValue: Decimal
}

/** A position whose value at expiry depends on the price of the underlying alone. */
export type ExpiryClaim = ShareClaim | OptionClaim

/** A price of the underlying at expiry, with the profit or loss there. */
export interface Knot {
  readonly price: Decimal
  readonly pl: Decimal
}

/**
 * Profit or loss at expiry as a function of the price of the underlying, which is 0 or more. It is
 * linear between knots. The first knot lies at 0 and the last one above every strike and
 * break-even, so the line through the last two knots continues for ever.
 */
export interface Payoff {
  readonly knots: readonly Knot[]
  /** The largest P/L at any price; null where it has no limit. */
  readonly maxProfit: Decimal | null
  /** The smallest P/L at any price, negative where it is a loss; null where it has no limit. */
  readonly maxLoss: Decimal | null
  /** The prices above 0 at which P/L is 0, ascending; the ends of a range of them. */
  readonly breakevens: readonly Decimal[]
}

/** The value of a position when the options expire. */
function valueAt(claim: ExpiryClaim, price: Decimal): Decimal {
  if (claim.kind === 'stock') return claim.quantity.times(price)
  const gain = claim.shares.times(price).minus(claim.strikeValue)
  const value = claim.kind === 'call' ? gain : gain.neg()
  return value.gt(0) ? value.times(claim.quantity) : ZERO
}

/**
 * The profit or loss at a price.
 *
 * @param fixed the part that no price changes: what is realized, less what the open positions cost.
 */
export const profitAt = (fixed: Decimal, claims: readonly ExpiryClaim[], price: Decimal): Decimal =>
  claims.reduce((sum, claim) => sum.plus(valueAt(claim, price)), fixed)

/** The price above 0 at which an option begins to be worth something; null where there is none. */
function kinkOf(claim: ExpiryClaim): Decimal | null {
  if (claim.kind === 'stock') return null
  const kink = claim.strikeValue.divTo(claim.shares, PRICE_PLACES)
  return kink.gt(0) ? kink : null
}

function kinksOf(claims: readonly ExpiryClaim[]): Decimal[] {
  const byText = new Map<string, Decimal>()
  for (const kink of claims.map(kinkOf)) if (kink) byText.set(kink.toFixed(), kink)
  return [...byText.values()].sort((a, b) => a.cmp(b))
}

/** The P/L that one more dollar of the price brings above every strike. */
function lastSlope(claims: readonly ExpiryClaim[]): Decimal {
  return claims.reduce((sum, claim) => {
    if (claim.kind === 'put') return sum
    const shares = claim.kind === 'stock' ? ONE : claim.shares
    return sum.plus(claim.quantity.times(shares))
  }, ZERO)
}

/** A price above every kink and every break-even. */
function lastPrice({ price, pl }: Knot, slope: Decimal): Decimal {
  const ahead = slope.isZero ? ZERO : pl.neg().divTo(slope, PRICE_PLACES)
  const farthest = ahead.gt(0) ? price.plus(ahead) : price
  return farthest.isZero ? ONE : farthest.times(2)
}

/** Where the line between two knots of opposite signs is 0. */
function crossing(a: Knot, b: Knot): Decimal {
  const size = a.pl.abs()
  const part = b.price.minus(a.price).times(size)
  return a.price.plus(part.divTo(size.plus(b.pl.abs()), PRICE_PLACES))
}

const isAtZero = (knot: Knot | undefined): boolean => knot === undefined || knot.pl.isZero

function breakevensOf(knots: readonly Knot[]): Decimal[] {
  const found: Decimal[] = []
  for (const [i, knot] of knots.entries()) {
    const [before, after] = [knots[i - 1], knots[i + 1]]
    // Within a range at 0, and where it begins at price 0 or never ends, no break-even lies.
    if (knot.pl.isZero && !knot.price.isZero && !(isAtZero(before) && isAtZero(after)))
      found.push(knot.price)
    if (after && knot.pl.s * after.pl.s < 0 && !knot.pl.isZero && !after.pl.isZero)
      found.push(crossing(knot, after))
  }
  return found
}

const larger = (a: Decimal, b: Decimal): Decimal => (b.gt(a) ? b : a)
const smaller = (a: Decimal, b: Decimal): Decimal => (b.lt(a) ? b : a)

/**
 * The payoff of some positions.
 *
 * @param fixed as for `profitAt`.
 */
export function payoffOf(fixed: Decimal, claims: readonly ExpiryClaim[]): Payoff {
  const knotAt = (price: Decimal): Knot => ({ price, pl: profitAt(fixed, claims, price) })
  const first = knotAt(ZERO)
  const inner = kinksOf(claims).map(knotAt)
  const slope = lastSlope(claims)
  const knots = [first, ...inner, knotAt(lastPrice(inner.at(-1) ?? first, slope))]
  const values = knots.map(({ pl }) => pl)
  return {
    knots,
    maxProfit: slope.gt(0) ? null : values.reduce(larger),
    maxLoss: slope.lt(0) ? null : values.reduce(smaller),
    breakevens: breakevensOf(knots),
  }
}
