import { AlpacaError } from '../../alpaca/error'
import type { Refused } from '../../db/quarantine/store'
import type { SyncProgress } from '../../db/runs/state'
import { earliestOf } from '../../time/moment'
import type { SyncRun } from '../run/sync-run'
import { type OrderRows, storeOrders } from './store'

const GROUP = 25

/** How orders are read again. */
export interface Reread {
  /** What to save with a group. */
  progressAt: (lastId: string) => SyncProgress
  /** Quarantined orders: each is written alone, so that it cannot keep others from being stored. */
  alone?: readonly string[]
}

/**
 * Reads orders again by id, except those that this run has read, and stores them in groups. What
 * was read is stored also when the budget ends or Alpaca fails midway.
 *
 * @returns the earliest submission among the stored orders; null when none was stored.
 */
export async function rereadOrders(
  run: SyncRun,
  ids: readonly string[],
  { progressAt, alone = [] }: Reread,
): Promise<string | null> {
  const isAlone = new Set(alone)
  let group = emptyRows()
  const tried: string[] = []
  let earliest: string | null = null
  const flush = async () => {
    const last = tried.at(-1)
    if (last === undefined) return
    await storeOrders(run, group, progressAt(last))
    // Asked for by this run, with or without an answer.
    for (const id of tried.splice(0)) run.seenOrders.add(id)
    earliest = earliestOf(earliest, ...group.orders.map(({ submittedAt }) => submittedAt))
    group = emptyRows()
  }
  try {
    for (const id of ids) {
      if (run.seenOrders.has(id)) continue
      const rows = await readOrder(run, id)
      const stands = isAlone.has(id) && rows.orders.length > 0
      if (stands) await flush()
      addRows(group, rows)
      tried.push(id)
      if (stands || group.orders.length + group.rejects.length >= GROUP) await flush()
    }
  } finally {
    await flush()
  }
  return earliest
}

/**
 * One order with its legs. One that Alpaca does not know, whose id it refuses, or for which it
 * answers another order, is quarantined under its id: it would be asked for again by each run
 * otherwise.
 */
async function readOrder(run: SyncRun, id: string): Promise<OrderRows> {
  try {
    const page = await run.client.orderById(id)
    if (page === null) return absent(id, 'id: Alpaca does not know this order')
    const ids = [...page.parents, ...page.orders, ...page.rejects].flatMap((row) => row.id ?? [])
    const isOther = ids.length > 0 && !ids.includes(id)
    return isOther ? absent(id, 'id: Alpaca answered another order') : page
  } catch (error) {
    if (!(error instanceof AlpacaError) || error.kind !== 'rejected') throw error
    return absent(id, 'id: Alpaca does not know this order')
  }
}

function absent(id: string, reason: string): OrderRows {
  const reject: Refused = { source: 'order', id, reason, payload: { id }, absent: true }
  return { parents: [], orders: [], rejects: [reject] }
}

const emptyRows = (): OrderRows => ({ parents: [], orders: [], rejects: [] })

function addRows(into: OrderRows, more: OrderRows): void {
  into.parents.push(...more.parents)
  into.orders.push(...more.orders)
  into.rejects.push(...more.rejects)
}
