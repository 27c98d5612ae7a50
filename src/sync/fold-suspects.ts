import { BudgetSpent } from './budget'
import { SyncError } from './errors'
import { describeFailure } from './failure'
import { isWhole, LedgerError } from './ledger/error'
import {
  type LedgerRunContext,
  type LedgerRunReport,
  type LedgerRunRequest,
  runOnLedger,
} from './ledger-run'
import type { AccountResult, SharedRun } from './run-account'

/** Takes the lease, the marks, the facts of one underlying, its write, what follows from it, and the run's end. */
export const SUSPECT_TRIPS = 10

/**
 * Folds the marks of several accounts during whose fold a run died, one account after the other, when the runs of all of them
 * have ended: should the isolate die of it again, no other account loses anything. The results then tell what came of it.
 */
export async function foldSuspects(shared: SharedRun, results: AccountResult[]): Promise<void> {
  for (const [index, result] of results.entries()) {
    if (result.suspects) results[index] = await foldSuspectsOf(shared, result)
  }
}

async function foldSuspectsOf(
  { ctx, request, budget }: SharedRun,
  result: AccountResult,
): Promise<AccountResult> {
  const { report } = result
  const later = { ...result, report: { ...report, has_more: true } }
  if (!budget.affords(SUSPECT_TRIPS)) return later
  try {
    const { account_id: accountId, label } = report
    const whose = { accountId, label, trigger: request.trigger }
    const folded = await runOnSuspects(ctx, whose, budget)
    if (folded.has_more) return later
    if (report.error !== null || isWhole(folded.failures)) return result
    return failed(result, new LedgerError(folded.failures))
  } catch (error) {
    // Another run that has the lease by now does it, too.
    const isBusy = error instanceof SyncError && error.code === 'sync_in_progress'
    if (isBusy || error instanceof BudgetSpent) return later
    return report.error === null ? failed(result, error) : result
  }
}

const failed = (result: AccountResult, failure: unknown): AccountResult => ({
  ...result,
  report: { ...result.report, error: describeFailure(failure) },
  failure,
})

/** A run on the marks of one account that killed a run before, and on those whose fold failed. */
export async function runOnSuspects(
  ctx: LedgerRunContext,
  { accountId, label, trigger }: Omit<LedgerRunRequest, 'scope'>,
  budget: SharedRun['budget'],
): Promise<LedgerRunReport> {
  return await runOnLedger(
    ctx,
    { accountId, label, trigger, scope: 'ledger' },
    async (run) => {
      const { left: _, ...report } = await run.fold({ of: 'troubled', suspects: true })
      return report
    },
    budget,
  )
}
