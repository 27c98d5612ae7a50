import { readStoredMoment } from '../../db/moment'
import type { SyncProgress } from '../../db/write/sync-state'
import { type AccountRun, defer } from '../account-run'
import { historyStart, planWalk, type WalkPlan } from '../walk-from'
import { readCursor } from './cursor'
import { settleOrders } from './settle'
import { walkOrders } from './walk'

// A day of new orders is read again each time; what changes later than that is found because it was not terminal.
const LOOK_BACK = 86_400_000
// For clocks that differ, when a walk that had read its pages is taken up again.
const CATCH_UP_MARGIN = 300_000

/** Brings the account's orders up to date: a walk over what is new, then a second look at what can have changed. */
export async function syncOrders(run: AccountRun): Promise<void> {
  const plan = planWalk(run, walkState(run), LOOK_BACK)
  if (plan.resumed && run.state.ordersStage === 'settle') await catchUp(run, plan)
  else await walk(run, plan)
  await settleOrders(run, plan.from)
  defer(run, {
    ordersStage: 'idle',
    ordersCursor: null,
    ordersWalkFrom: plan.from,
    ordersWalkStartedAt: null,
    ordersBackfilled: true,
    ordersSyncedThrough: plan.startedAt,
    ...(Date.parse(plan.from) <= Date.parse(historyStart(run))
      ? { lastFullAt: plan.startedAt }
      : {}),
  })
}

async function walk(run: AccountRun, plan: WalkPlan): Promise<void> {
  const under = { ordersWalkFrom: plan.from, ordersWalkStartedAt: plan.startedAt }
  await walkOrders(run, {
    from: plan.from,
    cursor: readCursor(plan.resumed ? run.state.ordersCursor : null),
    status: 'all',
    progress: (cursor, walkedTo): SyncProgress => ({
      ...under,
      ordersStage: cursor === null ? 'settle' : 'walk',
      ordersCursor: cursor,
      ordersWalkedTo: walkedTo,
    }),
  })
}

/** Reads what came since the pages of a walk, or of the catching up before, were read by an earlier run. */
async function catchUp(run: AccountRun, { startedAt }: WalkPlan): Promise<void> {
  const { ordersWalkedTo } = run.state
  const to = Math.max(
    Date.parse(startedAt),
    ordersWalkedTo === null ? 0 : Date.parse(readStoredMoment(ordersWalkedTo)),
  )
  await walkOrders(run, {
    from: new Date(to - CATCH_UP_MARGIN).toISOString(),
    cursor: { kind: 'start' },
    status: 'all',
    progress: (_, walkedTo) => (walkedTo === null ? {} : { ordersWalkedTo: walkedTo }),
  })
}

function walkState({ state }: AccountRun) {
  return {
    stage: state.ordersStage,
    walkFrom: state.ordersWalkFrom,
    walkStartedAt: state.ordersWalkStartedAt,
    backfilled: state.ordersBackfilled,
    syncedThrough: state.ordersSyncedThrough,
  }
}
