import { missingActivities } from '../../db/activities/listed'
import { quarantinedContracts, unknownContracts } from '../../db/contracts/store'
import { ordersOfFills } from '../../db/orders/unsettled'
import { quarantinedActivities } from '../../db/quarantine/retry'
import { askAgain, lookUpContracts } from '../contracts/look-up'
import { rereadOrders } from '../orders/reread'
import { readLists, type SyncRun } from '../run/sync-run'
import { daysOf, readDay } from './days'
import { afterOrder, type RecheckCursor, readRecheckCursor, withinDay } from './recheck-cursor'

const DAY = 86_400_000
// An activity can take effect days before its creation: the window covers both.
const EFFECT_MARGIN = 10 * DAY

/**
 * The second stage of reading activities, after their pages: reads orders that are known by fills
 * alone or whose fills the broker changed, looks up adjusted contracts, and reads again the days of
 * quarantined activities that the pages did not cover, and of stored ones that the pages lacked.
 * Continues after `activitiesCursor`.
 */
export async function recheckActivities(run: SyncRun, from: string): Promise<void> {
  const { id } = run.account
  const now = run.now()
  const since = new Date(Date.parse(from) - EFFECT_MARGIN).toISOString()
  const [orders = [], contracts = [], unanswered = [], quarantined = [], missing = []] =
    await readLists(
      run,
      ordersOfFills(id, since, now),
      unknownContracts(id),
      quarantinedContracts(id),
      quarantinedActivities(id),
      missingActivities(id, now),
    )
  const done = readRecheckCursor(run.state.activitiesCursor)
  if (done.day === null) await rereadAfter(run, orders, done)
  await lookUpContracts(run, contracts)
  const uncovered = daysOf(quarantined).filter((day) => Date.parse(day) < Date.parse(from))
  const days = new Set([...uncovered, ...daysOf(missing)])
  for (const day of [...days].sort()) {
    if (isPast(day, done)) continue
    await readDay(run, day, {
      token: day === done.day ? done.token : null,
      progress: (token) => ({ activitiesCursor: withinDay(day, token) }),
    })
  }
  // A fill that vanished changes its order.
  if (missing.length > 0) {
    const [changed = []] = await readLists(run, ordersOfFills(id, since, now))
    await rereadOrders(run, changed, { progressAt: () => ({}) })
  }
  await askAgain(run, unanswered)
}

async function rereadAfter(
  run: SyncRun,
  orders: readonly string[],
  done: RecheckCursor,
): Promise<void> {
  const left = orders.filter((order) => done.order === null || order > done.order)
  await rereadOrders(run, left, {
    progressAt: (order) => ({ activitiesCursor: afterOrder(order) }),
  })
}

const isPast = (day: string, done: RecheckCursor): boolean =>
  done.day !== null && (day < done.day || (day === done.day && done.dayDone))
