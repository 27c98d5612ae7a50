import { activitiesPutAside, contractsUnknown, ordersOfFillsUnknown } from '../../db/sync/unsettled'
import { type AccountRun, readLists } from '../account-run'
import { lookUpContracts } from '../contracts'
import { rereadOrders } from '../orders/reread'
import { walkActivities } from './walk'

const DAY = 86_400_000
// Activities are created up to some days after the day in their id (reference 3.3).
const CREATED_WITHIN = 5 * DAY
// An activity can take effect days before it was created, so a window over both is wider than the walk.
const EFFECT_MARGIN = 10 * DAY

/**
 * The second stage of a walk: fetches orders that fills name and nobody knows, asks about adjusted contracts, and
 * reads the days of activities that were put aside again, where the walk did not.
 */
export async function settleActivities(run: AccountRun, from: string): Promise<void> {
  const { id } = run.account
  const [orders = [], contracts = [], putAside = []] = await readLists(
    run,
    ordersOfFillsUnknown(id, new Date(Date.parse(from) - EFFECT_MARGIN).toISOString()),
    contractsUnknown(id),
    activitiesPutAside(id),
  )
  await rereadOrders(run, orders, () => ({}))
  await lookUpContracts(run, contracts)
  const done = run.state.activitiesCursor ?? ''
  for (const day of daysOf(putAside)) {
    if (day < done || Date.parse(day) >= Date.parse(from)) continue
    await walkActivities(run, {
      from: new Date(Date.parse(day) - DAY).toISOString(),
      until: new Date(Date.parse(day) + CREATED_WITHIN).toISOString(),
      token: null,
      progress: () => ({ activitiesCursor: day }),
    })
  }
}

/** The days, YYYY-MM-DD, in the ids of activities, each once and in order. */
function daysOf(ids: readonly string[]): string[] {
  const days = ids.flatMap((id) => {
    const match = /^(\d{4})(\d\d)(\d\d)\d{9}::/.exec(id)
    const day = match ? `${match[1]}-${match[2]}-${match[3]}` : ''
    return Number.isNaN(Date.parse(day)) ? [] : day
  })
  return [...new Set(days)].sort()
}
