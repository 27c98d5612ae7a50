import { LEAST_SUBREQUESTS, startBudget } from './budget'
import { chooseAccounts } from './choose-accounts'
import type { AlpacaCredentials, SyncContext, SyncRequest } from './context'
import { AccountsFailed, SyncError } from './errors'
import { idleReport, type SyncOutcome, stoppedReport, totalReport } from './report'
import { type AccountResult, type SharedRun, syncAccount } from './run-account'

export type { BudgetLimits } from './budget'
export type { AlpacaCredentials, SyncContext, SyncRequest, SyncScope } from './context'
export type { AccountReport, ResourceReport, SyncOutcome, SyncReport } from './report'

// A Worker waits for six answers at once; more would only queue.
const MOST_AT_ONCE = 6
// With fewer left an account would only begin, and lose its turn by that.
const START_TRIPS = LEAST_SUBREQUESTS - 4

/**
 * Brings the database up to date with Alpaca: the accounts side by side, within one budget. `has_more` says that the budget
 * ended first: call again, and it goes on where it stopped. What holds one account up does not keep the others waiting.
 *
 * Accounts that are stopped are skipped, and told of as such.
 *
 * @throws SyncError or `AccountsFailed` when the run of an account failed, with the `outcome` of all; what had landed stays, and
 * `sync_runs` has the error.
 * @example
 * const { report } = await runSync(ctx, { scope: 'all', trigger: 'api', account: 'paper' })
 */
export async function runSync(ctx: SyncContext, request: SyncRequest): Promise<SyncOutcome> {
  const begun = Date.now()
  const budget = startBudget(ctx.budget)
  const chosen = await chooseAccounts(ctx, budget, request.account)
  const shared: SharedRun = { ctx, request, budget, labels: new Map(chosen.labels) }
  const results = await eachAccount(chosen.accounts, shared)
  const accounts = [...results.map(({ report }) => report), ...chosen.stopped.map(stoppedReport)]
  const outcome = { report: totalReport(accounts, Date.now() - begun), accounts }
  const failures = results.flatMap(({ report, failure }) => (report.error ? [failure] : []))
  if (failures.length > 0) throw failed(failures, outcome)
  return outcome
}

/** Runs the accounts, as many at once as the budget has room for; one that it does not reach has its turn in the next run. */
async function eachAccount(
  accounts: readonly AlpacaCredentials[],
  shared: SharedRun,
): Promise<AccountResult[]> {
  const { ctx, budget } = shared
  const results: AccountResult[] = []
  const waiting = [...accounts.entries()]
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [place, credentials] = next
      results[place] =
        place === 0 || budget.affords(START_TRIPS)
          ? await syncAccount(shared, credentials)
          : { report: idleReport(credentials.label), failure: null }
    }
  }
  const room = Math.floor(ctx.budget.subrequests / LEAST_SUBREQUESTS)
  const atOnce = Math.max(1, Math.min(MOST_AT_ONCE, room, accounts.length))
  await Promise.all(Array.from({ length: atOnce }, work))
  return results
}

/**
 * The error of a call in which accounts failed: the gravest one. `sync_in_progress` is the least grave, and lasts as long
 * as the last of the other runs.
 */
function failed(failures: readonly unknown[], outcome: SyncOutcome): Error {
  const isBusy = (error: unknown) => error instanceof SyncError && error.code === 'sync_in_progress'
  const cause = failures.find((failure) => !isBusy(failure)) ?? failures[0]
  if (!(cause instanceof SyncError)) return new AccountsFailed(cause, outcome)
  const { code, message } = cause
  const waits = failures.map((other) => (other instanceof SyncError && other.retryAfter) || 0)
  const retryAfter = isBusy(cause) ? Math.max(...waits) : cause.retryAfter
  return new SyncError(code, message, { cause, outcome, ...(retryAfter && { retryAfter }) })
}
