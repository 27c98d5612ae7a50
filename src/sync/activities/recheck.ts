import { quarantinedContracts, unknownContracts } from '../../db/contracts/store'
import { ordersOfFillsUnknown } from '../../db/orders/unsettled'
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
 * alone, looks up adjusted contracts, and reads again the days of quarantined activities that the
 * pages did not cover. Continues after `activitiesCursor`.
 */
export async function recheckActivities(run: SyncRun, from: string): Promise<void> {
  const { id } = run.account
  const [orders = [], contracts = [], unanswered = [], quarantined = []] = await readLists(
    run,
    ordersOfFillsUnknown(id, new Date(Date.parse(from) - EFFECT_MARGIN).toISOString(), run.now()),
    unknownContracts(id),
    quarantinedContracts(id),
    quarantinedActivities(id),
  )
  const done = readRecheckCursor(run.state.activitiesCursor)
  if (done.day === null) {
    const left = orders.filter((order) => done.order === null || order > done.order)
    await rereadOrders(run, left, {
      progressAt: (order) => ({ activitiesCursor: afterOrder(order) }),
    })
  }
  await lookUpContracts(run, contracts)
  for (const day of daysOf(quarantined)) {
    if (Date.parse(day) >= Date.parse(from) || isPast(day, done)) continue
    await readDay(run, day, {
      token: day === done.day ? done.token : null,
      progress: (token) => ({ activitiesCursor: withinDay(day, token) }),
    })
  }
  await askAgain(run, unanswered)
}

const isPast = (day: string, done: RecheckCursor): boolean =>
  done.day !== null && (day < done.day || (day === done.day && done.dayDone))
