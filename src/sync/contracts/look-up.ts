import type { Contract } from '../../alpaca/contract'
import { AlpacaError } from '../../alpaca/error'
import type { Reject } from '../../alpaca/reject'
import { mergeContracts, unknownContracts } from '../../db/contracts/store'
import { heal } from '../../db/quarantine/heal'
import { quarantine } from '../../db/quarantine/store'
import { BudgetSpent } from '../budget/budget'
import { readLists, type SyncRun, write } from '../run/sync-run'
import { writeTolerantly } from '../store/tolerant'

/**
 * Asks Alpaca about contracts whose root ends in a digit, because their multiplier may not be 100
 * (src/alpaca/README.md 6), and stores the answers. A contract without an answer is quarantined,
 * and later runs ask about it again.
 */
export async function lookUpContracts(run: SyncRun, symbols: readonly string[]): Promise<void> {
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

const ADJUSTED = /\d{7}[CP]\d{8}$/

/** Looks up the contracts of some symbols that are adjusted and not known. */
export async function lookUpNewContracts(run: SyncRun, symbols: readonly string[]): Promise<void> {
  if (!symbols.some((symbol) => ADJUSTED.test(symbol))) return
  const [unknown = []] = await readLists(run, unknownContracts(run.account.id))
  await lookUpContracts(
    run,
    unknown.filter((symbol) => symbols.includes(symbol)),
  )
}

/** Asks again about quarantined contracts. The end of the budget is no error here. */
export async function askAgain(run: SyncRun, symbols: readonly string[]): Promise<void> {
  try {
    await lookUpContracts(run, symbols)
  } catch (error) {
    if (!(error instanceof BudgetSpent)) throw error
  }
}

/**
 * Stores the answers. A contract that the database refuses is quarantined and keeps no other from
 * being stored.
 */
async function keep(
  run: SyncRun,
  contracts: readonly Contract[],
  rejects: readonly Reject[],
): Promise<void> {
  const { id } = run.account
  const now = run.now()
  const refused: Reject[] = []
  const store = async (some: readonly Contract[], others: readonly Reject[]) => {
    const ids = some.map(({ symbol }) => symbol)
    await write(run, [
      ...(some.length > 0 ? [mergeContracts(some), heal(id, 'contract', { ids }, now)] : []),
      ...(others.length > 0 ? [quarantine(id, others, now)] : []),
    ])
  }
  let pending = rejects
  await writeTolerantly(contracts, {
    attempt: async (some) => {
      await store(some, pending)
      pending = []
    },
    refuse: ({ symbol }, state) => {
      refused.push(refusal(symbol, `the database refused it: SQLSTATE ${state}`))
    },
    affords: () => run.budget.affords(1),
    // No mark says that these were asked about: the next run asks again.
    putOff: () => {},
  })
  await store([], [...pending, ...refused])
}

async function readContract(run: SyncRun, symbol: string): Promise<Contract | Reject> {
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
