import type { Contract } from '../alpaca/contract'
import { AlpacaError } from '../alpaca/error'
import type { Reject } from '../alpaca/reject'
import { mergeContracts } from '../db/write/contracts'
import { heal, quarantine } from '../db/write/quarantine'
import { type AccountRun, write } from './account-run'
import { BudgetSpent } from './budget'

/**
 * Asks Alpaca about contracts whose root ends in a digit, because their multiplier may not be 100 (src/alpaca/README.md 6), and keeps
 * the answers. One without an answer is put aside and asked about again by later runs.
 */
export async function lookUpContracts(run: AccountRun, symbols: readonly string[]): Promise<void> {
  const unasked = symbols.filter((symbol) => !run.askedContracts.has(symbol))
  const contracts: Contract[] = []
  const rejects: Reject[] = []
  try {
    for (const symbol of unasked) {
      run.askedContracts.add(symbol)
      const contract = await readContract(run, symbol)
      if ('reason' in contract) rejects.push(contract)
      else contracts.push({ ...contract, symbol })
    }
  } finally {
    await keep(run, contracts, rejects)
  }
}

/** Asks again about contracts that were put aside, as long as that takes no call from anything else. */
export async function askAgain(run: AccountRun, symbols: readonly string[]): Promise<void> {
  try {
    await lookUpContracts(run, symbols)
  } catch (error) {
    if (!(error instanceof BudgetSpent)) throw error
  }
}

async function keep(run: AccountRun, contracts: Contract[], rejects: Reject[]): Promise<void> {
  const { id } = run.account
  const now = run.ctx.now()
  const ids = contracts.map(({ symbol }) => symbol)
  await write(run, [
    ...(contracts.length > 0
      ? [mergeContracts(contracts), heal(id, 'contract', { ids }, now)]
      : []),
    ...(rejects.length > 0 ? [quarantine(id, rejects, now)] : []),
  ])
}

async function readContract(run: AccountRun, symbol: string): Promise<Contract | Reject> {
  try {
    const answer = await run.client.contract(symbol)
    if (answer === null) return refusal(symbol, 'Alpaca does not know this contract')
    return answer.ok ? answer.row : { ...answer.reject, id: symbol }
  } catch (error) {
    if (!(error instanceof AlpacaError)) throw error
    if (error.kind !== 'rejected' && error.kind !== 'malformed') throw error
    return refusal(symbol, error.message)
  }
}

function refusal(symbol: string, reason: string): Reject {
  return { source: 'contract', id: symbol, reason, payload: { symbol } }
}
