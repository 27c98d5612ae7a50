import { meaningOf } from '../../alpaca/activity-types'
import { answerSymbol } from '../../alpaca/coin'
import { type Decimal, decimal, plain, ZERO } from '../../engine/model/decimal'
import type { PROOF_STATES } from '../schema'
import { type Cause, causesOf, type DifferenceCause, passing, type SymbolCauses } from './causes'
import { pendingCause } from './pending-cash'
import type { OtherRow, SumsRow } from './sums'
import type { SymbolRow } from './symbols'
import { isMoving, type UnbookedRow } from './unbooked'

/** Whether the ledger agrees with the broker. `settling`: every difference passes by itself. */
export type ProofState = (typeof PROOF_STATES)[number]

/** One symbol that the broker or the ledger holds. Quantities are signed decimals as text. */
export interface SymbolBalance {
  symbol: string
  brokerQty: string
  ledgerQty: string
  difference: string
  cause: DifferenceCause | null
  settlesBy: string | null
}

/** The account's cash and the sum of its movements, as decimals in the account's currency. */
export interface CashBalance {
  /** The broker's figure; null before the account was read. */
  cash: string | null
  expected: string
  difference: string | null
  deposits: string
  executions: string
  fees: string
  dividends: string
  interest: string
  other: string
  cause: DifferenceCause | null
  settlesBy: string | null
}

/**
 * What an account's equity is made of: equity - net deposits = realized + unrealized + dividends +
 * interest + other - fees + difference. Decimals in the account's currency.
 */
export interface Proof {
  /** The broker's cash and the market values of its positions; null before it was read. */
  equity: string | null
  /** Cash deposits and shares transferred in, less those that went out. */
  netDeposits: string
  realizedPl: string
  unrealizedPl: string
  /** A cost: positive where paid. */
  fees: string
  dividends: string
  interest: string
  other: Record<string, string>
  /** Rounded to the cent. */
  difference: string | null
}

/** An amount of the proof that has no name, or whose cause has not passed yet. */
export interface Difference {
  symbol: string | null
  activityType: string | null
  /** Of the activity, where it is a single one. */
  activityId: string | null
  amount: string
  cause: DifferenceCause
  settlesBy: string | null
}

/** The comparison of an account's ledger with its broker. */
export interface Reconciliation {
  accountId: string
  label: string
  state: ProofState
  /** True only for the state `balanced`. */
  balanced: boolean
  symbols: SymbolBalance[]
  cash: CashBalance
  proof: Proof
  differences: Difference[]
  unbooked: UnbookedRow[]
}

/** The stored figures of one account. */
export interface Figures {
  sums: SumsRow
  symbols: readonly SymbolRow[]
  other: readonly OtherRow[]
  unbooked: readonly UnbookedRow[]
}

const sum = (amounts: readonly Decimal[]): Decimal =>
  amounts.reduce((total, amount) => total.plus(amount), ZERO)

const cents = (amount: Decimal): Decimal => amount.round(2)

/** The value of a symbol's lots at the broker's mark, and what of the broker's value is left. */
interface Valued {
  row: SymbolRow
  unrealized: Decimal
  /** Value and cash of lots whose cost is unknown. */
  unknown: Decimal
  /** Value of the quantity that the ledger lacks; below zero of what the broker lacks. */
  missing: Decimal
  markError: Decimal
}

/**
 * Values the ledger's quantities at the broker's marks. Lots that the broker does not hold are
 * valued at their cost: they have made nothing yet.
 */
function valued(row: SymbolRow): Valued {
  const [value, markError, cost] = [row.market_value, row.mark_error, row.open_cost].map((text) =>
    decimal(text),
  ) as [Decimal, Decimal, Decimal]
  const [broker, known, unknown] = [row.broker_qty, row.known_qty, row.unknown_qty].map((text) =>
    decimal(text),
  ) as [Decimal, Decimal, Decimal]
  const marked = value.minus(markError)
  const marketValueOf = (quantity: Decimal): Decimal | null => {
    if (quantity.eq(broker)) return marked
    return broker.isZero || quantity.gt(0) !== broker.gt(0)
      ? null
      : marked.times(quantity).div(broker)
  }
  const knownValue = known.isZero ? cost : (marketValueOf(known) ?? cost)
  const unknownValue = unknown.isZero ? ZERO : (marketValueOf(unknown) ?? ZERO)
  return {
    row,
    unrealized: knownValue.minus(cost),
    unknown: decimal(row.unknown_flow).plus(unknownValue),
    missing: marked.minus(knownValue).minus(unknownValue),
    markError,
  }
}

