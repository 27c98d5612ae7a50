import type { OrdersPage } from '../../alpaca/client'
import type { SyncProgress } from '../../db/runs/state'
import { storedMoment } from '../../db/statements/moment'
import { earliestOf, latestOf } from '../../time/moment'
import { planReading, type ReadingPlan } from '../pages/plan'
import { defer, type SyncRun } from '../run/sync-run'
import { millisecondsAfter, readOrdersCursor } from './cursor'
import { readOrderPages } from './pages'
import { recheckOrders } from './recheck'

// For orders that appear in the list a little after their submission.
const CATCH_UP_MARGIN = 300_000

/** Stored in place of a cursor: the new orders are read, and the recheck has not moved since. */
const CAUGHT_UP = 'done'

/**
 * Brings the orders of the account up to date: reads the pages of new orders, then rechecks those
 * that can have changed.
 */
export async function syncOrders(run: SyncRun): Promise<void> {
  const plan = planReading(run, 'orders')
  if (plan.resumed && run.state.ordersStage === 'settle') await catchUp(run, plan)
  else await walk(run, plan)
  await recheckOrders(run, plan.from)
  const { ordersWalkMark: mark, ordersSyncedThrough: before } = run.state
  defer(run, {
    ordersStage: 'idle',
    ordersCursor: null,
    ordersCatchUp: null,
    ordersWalkFrom: plan.from,
    ordersWalkMark: null,
    ordersWalkStartedAt: null,
    ordersBackfilled: true,
    ordersSyncedThrough: latestOf(storedMoment(mark), plan.isWhole ? null : storedMoment(before)),
    ...(plan.isWhole ? { lastFullAt: plan.startedAt } : {}),
  })
}

async function walk(run: SyncRun, plan: ReadingPlan): Promise<void> {
  let mark = plan.resumed ? storedMoment(run.state.ordersWalkMark) : null
  await readOrderPages(run, {
    from: plan.from,
    cursor: readOrdersCursor(plan.resumed ? run.state.ordersCursor : null),
    status: 'all',
    progress: (cursor, readTo, page): SyncProgress => {
      mark = latestOf(mark, newestIn(page))
      return {
        ordersWalkFrom: plan.from,
        ordersWalkStartedAt: plan.startedAt,
        ordersWalkMark: mark,
        ordersStage: cursor === null ? 'settle' : 'walk',
        ordersCursor: cursor,
        ordersCatchUp: null,
        ordersWalkedTo: readTo,
      }
    },
  })
}

/**
 * Reads the orders that came after an earlier run read the pages. Not repeated before the recheck
 * has moved: with a small budget, the last minutes of a busy day could use up each run.
 */
async function catchUp(run: SyncRun, plan: ReadingPlan): Promise<void> {
  const { ordersCatchUp: saved, ordersWalkedTo } = run.state
  if (saved === CAUGHT_UP) return
  const readTo = storedMoment(ordersWalkedTo)
  await readOrderPages(run, {
    from: readTo === null ? plan.from : millisecondsAfter(readTo, -CATCH_UP_MARGIN),
    cursor: readOrdersCursor(saved),
    status: 'all',
    progress: (cursor, reached, page) => ({
      ordersCatchUp: cursor ?? CAUGHT_UP,
      ordersWalkMark: latestOf(storedMoment(run.state.ordersWalkMark), newestIn(page)),
      ...(reached === null ? {} : { ordersWalkedTo: reached }),
    }),
  })
}

/**
 * The newest order of a page: the earlier of its creation and its submission. Every order that is
 * created later is also submitted later, so that a submission dated ahead, or a later one of the
 * same order, hides no order that follows.
 */
function newestIn({ parents, orders }: OrdersPage): string | null {
  const alone = orders.filter(({ parentOrderId }) => parentOrderId === null)
  const times = [...parents, ...alone].map(({ createdAt, submittedAt }) =>
    submittedAt === null ? null : earliestOf(createdAt, submittedAt),
  )
  return latestOf(...times)
}
