import { startBudget } from './budget'
import { chooseAccounts } from './choose-accounts'
import type { SyncContext, SyncRequest } from './context'
import { type AccountReport, type SyncOutcome, totalReport } from './report'
import { runAccount } from './run-account'

export type { BudgetLimits } from './budget'
export type { AlpacaCredentials, SyncContext, SyncRequest, SyncScope } from './context'
export type { AccountReport, ResourceReport, SyncOutcome, SyncReport } from './report'

/**
 * Brings the database up to date with Alpaca, account after account, within one budget. `has_more` says that the budget
 * ended first: call again, and it goes on where it stopped. One account's failure does not keep the others waiting.
 *
 * @throws SyncError when a run failed; what had landed stays, and `sync_runs` has the error. Of several, the first.
 * @example
 * const { report } = await runSync(ctx, { scope: 'all', trigger: 'api', account: 'paper' })
 */
export async function runSync(ctx: SyncContext, request: SyncRequest): Promise<SyncOutcome> {
  const begun = Date.now()
  const accounts: AccountReport[] = []
  const failures: unknown[] = []
  const budget = startBudget(ctx.budget)
  const shared = { ctx, request, budget, done: new Set<string>() }
  for (const credentials of await chooseAccounts(ctx, budget, request.account)) {
    try {
      const report = await runAccount(shared, credentials)
      if (report !== null) accounts.push(report)
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
  return { report: totalReport(accounts, Date.now() - begun), accounts }
}