/**
 * Proves an account: finds the cause of every difference of quantities, cash and equity.
 *
 * @param today the exchange's day, YYYY-MM-DD.
 */
export function prove(figures: Figures, today: string): Reconciliation {
  const { sums, symbols, unbooked } = figures
  const causes = causesOf(symbols, today)
  const cash = cashBalance(figures, causes, today)
  const values = symbols.map(valued)
  const proof = proofOf(figures, values)
  const named = [
    ...values.flatMap((one) => differencesOf(one, causes.get(one.row) ?? null)),
    ...unbookedDifferences(unbooked),
    ...cashDifferences(cash),
    ...amountOf(decimal(sums.equity_error), { cause: 'unexplained', settlesBy: null }),
  ]
  const differences = [...named, ...restOf(proof, named)]
  const balances = symbols
    .filter((row) => row.broker_qty !== '0' || row.ledger_qty !== '0' || row.both_sides)
    .map((row) => toBalance(row, causes.get(row) ?? null))
  const isUnbooked = unbooked.some(isMoving)
  const state = isUnbooked ? 'differs' : stateOf([...balances, cash, ...differences], proof)
  return {
    accountId: sums.account_id,
    label: sums.label,
    state,
    balanced: state === 'balanced',
    symbols: balances,
    cash,
    proof,
    differences,
    unbooked: [...unbooked],
  }
}

const toBalance = (row: SymbolRow, cause: Cause | null): SymbolBalance => ({
  symbol: answerSymbol(row.symbol, row.underlying),
  brokerQty: row.broker_qty,
  ledgerQty: row.ledger_qty,
  difference: row.difference,
  cause: cause?.cause ?? null,
  settlesBy: cause?.settlesBy ?? null,
})

function cashBalance({ sums, symbols }: Figures, causes: SymbolCauses, today: string): CashBalance {
  const difference = sums.cash === null ? null : decimal(sums.cash).minus(decimal(sums.expected))
  const cause = difference === null ? null : cashCause(difference, { sums, symbols, causes, today })
  const { cash, expected, deposits, executions, fees, dividends, interest } = sums
  return {
    ...{ cash, expected, deposits, executions, fees, dividends, interest },
    other: plain(sum([dividends, interest, sums.other].map((text) => decimal(text)))),
    difference: difference === null ? null : plain(difference),
    cause: cause?.cause ?? null,
    settlesBy: cause?.settlesBy ?? null,
  }
}

/** What the cause of a difference of cash is found from. */
interface CashEvidence {
  sums: SumsRow
  symbols: readonly SymbolRow[]
  causes: SymbolCauses
  today: string
}

/** Null for what rounding explains: the broker rounds the cash of fractions to the cent. */
function cashCause(
  difference: Decimal,
  { sums, symbols, causes, today }: CashEvidence,
): Cause | null {
  if (cents(difference).isZero) return null
  const latest = sums.latest.map((amount) => decimal(amount))
  const due = { fees: decimal(sums.fees_due), latest }
  const pending = pendingCause(difference, symbols, causes, due)
  if (pending) return { ...passing(pending.cause, today), ...(pending.settlesBy && pending) }
  const isOld = sums.incomplete || causeIn(causes, 'opened before history')
  return { cause: isOld ? 'opened before history' : 'unexplained', settlesBy: null }
}

const causeIn = (causes: SymbolCauses, word: DifferenceCause): boolean =>
  [...causes.values()].some((cause) => cause?.cause === word)

