import type * as z from 'zod'
import type { CashBalance, Reconciliation } from '../../db/reconciliation/read'
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
  return {
    balanced: accounts.length === 0 ? null : accounts.every(({ balanced }) => balanced),
    symbols: accounts.flatMap(({ symbols }) => symbols),
    cash: presentCash(addUp(found.map(({ cash }) => cash))),
    accounts,
  }
}

function presentAccount({
  accountId,
  label,
  balanced,
  symbols,
  cash,
}: Reconciliation): AccountJson {
  return {
    account_id: accountId,
    label,
    balanced,
    symbols: symbols.map((balance) => ({
      account_id: accountId,
      symbol: balance.symbol,
      broker_qty: jsonNumber(balance.brokerQty),
      ledger_qty: jsonNumber(balance.ledgerQty),
      difference: jsonNumber(balance.difference),
      cause: balance.cause,
    })),
    cash: presentCash(cash),
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
    other: jsonNumber(balance.other),
    cause: balance.cause,
  }
}

/**
 * Cash summed over accounts. Unknown if that of one account is; the cause is the first one found.
 */
function addUp(balances: readonly CashBalance[]): CashBalance {
  return {
    cash: sumOf(balances.map(({ cash }) => cash)),
    expected: sum(balances.map(({ expected }) => expected)),
    difference: sumOf(balances.map(({ difference }) => difference)),
    deposits: sum(balances.map(({ deposits }) => deposits)),
    executions: sum(balances.map(({ executions }) => executions)),
    fees: sum(balances.map(({ fees }) => fees)),
    other: sum(balances.map(({ other }) => other)),
    cause: balances.find(({ cause }) => cause !== null)?.cause ?? null,
  }
}

const sum = (amounts: readonly string[]): string =>
  plain(amounts.reduce((total, amount) => total.plus(decimal(amount)), ZERO))

function sumOf(amounts: readonly (string | null)[]): string | null {
  const known = amounts.filter((amount) => amount !== null)
  return known.length < amounts.length || known.length === 0 ? null : sum(known)
}
