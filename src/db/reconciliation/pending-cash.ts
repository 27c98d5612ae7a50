import { type Decimal, decimal, ZERO } from '../../engine/model/decimal'
import { type Cause, receivedOf, type SymbolCauses } from './causes'
import type { SymbolRow } from './symbols'

// Index options settle in cash of an amount that nothing tells before (src/alpaca/README.md 3.4).
const SETTLED_IN_CASH = ['SPX', 'XSP', 'VIX', 'DJX']
const SHARES_A_CONTRACT = decimal('100')
/** Subsets of more options than this are not listed: then any amount is accepted. */
const MOST_OPTIONS = 12

/** An outcome of options that have ended: the shares they delivered, and the cash of it. */
interface Outcome {
  shares: Decimal
  cash: Decimal
}

const NOTHING: Outcome = { shares: ZERO, cash: ZERO }

/**
 * The amounts of cash that can have moved although no activity is posted: options that ended either
 * expired or delivered shares at their strike, and the shares delivered are known from the
 * positions. Null where any amount can be.
 */
function amountsOf(rows: readonly SymbolRow[], causes: SymbolCauses): Decimal[] | null {
  let amounts: Decimal[] = [ZERO]
  const byUnderlying = Map.groupBy(rows, ({ underlying }) => underlying)
  for (const [underlying, members] of byUnderlying) {
    const pending = members.filter((row) => causes.get(row)?.cause === 'activity not yet posted')
    if (pending.length === 0) continue
    if (pending.some((row) => row.filled_since)) return null
    const options = pending.filter(({ option_type: type }) => type !== null)
    if (SETTLED_IN_CASH.some((index) => underlying.startsWith(index))) return null
    if (options.length > MOST_OPTIONS) return null
    const shares = pending
      .filter(({ expiry }) => expiry === null)
      .reduce((all, row) => all.plus(receivedOf(row)), ZERO)
    const cash = outcomesOf(options)
      .filter((outcome) => outcome.shares.eq(shares))
      .map((outcome) => outcome.cash)
    amounts = amounts.flatMap((amount) => cash.map((more) => amount.plus(more)))
    if (amounts.length > 1 << MOST_OPTIONS) return null
  }
  return amounts
}

/** All outcomes of some options, each of which delivers its missing contracts or does not. */
function outcomesOf(options: readonly SymbolRow[]): Outcome[] {
  return options.reduce<Outcome[]>(
    (outcomes, row) => {
      const held = decimal(row.difference).neg()
      const shares = held.times(SHARES_A_CONTRACT).times(row.option_type === 'put' ? -1 : 1)
      const cash = shares.times(decimal(row.strike ?? '0')).neg()
      return outcomes.flatMap((outcome) => [
        outcome,
        { shares: outcome.shares.plus(shares), cash: outcome.cash.plus(cash) },
      ])
    },
    [NOTHING],
  )
}

/** Cash that the account can lack or owe for a while. */
export interface CashDue {
  /** The most that fees can come to which are not posted yet. */
  fees: Decimal
  /** Cash of the latest fills, the newest first: an account read before them lacks it. */
  latest: readonly Decimal[]
}

/** Nothing, and the cash of the newest fill, of the two newest, and so on. */
function unseen(latest: readonly Decimal[]): Decimal[] {
  let sum = ZERO
  return [ZERO, ...latest.map((amount) => (sum = sum.plus(amount)))]
}

/**
 * The cause of a difference of cash that passes by itself: deliveries at their strikes, fills that
 * the account was read before, fees that are due, or all of these. Null where they do not come to
 * the amount.
 */
export function pendingCause(
  difference: Decimal,
  rows: readonly SymbolRow[],
  causes: SymbolCauses,
  due: CashDue,
): Cause | null {
  const days = [...causes.values()].flatMap((cause) => cause?.settlesBy ?? [])
  const last = days.toSorted().at(-1) ?? null
  const fits = (amount: Decimal) => {
    const fees = amount.minus(difference).round(2)
    return !fees.lt(ZERO) && !fees.gt(due.fees)
  }
  const moved = amountsOf(rows, causes)
  const lacking = unseen(due.latest)
  const amounts =
    moved?.flatMap((amount) => lacking.map((unseenCash) => amount.minus(unseenCash))) ?? null
  if (amounts !== null && !amounts.some(fits)) return null
  const isFee = amounts === null ? false : fits(ZERO)
  return { cause: isFee ? 'fees not yet posted' : 'activity not yet posted', settlesBy: last }
}
