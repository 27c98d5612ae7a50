import { readStoredMoment } from '../db/moment'
import { closeCauses } from '../db/write/positions'
import { type AccountRun, defer, write } from './account-run'
import { syncActivities } from './activities/sync'
import { BudgetSpent } from './budget'
import { updateLedger } from './ledger/update'
import { ledgerContext } from './ledger-context'
import { syncOrders } from './orders/sync'
import { syncPositions } from './positions/sync'
import { reconcile } from './reconcile'

const FACTS = ['orders', 'activities', 'positions'] as const
const ALL = [...FACTS, 'ledger'] as const
type Step = (typeof ALL)[number]

// A step that an earlier run of the same chain has just done is not done again on the way to the others.
const FRESH = 120_000

/**
 * Does what the run's scope asks for: facts first, then the ledger that follows from them. Answers whether the budget ended
 * first; then `resume_at` says where the next run begins, so that a small budget starves no step.
 */
export async function runSteps(run: AccountRun): Promise<{ hasMore: boolean }> {
  for (const step of stepsOf(run)) {
    if (await doStep(run, step)) continue
    defer(run, { resumeAt: step })
    return { hasMore: true }
  }
  if (run.state.resumeAt !== null) defer(run, { resumeAt: null })
  return { hasMore: false }
}

/** Does one step; false when the budget ended within it. */
async function doStep(run: AccountRun, step: Step): Promise<boolean> {
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

async function foldLedger(run: AccountRun): Promise<boolean> {
  if (!run.budget.affords(1)) return false
  if (run.request.scope === 'orders' || run.request.scope === 'activities') {
    await write(run, [closeCauses(run.account.id)])
  }
  const report = await updateLedger(ledgerContext(run), run.account.id)
  return !report.has_more && (await reconcile(run))
}

/** The steps of a run in order. One that resumes begins where the budget had ended, and does the others after it. */
function stepsOf(run: AccountRun): Step[] {
  const { scope } = run.request
  if (scope !== 'all') return [scope, 'ledger']
  const { resumeAt } = run.state
  const at = ALL.findIndex((step) => step === resumeAt)
  if (at <= 0) return [...ALL]
  const skipped = FACTS.slice(0, at).filter((step) => !isFresh(run, step))
  return skipped.length === 0 ? ALL.slice(at) : [...ALL.slice(at), ...skipped, 'ledger']
}

function isFresh({ state, startedAt }: AccountRun, step: (typeof FACTS)[number]): boolean {
  const at = {
    orders: state.ordersSyncedThrough,
    activities: state.activitiesSyncedThrough,
    positions: state.positionsSyncedAt,
  }[step]
  return at !== null && startedAt.getTime() - Date.parse(readStoredMoment(at)) < FRESH
}
