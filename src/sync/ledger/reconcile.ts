import { flagUnexplained } from '../../db/reconciliation/flag-unexplained'
import { readReconciliation } from '../../db/reconciliation/read'
import { newYorkDate } from '../../time/new-york'
import { type SyncRun, write } from '../run/sync-run'
import { writeInReach } from './reach'

/**
 * Compares the ledger with the broker, stores whether they agree, and logs a difference that does
 * not pass by itself. Returns false when the budget ended first.
 */
export async function reconcile(run: SyncRun): Promise<boolean> {
  if (!run.budget.affords(2)) return false
  const now = run.now()
  const today = newYorkDate(now.getTime() * 1000)
  run.budget.count()
  const found = await readReconciliation(run.db, run.account.id, today)
  if (!found) return true
  const { balanced, state } = found
  const unbalancedSince = balanced ? null : (run.state.unbalancedSince ?? now.toISOString())
  const progress = { balanced, proofState: state, unbalancedSince, reconciledAt: now.toISOString() }
  await writeInReach((reach) =>
    write(run, [flagUnexplained(run.account.id, today, reach)], progress),
  )
  if (state === 'differs') {
    const { symbols, cash, differences: amounts } = found
    const differences = [...symbols, cash, ...amounts].filter(({ cause }) => cause !== null).length
    run.log({ level: 'warn', event: 'ledger_differs', account_id: run.account.id, differences })
  }
  return true
}