function proofOf({ sums, other, symbols }: Figures, values: readonly Valued[]): Proof {
  const marks = sum(symbols.map(({ market_value: value }) => decimal(value)))
  const equity =
    sums.cash === null ? null : decimal(sums.cash).plus(marks).plus(decimal(sums.equity_error))
  const netDeposits = decimal(sums.deposits).plus(decimal(sums.transfers))
  const unrealized = sum(values.map((one) => one.unrealized))
  const made = sum([
    decimal(sums.realized_pl),
    unrealized,
    decimal(sums.dividends),
    decimal(sums.interest),
    decimal(sums.fees),
    ...other.map(({ amount }) => decimal(amount)),
  ])
  return {
    equity: equity === null ? null : plain(equity),
    netDeposits: plain(netDeposits),
    realizedPl: sums.realized_pl,
    unrealizedPl: plain(unrealized),
    fees: plain(decimal(sums.fees).neg()),
    dividends: sums.dividends,
    interest: sums.interest,
    other: Object.fromEntries(other.map(({ activity_type: type, amount }) => [type, amount])),
    difference: equity === null ? null : plain(cents(equity.minus(netDeposits).minus(made))),
  }
}

/** A difference of an amount; none for less than half a cent. */
function amountOf(
  amount: Decimal,
  {
    cause,
    settlesBy,
    ...of
  }: Cause & Partial<Pick<Difference, 'symbol' | 'activityType' | 'activityId'>>,
): Difference[] {
  if (cents(amount).isZero) return []
  const nothing = { symbol: null, activityType: null, activityId: null }
  return [{ ...nothing, ...of, amount: plain(amount), cause, settlesBy }]
}

function differencesOf(
  { row, unknown, missing, markError }: Valued,
  cause: Cause | null,
): Difference[] {
  const symbol = answerSymbol(row.symbol, row.underlying)
  const unexplained: Cause = { cause: 'unexplained', settlesBy: null }
  const isDelivered = row.closed_unheld !== '0' && cause?.cause === 'activity not yet posted'
  return [
    ...amountOf(missing, { symbol, ...(cause ?? unexplained) }),
    ...amountOf(markError, { symbol, ...unexplained }),
    ...amountOf(unknown, {
      symbol,
      activityType: row.unknown_type,
      ...(isDelivered ? cause : { cause: 'unknown cost', settlesBy: null }),
    }),
  ]
}

/** Cash of rows that are not booked, by type and symbol. */
function unbookedDifferences(rows: readonly UnbookedRow[]): Difference[] {
  const groups = Map.groupBy(
    rows.filter((row) => isMoving(row) && isMissingInProof(row)),
    (row) => JSON.stringify([row.activity_type, row.symbol]),
  )
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    const { activity_type: activityType, symbol } = first
    const isUnnamed = meaningOf(activityType, first.activity_sub_type).isUnnamed === true
    return amountOf(sum(group.map(({ net_amount: net }) => decimal(net ?? '0'))), {
      symbol,
      activityType,
      activityId: group.length === 1 ? first.activity_id : null,
      cause: isUnnamed ? 'unknown activity type' : 'activity not booked',
      settlesBy: null,
    })
  })
}

/** Whether the cash of a row is in the account's cash, but in no term of the proof. */
function isMissingInProof({
  activity_type: type,
  activity_sub_type: subType,
}: UnbookedRow): boolean {
  const { cash, isUnnamed } = meaningOf(type, subType)
  return isUnnamed === true || cash === 'executions'
}

function cashDifferences({ difference, cause, settlesBy }: CashBalance): Difference[] {
  if (difference === null || cause === null) return []
  return amountOf(decimal(difference), { cause, settlesBy })
}

/** What the named differences leave of the proof's: the ledger contradicts itself. */
function restOf({ difference }: Proof, named: readonly Difference[]): Difference[] {
  if (difference === null) return []
  const rest = decimal(difference).minus(sum(named.map(({ amount }) => decimal(amount))))
  return amountOf(rest, { cause: 'unexplained', settlesBy: null })
}

function stateOf(
  found: readonly { cause: DifferenceCause | null; settlesBy: string | null }[],
  { difference }: Proof,
): ProofState {
  const causes = found.filter(({ cause }) => cause !== null)
  if (difference === null || causes.some(({ settlesBy }) => settlesBy === null)) return 'differs'
  return causes.length === 0 ? 'balanced' : 'settling'
}
