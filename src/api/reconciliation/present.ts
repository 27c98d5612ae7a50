import type * as z from 'zod'
import type { CashBalance, Proof, Reconciliation } from '../../db/reconciliation/proof'
import { PROOF_STATES } from '../../db/schema'
import { decimal, plain, ZERO } from '../../engine/model/decimal'
import { jsonNumber } from '../http/json-values'
import type { reconciliationSchema } from './schemas'

type ReconciliationJson = z.infer<typeof reconciliationSchema>
type AccountJson = ReconciliationJson['accounts'][number]

/** The reconciliation of several accounts as JSON, in total and for each account. */
export function presentReconciliation(
  found: readonly Reconciliation[],
): Omit<ReconciliationJson, 'status'> {
  const accounts = found.map(presentAccount)
  const isKnown = accounts.length > 0
  return {
    balanced: isKnown ? accounts.every(({ balanced }) => balanced) : null,
    state: isKnown ? gravest(found) : null,
    symbols: accounts.flatMap(({ symbols }) => symbols),
    cash: presentCash(cashOfAll(found.map(({ cash }) => cash))),
    proof: presentProof(proofOfAll(found.map(({ proof }) => proof))),
    differences: accounts.flatMap(({ differences }) => differences),
    unbooked: accounts.flatMap(({ unbooked }) => unbooked),
    accounts,
  }
}

const gravest = (found: readonly Reconciliation[]): string =>
  PROOF_STATES.findLast((word) => found.some(({ state }) => state === word)) ?? 'balanced'

function presentAccount(account: Reconciliation): AccountJson {
  const { accountId: account_id, label, balanced, state, cash, proof } = account
  return {
    account_id,
    label,
    balanced,
    state,
    symbols: account.symbols.map((balance) => ({
      account_id,
      symbol: balance.symbol,
      broker_qty: jsonNumber(balance.brokerQty),
      ledger_qty: jsonNumber(balance.ledgerQty),
      difference: jsonNumber(balance.difference),
      cause: balance.cause,
      settles_by: balance.settlesBy,
    })),
    cash: presentCash(cash),
    proof: presentProof(proof),
    differences: account.differences.map((difference) => ({
      account_id,
      symbol: difference.symbol,
      activity_type: difference.activityType,
      activity_id: difference.activityId,
      amount: jsonNumber(difference.amount),
      cause: difference.cause,
      settles_by: difference.settlesBy,
    })),
    unbooked: account.unbooked.map(({ qty, net_amount, ...row }) => ({
      account_id,
      ...row,
      qty: jsonNumber(qty),
      net_amount: jsonNumber(net_amount),
    })),
  }
}

function presentCash(balance: CashBalance): ReconciliationJson['cash'] {
  return {
    cash: jsonNumber(balance.cash),
    expected: jsonNumber(balance.expected),
    difference: jsonNumber(balance.difference),
    deposits: jsonNumber(balance.deposits),
    executions: jsonNumber(balance.executions),
    fees: jsonNumber(balance.fees),
    dividends: jsonNumber(balance.dividends),
    interest: jsonNumber(balance.interest),
    other: jsonNumber(balance.other),
    cause: balance.cause,
    settles_by: balance.settlesBy,
  }
}

function presentProof(proof: Proof): ReconciliationJson['proof'] {
  const other = Object.entries(proof.other).map(([type, amount]) => [type, jsonNumber(amount)])
  return {
    equity: jsonNumber(proof.equity),
    net_deposits: jsonNumber(proof.netDeposits),
    realized_pl: jsonNumber(proof.realizedPl),
    unrealized_pl: jsonNumber(proof.unrealizedPl),
    fees: jsonNumber(proof.fees),
    dividends: jsonNumber(proof.dividends),
    interest: jsonNumber(proof.interest),
    other: Object.fromEntries(other),
    difference: jsonNumber(proof.difference),
  }
}

/**
 * Cash summed over accounts. Unknown if that of one account is; the cause is the first one found
 * that does not pass, else the first one.
 */
function cashOfAll(balances: readonly CashBalance[]): CashBalance {
  const caused = balances.filter(({ cause }) => cause !== null)
  const first = caused.find(({ settlesBy }) => settlesBy === null) ?? caused[0]
  return {
    cash: sumOf(balances.map(({ cash }) => cash)),
    expected: sum(balances.map(({ expected }) => expected)),
    difference: sumOf(balances.map(({ difference }) => difference)),
    deposits: sum(balances.map(({ deposits }) => deposits)),
    executions: sum(balances.map(({ executions }) => executions)),
    fees: sum(balances.map(({ fees }) => fees)),
    dividends: sum(balances.map(({ dividends }) => dividends)),
    interest: sum(balances.map(({ interest }) => interest)),
    other: sum(balances.map(({ other }) => other)),
    cause: first?.cause ?? null,
    settlesBy: first?.settlesBy ?? null,
  }
}

/** The proof summed over accounts. Unknown if the equity of one account is. */
function proofOfAll(proofs: readonly Proof[]): Proof {
  const byType = Map.groupBy(
    proofs.flatMap(({ other }) => Object.entries(other)),
    ([type]) => type,
  )
  const other = [...byType].map(([type, amounts]) => [type, sum(amounts.map(([, text]) => text))])
  return {
    equity: sumOf(proofs.map(({ equity }) => equity)),
    netDeposits: sum(proofs.map(({ netDeposits }) => netDeposits)),
    realizedPl: sum(proofs.map(({ realizedPl }) => realizedPl)),
    unrealizedPl: sum(proofs.map(({ unrealizedPl }) => unrealizedPl)),
    fees: sum(proofs.map(({ fees }) => fees)),
    dividends: sum(proofs.map(({ dividends }) => dividends)),
    interest: sum(proofs.map(({ interest }) => interest)),
    other: Object.fromEntries(other),
    difference: sumOf(proofs.map(({ difference }) => difference)),
  }
}

const sum = (amounts: readonly string[]): string =>
  plain(amounts.reduce((total, amount) => total.plus(decimal(amount)), ZERO))

function sumOf(amounts: readonly (string | null)[]): string | null {
  const known = amounts.filter((amount) => amount !== null)
  return known.length < amounts.length || known.length === 0 ? null : sum(known)
}
