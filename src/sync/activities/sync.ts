import { storedMoment } from '../../db/moment'
import type { SyncProgress } from '../../db/write/sync-state'
import { latestOf } from '../../time/moment'
import { type AccountRun, defer } from '../account-run'
import { planWalk, type WalkPlan } from '../walk-from'
import { newestActivity, newestIn } from './newest'
import { settleActivities } from './settle'
import { walkActivities } from './walk'

/** Brings the account's activities up to date, fills and all others. */
export async function syncActivities(run: AccountRun): Promise<void> {
  const plan = planWalk(run, 'activities')
  const isSettling = plan.resumed && run.state.activitiesStage === 'settle'
  if (!isSettling) await walk(run, plan)
  await settleActivities(run, plan.from)
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

/**
 * Reads the pages of a walk. A walk of several pages may take several runs, days apart, and activities created meanwhile
 * sort among those that were read already. So it counts as complete up to the newest activity at its beginning.
 */
async function walk(run: AccountRun, plan: WalkPlan): Promise<void> {
  let mark = plan.resumed ? storedMoment(run.state.activitiesWalkMark) : null
  const token = plan.resumed ? run.state.activitiesCursor : null
  await walkActivities(run, {
    from: plan.from,
    token,
    walkedTo: token === null ? null : storedMoment(run.state.activitiesWalkedTo),
    onFirstPage: async (page) => {
      mark = page.full ? await newestActivity(run) : newestIn(page)
    },
    progress: (next, walkedTo): SyncProgress => ({
      activitiesWalkFrom: plan.from,
      activitiesWalkStartedAt: plan.startedAt,
      activitiesWalkMark: mark,
      activitiesStage: next === null ? 'settle' : 'walk',
      activitiesCursor: next,
      ...(walkedTo === null ? {} : { activitiesWalkedTo: walkedTo }),
    }),
  })
}
