import type { SQL } from 'drizzle-orm'
import * as z from 'zod'
import type { OrdersPage } from '../../alpaca/client'
import type { Order } from '../../alpaca/order'
import type { BrokerParentOrder } from '../../alpaca/parent-order'
import { clearRechecks } from '../../db/activities/store'
import { startChains } from '../../db/orders/chains'
import { mergeOrders } from '../../db/orders/store'
import { mergeParentOrders } from '../../db/orders/store-parents'
import { heal } from '../../db/quarantine/heal'
import { quarantine, type Refused } from '../../db/quarantine/store'
import type { SyncProgress } from '../../db/runs/state'
import type { StatementRows } from '../../db/statements/batch'
import { addCounts } from '../run/report'
import { defer, type SyncRun, write } from '../run/sync-run'
import { mergeCounts } from '../store/merge-counts'
import { writeTolerantly } from '../store/tolerant'

type Row = { kind: 'parent'; row: BrokerParentOrder } | { kind: 'order'; row: Order }

/**
 * Counts of written orders. `taken`: ids of legs that belong to another account; they are
 * quarantined.
 */
const storedOrders = mergeCounts.extend({ taken: z.array(z.string()) })
type StoredOrders = z.infer<typeof storedOrders>

/** The parts of an answer about orders. */
export type OrderRows = Pick<OrdersPage, 'parents' | 'orders' | 'rejects'>

/**
 * Stores one page of orders and the progress of the run in one round trip: parent orders, legs,
 * rejects, and what they heal in the quarantine. Counts each leg once in a run; a parent order is
 * not counted.
 *
 * @param reads statements that read something behind the writes, in the same round trip
 * @returns the rows of `reads`; null when the database refused some of the rows.
 */
export async function storeOrders(
  run: SyncRun,
  page: OrderRows,
  progress: SyncProgress = {},
  reads: readonly SQL[] = [],
): Promise<StatementRows[] | null> {
  const rows: Row[] = [
    ...page.parents.map((row) => ({ kind: 'parent' as const, row })),
    ...page.orders.map((row) => ({ kind: 'order' as const, row })),
  ]
  run.budget.handle(rows.length)
  const fresh = page.orders.filter(({ id }) => !run.seenOrders.has(id)).length
  const refused: Refused[] = []
  const counts = { inserted: 0, updated: 0 }
  let taken = 0
  let pending = { rejects: page.rejects as readonly Refused[], progress }
  let found: StatementRows[] | null = null

  const attempt = async (part: readonly Row[]) => {
    const whole = part.length === rows.length
    const besides = whole ? { ...pending, reads } : { rejects: [], progress: {}, reads: [] }
    const stored = await writeRows(run, part, besides)
    counts.inserted += stored.inserted
    counts.updated += stored.updated
    taken += stored.taken.filter((id) => !run.seenOrders.has(id)).length
    if (whole) {
      pending = { rejects: [], progress: {} }
      found = stored.found
    }
  }
  await writeTolerantly(rows, {
    attempt,
    refuse: ({ row }, state) => refused.push(refusedRow(row, `SQLSTATE ${state}`)),
    affords: () => run.budget.affords(1),
    // They are read again one by one, which parts them from what was refused.
    putOff: (part) => refused.push(...part.map(({ row }) => refusedRow(row, 'in company'))),
  })
  // Left over when the page had to be parted: its progress must not run ahead of its rows.
  await writeRows(run, [], { ...pending, rejects: [...pending.rejects, ...refused], reads: [] })

  if (!run.state.ordersBackfilled && counts.inserted > 0) {
    defer(run, { ordersBackfillRows: run.state.ordersBackfillRows + counts.inserted })
  }
  const freshRejects = page.rejects.filter(({ id }) => id === null || !run.seenOrders.has(id))
  for (const { id } of [...page.parents, ...page.orders]) run.seenOrders.add(id)
  for (const { id } of page.rejects) if (id !== null) run.seenOrders.add(id)
  addCounts(run.orders, {
    ...counts,
    seen: fresh + freshRejects.length,
    unchanged: Math.max(0, fresh - refused.length - taken - counts.inserted - counts.updated),
    quarantined: freshRejects.length + refused.length + taken,
  })
  return found
}

/** What is written in one round trip besides the rows, and read behind it. */
interface Besides {
  rejects: readonly Refused[]
  progress: SyncProgress
  reads: readonly SQL[]
}

async function writeRows(
  run: SyncRun,
  rows: readonly Row[],
  { rejects, progress, reads }: Besides,
): Promise<StoredOrders & { found: StatementRows[] }> {
  const parents = rows.flatMap((item) => (item.kind === 'parent' ? item.row : []))
  const orders = rows.flatMap((item) => (item.kind === 'order' ? item.row : []))
  const { id: accountId } = run.account
  const now = run.now()
  const statements: SQL[] = []
  if (orders.length > 0) statements.push(mergeOrders(accountId, orders, now))
  if (parents.length > 0) statements.push(mergeParentOrders(accountId, parents, now))
  if (rows.length > 0)
    statements.push(
      startChains(
        accountId,
        rows.map(({ row }) => row),
      ),
    )
  if (rows.length > 0) statements.push(clearRechecks(accountId, idsOf(orders), run.runId))
  if (rows.length > 0) statements.push(heal(accountId, 'order', storedIds(rows), now))
  if (rejects.length > 0) statements.push(quarantine(accountId, rejects, now))
  const results = await write(run, [...statements, ...reads], progress)
  const found = results.slice(statements.length)
  if (orders.length === 0) return { inserted: 0, updated: 0, taken: [], found }
  return { ...storedOrders.parse(results[0]?.[0]), found }
}

const idsOf = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id)

function storedIds(rows: readonly Row[]) {
  return {
    ids: idsOf(rows.map(({ row }) => row)),
    clientOrderIds: rows.flatMap(({ row }) => row.clientOrderId ?? []),
  }
}

function refusedRow({ id, raw }: Order | BrokerParentOrder, how: string): Refused {
  return {
    source: 'order',
    id,
    reason: `the database refused it (${how})`,
    payload: raw,
  }
}
