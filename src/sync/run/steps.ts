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
import { retryPutAside } from '../quarantine/retry'
import { FACTS, type Fact, NO_SERIES, resumingAt, type Series, type Step, seriesOf } from './series'
import { defer, type SyncRun, write } from './sync-run'

/** How far a run came. */
export interface Progress {
  /** The budget ended first: the next run goes on with what is left. */
  hasMore: boolean
  /** The moment up to which all was read that the scope asks for; null when that is not yet so. */
  through: Date | null
}

/**
 * Does what the run's scope asks for: facts first, then the ledger that follows from them. A small budget makes a chain of
 * runs of that: each begins with the step at which the last one ended, and leaves out what the chain has done. What an
 * earlier run of the chain had done is brought up to date at the end, if the budget reaches that far.
 */
export async function runSteps(run: SyncRun): Promise<Progress> {
  const { scope } = run.request
  if (scope === 'quarantine') return await runRetry(run)
  const chain = seriesOf(run)
  const facts = scope === 'all' ? FACTS : [scope]
  const left = rotated(facts, run.state.resumeAt).filter((step) => !chain.done.includes(step))
  if (!(await doSteps(run, left, chain))) return { hasMore: true, through: null }
  const stale = facts.filter((step) => !left.includes(step))
  if (stale.length === 0) return await endWithLeft(run, facts, run.now())
  // A small budget would be used up by the facts each time.
  const isShort = !run.budget.affords(STALE_TRIPS)
  if (isShort && !(await foldLeft(run))) return comingToLeft(run, facts, chain.since)
  const before = written(run)
  const isFresh = await doSteps(run, stale, { since: run.startedAt, done: left })
  if (!isFresh) return { hasMore: written(run) > before, through: chain.since }
  if (isShort) return { hasMore: false, through: run.now() }
  return await endWithLeft(run, facts, run.now())
}

// To read facts again of which nothing is new, and to fold what is left behind them.
const STALE_TRIPS = 30

/** Folds what is left of the ledger as the last thing that a run does. */
async function endWithLeft(run: SyncRun, facts: readonly Fact[], through: Date): Promise<Progress> {
  if (!(await foldLeft(run))) return comingToLeft(run, facts, through)
  return { hasMore: false, through }
}

/** The budget ended before what is left of the ledger: the next run comes to it before it reads facts again. */
function comingToLeft(run: SyncRun, facts: readonly Fact[], through: Date): Progress {
  defer(run, resumingAt('ledger', { since: through, done: facts }))
  return { hasMore: true, through }
}

/**
 * Reads facts and works out the ledger; false when the budget ended before. Where the next run begins is written down from the
 * start of each step: a run that is killed has no end.
 */
async function doSteps(run: SyncRun, facts: readonly Fact[], chain: Series): Promise<boolean> {
  const done = [...chain.done]
  for (const step of [...facts, 'ledger' as const]) {
    defer(run, resumingAt(step, { ...chain, done }))
    if (!(await doStep(run, step))) return false
    if (step !== 'ledger') done.push(step)
  }
  defer(run, NO_SERIES)
  return true
}

/** Tries again what was put aside; the chain of runs that read the facts goes on where it stood. */
async function runRetry(run: SyncRun): Promise<Progress> {
  const { report, hasMore } = await retryPutAside(run)
  run.quarantine = report
  const isFolded = (await doStep(run, 'ledger')) && (await foldLeft(run))
  return { hasMore: hasMore || !isFolded, through: null }
}

/** Does one step; false when the budget ended within it. */
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

/** Reconciles; an error in that alone does not make nothing of what was done before. */
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
 * Folds what the last fold of the ledger left, after all else is done and written down: should the run die of it, nothing else
 * is lost. Answers false when the budget ended first.
 */
async function foldLeft(run: SyncRun): Promise<boolean> {
  const { left, grouping } = run
  if (!left.failing && !left.suspects) return true
  try {
    if (!run.budget.affords(1)) return false
    // Should the run die, the next one reads the facts first. A retry of the quarantine leaves their chain alone.
    if (left.suspects && run.request.scope !== 'quarantine') await write(run, [], NO_SERIES)
    const report = await foldTroubled(run)
    run.failures = joinFailures(run.failures, report.failures)
    if (grouping.regrouped) {
      const { has_more } = grouping.regrouped
      grouping.regrouped = addToRegrouped(grouping.regrouped, { ...report, has_more })
    }
    const isCompared = report.underlyings === 0 || (await reconcileContained(run))
    return !report.has_more && isCompared
  } catch (error) {
    if (error instanceof BudgetSpent) return false
    throw error
  }
}

/** The facts, beginning with the one at which the last run ended. */
function rotated(facts: readonly Fact[], resumeAt: string | null): Fact[] {
  const at = resumeAt === null ? 0 : Math.max(0, facts.map(String).indexOf(resumeAt))
  return [...facts.slice(at), ...facts.slice(0, at)]
}

/** Rows of facts that this run has written. */
function written({ orders, activities, positions }: SyncRun): number {
  return [orders, activities, positions].reduce(
    (sum, { inserted, updated }) => sum + inserted + updated,
    0,
  )
}
