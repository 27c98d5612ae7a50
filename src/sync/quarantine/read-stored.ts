import * as z from 'zod'
import { parseActivities } from '../../alpaca/activity'
import { flattenOrders } from '../../alpaca/order-page'
import { selectPayloads, storedPayload } from '../../db/quarantine/retry'
import { markRefused } from '../../db/quarantine/store'
import { runBatch } from '../../db/statements/batch'
import { storeActivities } from '../activities/store'
import { type OrderRows, storeOrders } from '../orders/store'
import { type SyncRun, write } from '../run/sync-run'

type StoredPayload = z.infer<typeof storedPayload>

// Payloads may be large: so many at once.
const GROUP = 50

/**
 * Parses quarantined payloads again as stored, because a newer version may accept what an older one
 * refused, and Alpaca may no longer have it. A payload that fits is stored like any answer, which
 * heals it; a state older than the stored one changes nothing. The rest is marked as refused by
 * this version.
 */
export async function readStored(run: SyncRun, ids: readonly string[]): Promise<void> {
  for (let at = 0; at < ids.length; at += GROUP) {
    run.budget.spend()
    const group = ids.slice(at, at + GROUP)
    const [rows] = await runBatch(run.db, selectPayloads(group))
    await storePayloads(run, z.array(storedPayload).parse(rows))
    await write(run, [markRefused(group, run.now())])
  }
}

async function storePayloads(run: SyncRun, stored: readonly StoredPayload[]): Promise<void> {
  const orders = stored.filter(({ source }) => source === 'order').map(ordersIn)
  for (const page of orders) {
    if (page.orders.length + page.parents.length > 0) await storeOrders(run, page)
  }
  const payloads = stored.filter(({ source }) => source === 'activity')
  const { activities } = parseActivities(payloads.map(({ payload }) => payload))
  if (activities.length === 0) return
  await storeActivities(run, { activities, rejects: [] }, { whole: {}, upTo: () => ({}) })
}

/** The valid rows in a stored order; the rest stays in the quarantine. */
function ordersIn({ payload, parent_id: parentId }: StoredPayload): OrderRows {
  const { parents, orders } = flattenOrders([payload])
  const ofParent = orders.map((order) => ({
    ...order,
    parentOrderId: order.parentOrderId ?? parentId,
  }))
  return { parents, orders: ofParent, rejects: [] }
}
