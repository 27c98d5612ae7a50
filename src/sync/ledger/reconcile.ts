import { flagUnexplained, readReconciliation } from '../../db/reconciliation/read'
import { newYorkDate } from '../../time/new-york'
import { type SyncRun, write } from '../run/sync-run'
import { writeInReach } from './reach'

/**
 * Compares the ledger with the positions at Alpaca, stores whether they agree, and logs a
 * difference. Returns false when the budget ended first.
 */
export async function reconcile(run: SyncRun): Promise<boolean> {
  if (!run.budget.affords(2)) return false
  const now = run.now()
  const today = newYorkDate(now.getTime() * 1000)
  run.budget.count()
  const found = await readReconciliation(run.db, run.account.id, today)
  if (!found) return true
  const progress = { balanced: found.balanced, reconciledAt: now.toISOString() }
  await writeInReach((reach) =>
    write(run, [flagUnexplained(run.account.id, today, reach)], progress),
  )
  if (!found.balanced) {
    const differences = found.symbols.filter(({ cause }) => cause !== null).length
    run.log({ level: 'warn', event: 'ledger_differs', account_id: run.account.id, differences })
  }
  return true
}
