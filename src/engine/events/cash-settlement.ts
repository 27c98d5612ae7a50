import { type Decimal, decimal, ZERO } from '../model/decimal'
import type { OptionEvent } from '../model/facts'
import type { Option } from '../model/instrument'

/** An option row of a group that one sum of cash settles. */
export interface SettledOption {
  readonly id: string
  readonly instrument: Option
  /** Signed change of the position: above zero where a short option closes. */
  readonly quantity: Decimal
}

const CENT = 2

const byId = (a: SettledOption, b: SettledOption) => (a.id < b.id ? -1 : 1)

/** Contracts times multiplier, negative where a long option closes. */
const sizeOf = ({ quantity, instrument }: SettledOption): Decimal =>
  quantity.times(instrument.multiplier)

const sumOf = (values: readonly Decimal[]): Decimal =>
  values.reduce((sum, value) => sum.plus(value), ZERO)

/** What an option pays its holder at an index level; below zero where it is out of the money. */
const intrinsicAt = (level: Decimal, { kind, strike }: Option): Decimal =>
  kind === 'call' ? level.minus(strike) : strike.minus(level)

/**
 * The index level at which some options settle for a sum: the payment of each is linear in the
 * level. Where long and short options of one kind cancel, every level beyond the last strike gives
 * the same sum: then it is that strike.
 */
function levelOf(cash: Decimal, options: readonly SettledOption[]): Decimal | null {
  const atZero = options.map((one) => intrinsicAt(ZERO, one.instrument).times(sizeOf(one)).neg())
  const slopes = options.map((one) =>
    one.instrument.kind === 'call' ? sizeOf(one).neg() : sizeOf(one),
  )
  const slope = sumOf(slopes)
  if (!slope.isZero) return cash.minus(sumOf(atZero)).div(slope)
  const [first] = options
  if (!first || options.some(({ instrument }) => instrument.kind !== first.instrument.kind))
    return null
  const strikes = options.map(({ instrument }) => instrument.strike)
  return strikes.reduce((last, strike) =>
    strike.gt(last) === (first.instrument.kind === 'call') ? strike : last,
  )
}

/** The payments of some options by one index level; null where no level explains the sum. */
function byIndex(cash: Decimal, options: readonly SettledOption[]): Decimal[] | null {
  const level = levelOf(cash, options)
  if (level === null) return null
  const paid = options.map((one) => intrinsicAt(level, one.instrument))
  if (paid.some((value) => value.round(CENT).lt(0))) return null
  const shares = options.map((one, i) => (paid[i] ?? ZERO).times(sizeOf(one)).neg())
  return sumOf(shares).round(CENT).eq(cash.round(CENT)) ? shares : null
}

/** The same sum for each contract; where long and short ones cancel, for each contract closed. */
function byContracts(cash: Decimal, options: readonly SettledOption[]): Decimal[] {
  const signed = options.map(({ quantity }) => quantity.neg())
  const isOneSide = signed.every((quantity) => quantity.s === signed[0]?.s)
  const weights = isOneSide ? signed : signed.map((quantity) => quantity.abs())
  const whole = sumOf(weights)
  return weights.map((weight) => cash.times(weight).div(whole))
}

/**
 * Shares out cash that settles the options of one group, to the cent. Index options settle by one
 * level of their index. Beside delivered shares, and where no level explains the sum, each contract
 * gets the same. What rounding leaves goes to the last row.
 *
 * @returns the cash of each row, by its id.
 */
export function shareCash(
  cash: Decimal,
  rows: readonly SettledOption[],
  delivers: boolean,
): ReadonlyMap<string, Decimal> {
  const options = rows.toSorted(byId)
  const shares = (delivers ? null : byIndex(cash, options)) ?? byContracts(cash, options)
  let left = cash
  const cents = options.map(({ id }, i): [string, Decimal] => {
    const share = i === options.length - 1 ? left : (shares[i] ?? ZERO).round(CENT)
    left = left.minus(share)
    return [id, share]
  })
  return new Map(cents)
}

/** A quantity that closes at one price. */
interface Tranche {
  readonly quantity: Decimal
  readonly price: Decimal
}

/**
 * The prices at which an option closes: 0, unless cash comes with the event. Where the cash of one
 * contract is no whole number of cents, the first contracts get a cent more than the others, so
 * that each trade gets whole cents and the sum is exact.
 */
export function closingPrices({ quantity, cash, instrument }: OptionEvent): readonly Tranche[] {
  const size = quantity.abs()
  if (!cash || cash.isZero) return [{ quantity: size, price: ZERO }]
  const { multiplier } = instrument
  // A long option receives the cash that its close brings; a short one pays what the account does.
  const value = quantity.gt(0) ? cash.neg() : cash
  const each = value.div(size).round(CENT, 0)
  const cent = decimal(value.s, CENT)
  const more = value.minus(each.times(size)).div(cent)
  const isShared = size.eq(size.round()) && more.eq(more.round())
  if (!isShared || more.isZero)
    return [{ quantity: size, price: value.div(size.times(multiplier)) }]
  return [
    { quantity: more, price: each.plus(cent).div(multiplier) },
    { quantity: size.minus(more), price: each.div(multiplier) },
  ]
}
