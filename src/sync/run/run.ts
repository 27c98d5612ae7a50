import { LEAST_SUBREQUESTS, startBudget } from '../budget/budget'
import { type ChosenAccount, type ChosenAccounts, chooseAccounts } from './choose-accounts'
import type { AlpacaCredentials, SyncContext, SyncRequest } from './context'
import { recordFailedStart } from './end'
import { withOutcome } from './errors'
import { describeFailure, gravest } from './failure'
import { idleReport, type SyncOutcome, stoppedReport, totalReport } from './report'
import { type AccountResult, type SyncCall, syncAccount } from './run-account'

export type { BudgetLimits } from '../budget/budget'
export type { AlpacaCredentials, SyncContext, SyncRequest, SyncScope } from './context'
export type { AccountReport, ResourceReport, SyncOutcome, SyncReport } from './report'

// A Worker waits for six answers at once; more would only queue.
const MOST_AT_ONCE = 6
// With fewer left an account would only begin, and lose its turn by that.
const START_TRIPS = LEAST_SUBREQUESTS - 4

/**
 * Brings the database up to date with Alpaca: the accounts side by side, within one budget.
 * `has_more` says that the budget ended first: call again, and it goes on where it stopped. What
 * holds one account up does not keep the others waiting.
 *
 * Accounts that are stopped are skipped, and told of as such.
 *
 * @throws SyncError or `AccountsFailed` when the run of an account failed, with the `outcome` of
 * all; what had landed stays, and `sync_runs` has the error.
 * @example
 * const { report } = await runSync(ctx, { scope: 'all', trigger: 'api', account: 'paper' })
 */
export async function runSync(ctx: SyncContext, request: SyncRequest): Promise<SyncOutcome> {
  const begun = Date.now()
  const budget = startBudget(ctx.budget)
  const chosen = await chooseAccounts(ctx, budget, request)
  const shared: SyncCall = { ctx, request, budget, labels: new Map(chosen.labels) }
  const results = await eachAccount(chosen, shared)
  const accounts = [...results.map(({ report }) => report), ...chosen.stopped.map(stoppedReport)]
  const outcome = { report: totalReport(accounts, Date.now() - begun), accounts }
  const failures = results.flatMap(({ report, failure }) => (report.error ? [failure] : []))
  if (failures.length > 0) throw withOutcome(gravest(failures), outcome)
  return outcome
}

/**
 * Runs the accounts, as many at once as the budget has room for; one that it does not reach has its
 * turn in the next run. One whose ledger may kill the isolate comes when all others have ended, and
 * alone; unless the budget is too short for all, because then it would never come.
 */
async function eachAccount(
  { accounts, dangerous }: ChosenAccounts,
  shared: SyncCall,
): Promise<AccountResult[]> {
  const { ctx, budget } = shared
  const results: AccountResult[] = []
  const runsAll = budget.affords(accounts.length * START_TRIPS)
  const isLast = ({ label }: ChosenAccount) => runsAll && dangerous.has(label)
  const turns = [...accounts.entries()]
  const workOn = async (waiting: typeof turns) => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [place, account] = next
      results[place] =
        place === 0 || budget.affords(START_TRIPS)
          ? await syncChosen(shared, account)
          : { report: idleReport(account.label), failure: null }
    }
  }
  const first = turns.filter(([, account]) => !isLast(account))
  const room = Math.floor(ctx.budget.subrequests / LEAST_SUBREQUESTS)
  const atOnce = Math.max(1, Math.min(MOST_AT_ONCE, room, first.length))
  await Promise.all(Array.from({ length: atOnce }, () => workOn(first)))
  await workOn(turns.filter(([, account]) => isLast(account)))
  return results
}

/** Opens the keys of an account and syncs it. Keys that do not open are its failure alone. */
async function syncChosen(
  shared: SyncCall,
  { label, open }: ChosenAccount,
): Promise<AccountResult> {
  const { ctx, request } = shared
  let credentials: AlpacaCredentials
  try {
    credentials = await open()
  } catch (error) {
    const budget = shared.budget.share()
    const run = { runId: crypto.randomUUID(), startedAt: ctx.now() }
    await recordFailedStart({ ctx, credentials: { label }, request, budget, ...run }, error)
    budget.release()
    return { report: idleReport(label, describeFailure(error)), failure: error }
  }
  return await syncAccount(shared, credentials)
}
