import { contractsUnknown, missingLinks, unsettledOrders } from '../../db/sync/unsettled'
import { type AccountRun, readLists } from '../account-run'
import { lookUpContracts } from '../contracts'
import { historyStart } from '../walk-from'
import { rereadOrders } from './reread'
import { walkOrders } from './walk'

// From so many on, one look at all open orders is cheaper than one request each.
const BULK = 8

/**
 * The second stage of a walk: reads again what can have changed although it was submitted long ago (reference 1.2), what
 * was put aside, and the other ends of replace chains. Goes on after `ordersCursor`.
 */
export async function settleOrders(run: AccountRun, from: string): Promise<void> {
  const [all = [], contracts = []] = await readLists(
    run,
    unsettledOrders(run.account.id, from),
    contractsUnknown(run.account.id),
  )
  const done = run.state.ordersCursor ?? ''
  const ids = all.filter((id) => id > done && !run.seenOrders.has(id))
  if (ids.length > BULK) await walkOpenOrders(run)
  let earliest = await rereadOrders(run, ids, (ordersCursor) => ({ ordersCursor }))
  // What was read by id can point at orders that nothing else brought.
  while (earliest !== null) earliest = await rereadLinks(run, earliest)
  await lookUpContracts(run, contracts)
}

async function rereadLinks(run: AccountRun, earliest: string): Promise<string | null> {
  const since = new Date(Date.parse(earliest) - 1).toISOString()
  const [ids = []] = await readLists(run, missingLinks(run.account.id, since))
  return await rereadOrders(run, ids, () => ({}))
}

async function walkOpenOrders(run: AccountRun): Promise<void> {
  await walkOrders(run, {
    from: historyStart(run),
    cursor: { kind: 'start' },
    status: 'open',
    progress: () => ({}),
  })
}
