import { type Decimal, decimal } from '../../engine/model/decimal'
import { settlesBy } from './settling'
import type { SymbolRow } from './symbols'

/** The cause of a difference between the ledger and the broker. */
export const DIFFERENCE_CAUSES = [
  'opened before history',
  'activity not yet posted',
  'fees not yet posted',
  'split or adjusted',
  'both sides open',
  'unknown cost',
  'unknown activity type',
  'activity not booked',
  'unexplained',
] as const

export type DifferenceCause = (typeof DIFFERENCE_CAUSES)[number]

/** Why the ledger and the broker differ, and whether that passes by itself. */
export interface Cause {
  cause: DifferenceCause
  /** The last day, YYYY-MM-DD, on which the cause may still pass by itself; null if it does not. */
  settlesBy: string | null
}

const lasting = (cause: DifferenceCause): Cause => ({ cause, settlesBy: null })

/** A cause that passes by the end of the second trading day after a day. */
export const passing = (cause: DifferenceCause, since: string): Cause => ({
  cause,
  settlesBy: settlesBy(since),
})

const UNEXPLAINED = lasting('unexplained')

/** The causes of symbols by key: null where both sides agree. */
export type SymbolCauses = ReadonlyMap<SymbolRow, Cause | null>

/** Finds the cause of each difference of quantities. */
export function causesOf(rows: readonly SymbolRow[], today: string): SymbolCauses {
  const ends = new Map(rows.map((row) => [row, endOfOption(row, today)]))
  return new Map(rows.map((row) => [row, causeOf(row, ends, today)]))
}

function causeOf(
  row: SymbolRow,
  ends: ReadonlyMap<SymbolRow, Cause | null>,
  today: string,
): Cause | null {
  if (row.both_sides) return lasting('both sides open')
  if (row.difference === '0') return deliveryOf(row, ends)
  const end = ends.get(row) ?? deliveryOf(row, ends)
  if (end) return end
  if (row.filled_since) return passing('activity not yet posted', today)
  const missing = decimal(row.difference).neg()
  if (missing.gt(0) && !missing.gt(decimal(row.coin_fees))) {
    return passing('fees not yet posted', today)
  }
  if (row.adjusted) return lasting('split or adjusted')
  const isExpired = row.expiry !== null && row.expiry <= today
  return row.no_opening && !isExpired ? lasting('opened before history') : UNEXPLAINED
}

/**
 * The end of an option whose activity is not posted yet: it expired, or was exercised or assigned
 * before. Such an option is missing at the broker; an expired one can also still be listed there.
 */
function endOfOption(row: SymbolRow, today: string): Cause | null {
  if (row.expiry === null || row.difference === '0') return null
  const since = row.expiry <= today ? row.expiry : startOfEarlyEnd(row, today)
  if (since === null || settlesBy(since) < today) return null
  return passing('activity not yet posted', since)
}

/**
 * The first day on which the broker held less of an option than the ledger, on the same side. A
 * corporate action explains a missing option better than an early exercise.
 */
function startOfEarlyEnd(row: SymbolRow, today: string): string | null {
  if (row.adjusted) return null
  const [broker, ledger] = [decimal(row.broker_qty), decimal(row.ledger_qty)]
  if (broker.isZero) return row.missed_on
  const isPart = broker.gt(0) === ledger.gt(0) && broker.abs().lt(ledger.abs())
  return isPart ? (row.differs_since ?? today) : null
}

const isCoinOrShares = (row: SymbolRow): boolean => row.expiry === null

/** The shares that an option can deliver at most, for each of its contracts. */
const SHARES_A_CONTRACT = decimal('100')

/**
 * What the broker received more than the ledger: what it holds more, and what it held and was
 * closed since.
 */
export const receivedOf = ({ difference, closed_unheld: closed }: SymbolRow): Decimal =>
  decimal(difference).plus(decimal(closed))

/** Whole lots of shares that options of the underlying, ended lately, can have delivered. */
function deliveryOf(row: SymbolRow, ends: ReadonlyMap<SymbolRow, Cause | null>): Cause | null {
  const received = receivedOf(row)
  if (!isCoinOrShares(row) || received.isZero) return null
  const options = [...ends].filter(([other, end]) => end && other.underlying === row.underlying)
  const contracts = options.reduce(
    (all, [other]) => all.plus(decimal(other.difference).abs()),
    ZERO,
  )
  const lots = received.abs().div(SHARES_A_CONTRACT)
  const isWhole = lots.round().eq(lots)
  if (!isWhole || lots.gt(contracts)) return null
  const last = options
    .flatMap(([, end]) => end?.settlesBy ?? [])
    .toSorted()
    .at(-1)
  return last === undefined ? null : { cause: 'activity not yet posted', settlesBy: last }
}

const ZERO: Decimal = decimal('0')
