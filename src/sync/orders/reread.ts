import { AlpacaError } from '../../alpaca/error'
import { compareMoments } from '../../alpaca/moment'
import type { Reject } from '../../alpaca/reject'
import type { SyncProgress } from '../../db/write/sync-state'
import type { AccountRun } from '../account-run'
import { landOrders, type OrderRows } from './land'

const GROUP = 25

/**
 * Reads orders again by id, those that this run has not read yet, and writes them in groups. What was read is written
 * also when the budget ends or Alpaca fails midway. Answers the earliest submission of what landed, null when nothing did.
 */
export async function rereadOrders(
  run: AccountRun,
  ids: readonly string[],
  progressAt: (lastId: string) => SyncProgress,
): Promise<string | null> {
  let group = emptyRows()
  const tried: string[] = []
  let earliest: string | null = null
  const flush = async () => {
    const last = tried.at(-1)
    if (last === undefined) return
    await landOrders(run, group, progressAt(last))
    // Whatever came under the id, this run has asked for it.
    for (const id of tried.splice(0)) run.seenOrders.add(id)
    for (const { submittedAt } of group.orders) earliest = earlier(earliest, submittedAt)
    group = emptyRows()
  }
  try {
    for (const id of ids) {
      if (run.seenOrders.has(id)) continue
      addRows(group, await readOrder(run, id))
      tried.push(id)
      if (group.orders.length + group.rejects.length >= GROUP) await flush()
    }
  } finally {
    await flush()
  }
  return earliest
}

/** One order with its legs; one that Alpaca does not know, or whose id it refuses, is put aside under its id. */
async function readOrder(run: AccountRun, id: string): Promise<OrderRows> {
  try {
    const page = await run.client.orderById(id)
    if (page !== null) return page
  } catch (error) {
    if (!(error instanceof AlpacaError) || error.kind !== 'rejected') throw error
  }
  return { parents: [], orders: [], rejects: [unknownOrder(id)] }
}

function unknownOrder(id: string): Reject {
  return { source: 'order', id, reason: 'id: Alpaca does not know this order', payload: { id } }
}

const emptyRows = (): OrderRows => ({ parents: [], orders: [], rejects: [] })

function addRows(into: OrderRows, more: OrderRows): void {
  into.parents.push(...more.parents)
  into.orders.push(...more.orders)
  into.rejects.push(...more.rejects)
}

function earlier(known: string | null, time: string | null): string | null {
  if (known === null || time === null) return known ?? time
  return compareMoments(time, known) < 0 ? time : known
}
