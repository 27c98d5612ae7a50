import { sortFew } from '../model/arrays'
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

/** The P/L between two knots: `fixed` plus `slope` for each dollar of the price. */
interface Line {
  readonly fixed: Decimal
  readonly slope: Decimal
}

/** A price above 0 at which an option begins or ceases to be worth something. */
interface Kink {
  readonly price: Decimal
  readonly claim: OptionClaim
}

const byPrice = (a: Kink, b: Kink): number => a.price.cmp(b.price)

const kinkOf = (claim: OptionClaim): Kink => ({
  price: claim.strikeValue.divTo(claim.shares, PRICE_PLACES),
  claim,
})

/** A line with a quantity of calls that are worth something, or without puts: both rise alike. */
const rising = (
  { fixed, slope }: Line,
  { shares, strikeValue }: OptionClaim,
  quantity: Decimal,
): Line => ({
  fixed: fixed.minus(strikeValue.times(quantity)),
  slope: slope.plus(shares.times(quantity)),
})

/** The line that begins at price 0, and the kinks, ascending. */
function startOf(fixed: Decimal, claims: readonly ExpiryClaim[]) {
  let line: Line = { fixed, slope: ZERO }
  const kinks: Kink[] = []
  for (const claim of claims) {
    if (claim.kind === 'stock') {
      line = { fixed: line.fixed, slope: line.slope.plus(claim.quantity) }
      continue
    }
    const kink = kinkOf(claim)
    const hasKink = kink.price.gt(0)
    if (hasKink) kinks.push(kink)
    if (claim.kind === 'call' && !hasKink) line = rising(line, claim, claim.quantity)
    if (claim.kind === 'put' && hasKink) line = rising(line, claim, claim.quantity.neg())
  }
  return { line, kinks: sortFew(kinks, byPrice) }
}

const valueAt = ({ fixed, slope }: Line, price: Decimal): Decimal => fixed.plus(slope.times(price))

/** The price at which a line with a slope is 0. */
const zeroOf = ({ fixed, slope }: Line): Decimal => fixed.neg().divTo(slope, PRICE_PLACES)

/** A price above every kink and every break-even. */
function lastPrice(from: Decimal, line: Line): Decimal {
  const zero = line.slope.isZero ? ZERO : zeroOf(line)
  const farthest = zero.gt(from) ? zero : from
  return farthest.isZero ? ONE : farthest.times(2)
}

/** Knots, and between each two of them the line that leads from one to the other. */
interface Course {
  readonly knots: readonly Knot[]
  readonly lines: readonly Line[]
}

function courseOf(fixed: Decimal, claims: readonly ExpiryClaim[]): Course {
  const { line: first, kinks } = startOf(fixed, claims)
  let line = first
  let price = ZERO
  const knots: Knot[] = [{ price, pl: line.fixed }]
  const lines: Line[] = []
  for (const kink of kinks) {
    if (!kink.price.eq(price)) {
      price = kink.price
      knots.push({ price, pl: valueAt(line, price) })
      lines.push(line)
    }
    line = rising(line, kink.claim, kink.claim.quantity)
  }
  const last = lastPrice(price, line)
  knots.push({ price: last, pl: valueAt(line, last) })
  lines.push(line)
  return { knots, lines }
}

const isAtZero = (knot: Knot | undefined): boolean => knot === undefined || knot.pl.isZero

function breakevensOf({ knots, lines }: Course): Decimal[] {
  const found: Decimal[] = []
  let before: Knot | undefined
  let knot = knots[0]
  for (let i = 0; knot; i++) {
    const after = knots[i + 1]
    const line = lines[i]
    // Within a range at 0, and where it begins at price 0 or never ends, no break-even lies.
    if (knot.pl.isZero) {
      if (!knot.price.isZero && !(isAtZero(before) && isAtZero(after))) found.push(knot.price)
    } else if (line && after && !after.pl.isZero && knot.pl.s !== after.pl.s)
      found.push(zeroOf(line))
    before = knot
    knot = after
  }
  return found
}

/**
 * The payoff of some positions.
 *
 * @param fixed the part that no price changes: what is realized, less what the open positions cost.
 */
export function payoffOf(fixed: Decimal, claims: readonly ExpiryClaim[]): Payoff {
  const course = courseOf(fixed, claims)
  const { knots, lines } = course
  const slope = lines[lines.length - 1]?.slope ?? ZERO
  let most: Decimal | null = null
  let least: Decimal | null = null
  for (const { pl } of knots) {
    if (most === null || pl.gt(most)) most = pl
    if (least === null || pl.lt(least)) least = pl
  }
  return {
    knots,
    maxProfit: slope.gt(0) ? null : most,
    maxLoss: slope.lt(0) ? null : least,
    breakevens: breakevensOf(course),
  }
}
