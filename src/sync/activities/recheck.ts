import {
  activitiesPutAside,
  contractsPutAside,
  contractsUnknown,
  ordersOfFillsUnknown,
} from '../../db/orders/unsettled'
import { askAgain, lookUpContracts } from '../contracts/look-up'
import { rereadOrders } from '../orders/reread'
import { readLists, type SyncRun } from '../run/sync-run'
import { daysOf, readDay } from './days'
import { afterOrder, readSettleCursor, type SettleCursor, withinDay } from './recheck-cursor'

const DAY = 86_400_000
// An activity can take effect days before it was created, so a window over both is wider than the walk.
const EFFECT_MARGIN = 10 * DAY

/**
 * The second stage of a walk: fetches orders that fills name and nobody knows, asks about adjusted contracts, and
 * reads the days of activities that were put aside again, where the walk did not. Goes on after `activitiesCursor`.
 */
export async function recheckActivities(run: SyncRun, from: string): Promise<void> {
  const { id } = run.account
  const [orders = [], contracts = [], unanswered = [], putAside = []] = await readLists(
    run,
    ordersOfFillsUnknown(id, new Date(Date.parse(from) - EFFECT_MARGIN).toISOString(), run.now()),
    contractsUnknown(id),
    contractsPutAside(id),
    activitiesPutAside(id),
  )
  const done = readSettleCursor(run.state.activitiesCursor)
  if (done.day === null) {
    const left = orders.filter((order) => order > (done.order ?? ''))
    await rereadOrders(run, left, {
      progressAt: (order) => ({ activitiesCursor: afterOrder(order) }),
    })
  }
  await lookUpContracts(run, contracts)
  for (const day of daysOf(putAside)) {
    if (Date.parse(day) >= Date.parse(from) || isPast(day, done)) continue
    await readDay(run, day, {
      token: day === done.day ? done.token : null,
      progress: (token) => ({ activitiesCursor: withinDay(day, token) }),
    })
  }
  await askAgain(run, unanswered)
}

const isPast = (day: string, done: SettleCursor): boolean =>
  done.day !== null && (day < done.day || (day === done.day && done.dayDone))
