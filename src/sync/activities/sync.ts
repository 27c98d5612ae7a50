import type { SyncProgress } from '../../db/runs/state'
import { storedMoment } from '../../db/statements/moment'
import { earliestOf, latestOf } from '../../time/moment'
import { planReading, type ReadingPlan } from '../pages/plan'
import { defer, type SyncRun } from '../run/sync-run'
import { type ReadSoFar, readActivityPages } from './pages'
import { recheckActivities } from './recheck'

/** Brings the account's activities up to date, fills and all others. */
export async function syncActivities(run: SyncRun): Promise<void> {
  const plan = planReading(run, 'activities')
  const isRechecking = plan.resumed && run.state.activitiesStage === 'settle'
  if (!isRechecking) await walk(run, plan)
  await recheckActivities(run, plan.from)
  const { activitiesWalkMark: mark, activitiesSyncedThrough: before } = run.state
  defer(run, {
    activitiesStage: 'idle',
    activitiesCursor: null,
    activitiesWalkFrom: plan.from,
    activitiesWalkMark: null,
    activitiesWalkStartedAt: null,
    activitiesBackfilled: true,
    activitiesSyncedThrough: latestOf(
      storedMoment(mark),
      plan.isWhole ? null : storedMoment(before),
    ),
  })
}

/** Reads the pages of new activities. */
async function walk(run: SyncRun, plan: ReadingPlan): Promise<void> {
  const { state } = run
  const token = plan.resumed ? state.activitiesCursor : null
  const markOf = plan.resumed ? markOfLaterRun(run) : markOfFirstRun(run)
  await readActivityPages(run, {
    from: plan.from,
    token,
    readTo: token === null ? null : storedMoment(state.activitiesWalkedTo),
    progress: (next, read): SyncProgress => ({
      activitiesWalkFrom: plan.from,
      activitiesWalkStartedAt: plan.startedAt,
      activitiesWalkMark: markOf(next, read),
      activitiesStage: next === null ? 'settle' : 'walk',
      activitiesCursor: next,
      ...(read.readTo === null ? {} : { activitiesWalkedTo: read.readTo }),
    }),
  })
}

type MarkOf = (next: string | null, read: ReadSoFar) => string | null

/**
 * Up to where the activities count as complete once their pages are read: the newest activity. If
 * later runs must continue the pages, up to the newest moment, of orders too, that Alpaca had
 * returned when the reading began: activities created between its runs, perhaps days apart, can
 * sort among those that were read already.
 */
function markOfFirstRun({ state }: SyncRun): MarkOf {
  const orders = storedMoment(state.ordersSyncedThrough)
  return (next, { newest }) => (next === null ? newest : latestOf(newest, orders))
}

function markOfLaterRun({ state }: SyncRun): MarkOf {
  const atBeginning = storedMoment(state.activitiesWalkMark)
  return (next, { readTo }) =>
    next === null && atBeginning !== null ? earliestOf(atBeginning, readTo) : atBeginning
}
