import { syncActivities } from '../activities/sync'
import { BudgetSpent } from '../budget/budget'
import { failureOf, isContained } from '../ledger/begun-folds'
import { joinFailures, partFailed } from '../ledger/error'
import { addToRegrouped } from '../ledger/grouping'
import { reconcile } from '../ledger/reconcile'
import { takeGrouping } from '../ledger/regroup'
import { foldTroubled, updateLedger } from '../ledger/update'
import { syncOrders } from '../orders/sync'
import { syncPositions } from '../positions/sync'
import { retryQuarantine } from '../quarantine/retry'
import {
  NO_SERIES,
  ROW_KINDS,
  type RowKind,
  resumingAt,
  type Series,
  type Step,
  seriesOf,
} from './series'
import { defer, type SyncRun, write } from './sync-run'

/** How far a run got. */
export interface Progress {
  /** The budget ended first: the next run goes on with what is left. */
  hasMore: boolean
  /** The moment up to which everything in the scope was read; null when something is left. */
  through: Date | null
}

/**
 * Reads the rows in the scope of the run, then folds the ledger. With a small budget this takes a
 * series of runs: each begins with the step at which the last one ended, and skips the steps that
 * the series has done. Rows that an earlier run of the series read are brought up to date at the
 * end, if the budget allows it.
 */
export async function runSteps(run: SyncRun): Promise<Progress> {
  const { scope } = run.request
  if (scope === 'quarantine') return await runRetry(run)
  if (scope === 'targeted') throw new Error('a targeted sync reads no pages')
  const series = seriesOf(run)
  const kinds = scope === 'all' ? ROW_KINDS : [scope]
  const left = rotated(kinds, run.state.resumeAt).filter((step) => !series.done.includes(step))
  if (!(await doSteps(run, left, series))) return { hasMore: true, through: null }
  const stale = kinds.filter((step) => !left.includes(step))
  if (stale.length === 0) return await endWithLeft(run, kinds, run.now())
  // Reading rows again would use up a small budget in each run.
  const isShort = !run.budget.affords(STALE_TRIPS)
  if (isShort && !(await foldLeftMarks(run))) return resumeAtLeft(run, kinds, series.since)
  const before = written(run)
  const isFresh = await doSteps(run, stale, { since: run.startedAt, done: left })
  if (!isFresh) return { hasMore: written(run) > before, through: series.since }
  if (isShort) return { hasMore: false, through: run.now() }
  return await endWithLeft(run, kinds, run.now())
}

// To read again rows of which none is new, and to fold the marks that are left.
const STALE_TRIPS = 30

/** Folds the marks that are left, as the last step of a run. */
async function endWithLeft(
  run: SyncRun,
  kinds: readonly RowKind[],
  through: Date,
): Promise<Progress> {
  if (!(await foldLeftMarks(run))) return resumeAtLeft(run, kinds, through)
  return { hasMore: false, through }
}

/**
 * The budget ended before the marks that are left: the next run folds them before it reads rows
 * again.
 */
function resumeAtLeft(run: SyncRun, kinds: readonly RowKind[], through: Date): Progress {
  defer(run, resumingAt('ledger', { since: through, done: kinds }))
  return { hasMore: true, through }
}

/**
 * Reads rows and folds the ledger. Returns false when the budget ended first. The start of each
 * step stores where the next run begins, because a run that is killed has no end.
 */
async function doSteps(run: SyncRun, kinds: readonly RowKind[], series: Series): Promise<boolean> {
  const done = [...series.done]
  for (const step of [...kinds, 'ledger' as const]) {
    defer(run, resumingAt(step, { ...series, done }))
    if (!(await doStep(run, step))) return false
    if (step !== 'ledger') done.push(step)
  }
  defer(run, NO_SERIES)
  return true
}

/** Retries the quarantine; the series of runs that reads the rows is left as it is. */
async function runRetry(run: SyncRun): Promise<Progress> {
  const { report, hasMore } = await retryQuarantine(run)
  run.quarantine = report
  const isFolded = (await doStep(run, 'ledger')) && (await foldLeftMarks(run))
  return { hasMore: hasMore || !isFolded, through: null }
}

/** Does one step. Returns false when the budget ended within it. */
async function doStep(run: SyncRun, step: Step): Promise<boolean> {
  try {
    if (step === 'ledger') return await foldLedger(run)
    if (step === 'orders') await syncOrders(run)
    else if (step === 'activities') await syncActivities(run)
    else await syncPositions(run)
    return true
  } catch (error) {
    if (error instanceof BudgetSpent) return false
    throw error
  }
}

async function foldLedger(run: SyncRun): Promise<boolean> {
  const { budget, grouping } = run
  if (!budget.affords(1)) return false
  await takeGrouping(run)
  const report = await updateLedger(run)
  grouping.regrouped = addToRegrouped(grouping.regrouped, report)
  run.failures = report.failures
  run.left = report.left
  return !report.has_more && (await reconcileContained(run))
}

/** Reconciles. An error in that alone does not fail the steps before. */
async function reconcileContained(run: SyncRun): Promise<boolean> {
  try {
    return await reconcile(run)
  } catch (error) {
    if (!isContained(error)) throw error
    run.failures = joinFailures(run.failures, { underlyings: [], parts: ['reconciliation'] })
    run.log(partFailed(run.account.id, 'reconciliation', failureOf(error)))
    return true
  }
}

/**
 * Folds the marks that the last fold of the ledger left, after everything else is stored: if the
 * run dies of it, nothing else is lost. Returns false when the budget ended first.
 */
async function foldLeftMarks(run: SyncRun): Promise<boolean> {
  const { left, grouping } = run
  if (!left.failing && !left.suspects) return true
  try {
    if (!run.budget.affords(1)) return false
    // If the run dies, the next one reads rows first. A retry of the quarantine leaves their series
    // alone.
    if (left.suspects && run.request.scope !== 'quarantine') await write(run, [], NO_SERIES)
    const report = await foldTroubled(run)
    run.failures = joinFailures(run.failures, report.failures)
    if (grouping.regrouped) {
      const { has_more } = grouping.regrouped
      grouping.regrouped = addToRegrouped(grouping.regrouped, { ...report, has_more })
    }
    // Fees that were left move cash too, so the ledger is compared again whatever was folded.
    const isCompared = await reconcileContained(run)
    return !report.has_more && isCompared
  } catch (error) {
    if (error instanceof BudgetSpent) return false
    throw error
  }
}

/** The kinds of rows, beginning with the one at which the last run ended. */
function rotated(kinds: readonly RowKind[], resumeAt: string | null): RowKind[] {
  const at = resumeAt === null ? 0 : Math.max(0, kinds.map(String).indexOf(resumeAt))
  return [...kinds.slice(at), ...kinds.slice(0, at)]
}

/** Rows that this run has written. */
function written({ orders, activities, positions }: SyncRun): number {
  return [orders, activities, positions].reduce(
    (sum, { inserted, updated }) => sum + inserted + updated,
    0,
  )
}
