import { quarantinedContracts, unknownContracts } from '../../db/contracts/store'
import { missingLinks, unsettledOrders } from '../../db/orders/unsettled'
import { quarantinedOrders, selectReadable } from '../../db/quarantine/retry'
import { askAgain, lookUpContracts } from '../contracts/look-up'
import { HISTORY_START } from '../pages/plan'
import { readStored } from '../quarantine/read-stored'
import { defer, readLists, type SyncRun } from '../run/sync-run'
import { readOrderPages } from './pages'
import { rereadOrders } from './reread'

// From this count on, one list of all open orders is cheaper than one request for each order.
const BULK = 8

/**
 * The second stage of reading orders, after their pages: reads again the orders that can have
 * changed although they were submitted long ago (src/alpaca/README.md 1.2), quarantined orders, and
 * the missing ends of replace chains. Continues after `ordersCursor`. A quarantined payload for
 * which Alpaca returns nothing better is parsed again as stored, once by each version of the
 * parser, and with each full re-read.
 */
export async function recheckOrders(run: SyncRun, from: string): Promise<void> {
  const [all = [], quarantined = [], contracts = [], unanswered = [], readable = []] =
    await readLists(
      run,
      unsettledOrders(run.account.id, from, run.now()),
      quarantinedOrders(run.account.id),
      unknownContracts(run.account.id),
      quarantinedContracts(run.account.id),
      selectReadable(run.account.id, { all: run.request.full ?? false }),
    )
  const { ordersCursor: done } = run.state
  const ids = all.filter((id) => (done === null || id > done) && !run.seenOrders.has(id))
  if (done === null) {
    // If the budget ends within the list, the next run reads the orders one by one, which saves its
    // place.
    defer(run, { ordersCursor: '' })
    if (ids.length > BULK) await readOpenOrders(run)
  }
  const earliest = await rereadOrders(run, ids, {
    progressAt: (ordersCursor) => ({ ordersCursor, ordersCatchUp: null }),
    alone: quarantined,
  })
  // An order read by its id can name orders that no page held.
  if (earliest !== null) await rereadChains(run, earliest)
  await readStored(run, readable)
  await lookUpContracts(run, contracts)
  await askAgain(run, unanswered)
}

/**
 * Reads the missing ends of the replace chains of stored orders, and of those that they name.
 *
 * @param since RFC 3339: the earliest submission of an order whose chain may miss an end.
 */
export async function rereadChains(run: SyncRun, since: string): Promise<void> {
  let earliest: string | null = since
  while (earliest !== null) earliest = await rereadLinks(run, earliest)
}

async function rereadLinks(run: SyncRun, earliest: string): Promise<string | null> {
  const since = new Date(Date.parse(earliest) - 1).toISOString()
  const [ids = []] = await readLists(run, missingLinks(run.account.id, since, run.now()))
  return await rereadOrders(run, ids, { progressAt: () => ({}) })
}

async function readOpenOrders(run: SyncRun): Promise<void> {
  await readOrderPages(run, {
    from: HISTORY_START,
    cursor: { kind: 'start' },
    status: 'open',
    progress: () => ({}),
  })
}
