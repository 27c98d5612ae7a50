import type { SyncProgress } from '../../db/write/sync-state'
import { type AccountRun, defer } from '../account-run'
import { planWalk } from '../walk-from'
import { settleActivities } from './settle'
import { walkActivities } from './walk'

// Activities come days late under a midnight of days ago: a week is read again each time, and a day more because their
// dates are New York's (reference 3.3).
const LOOK_BACK = 8 * 86_400_000

/** Brings the account's activities up to date, fills and all others. */
export async function syncActivities(run: AccountRun): Promise<void> {
  const plan = planWalk(run, walkState(run), LOOK_BACK)
  const isSettling = plan.resumed && run.state.activitiesStage === 'settle'
  if (!isSettling) {
    await walkActivities(run, {
      from: plan.from,
      token: plan.resumed ? run.state.activitiesCursor : null,
      progress: (token, walkedTo): SyncProgress => ({
        activitiesWalkFrom: plan.from,
        activitiesWalkStartedAt: plan.startedAt,
        activitiesStage: token === null ? 'settle' : 'walk',
        activitiesCursor: token,
        ...(walkedTo === null ? {} : { activitiesWalkedTo: walkedTo }),
      }),
    })
  }
  await settleActivities(run, plan.from)
  defer(run, {
    activitiesStage: 'idle',
    activitiesCursor: null,
    activitiesWalkFrom: plan.from,
    activitiesWalkStartedAt: null,
    activitiesBackfilled: true,
    activitiesSyncedThrough: plan.startedAt,
  })
}

function walkState({ state }: AccountRun) {
  return {
    stage: state.activitiesStage,
    walkFrom: state.activitiesWalkFrom,
    walkStartedAt: state.activitiesWalkStartedAt,
    backfilled: state.activitiesBackfilled,
    syncedThrough: state.activitiesSyncedThrough,
  }
}
