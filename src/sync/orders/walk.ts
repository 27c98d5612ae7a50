import type { OrdersPage } from '../../alpaca/client'
import { AlpacaError } from '../../alpaca/error'
import { compareMoments } from '../../alpaca/moment'
import { readStoredMoment } from '../../db/moment'
import type { SyncProgress } from '../../db/write/sync-state'
import type { AccountRun } from '../account-run'
import { SyncError } from '../errors'
import { landOrders } from './land'

/** Where a walk goes on: at its beginning, after an order, or, where ids are refused as cursors, after a time. */
export type OrdersCursor =
  | { kind: 'start' }
  | { kind: 'id'; id: string }
  | { kind: 'time'; time: string }

const TIME_PREFIX = 'time:'

/** What a saved cursor means. */
export function readCursor(saved: string | null): OrdersCursor {
  if (saved === null) return { kind: 'start' }
  if (saved.startsWith(TIME_PREFIX)) return { kind: 'time', time: saved.slice(TIME_PREFIX.length) }
  return { kind: 'id', id: saved }
}

/** A walk over all orders submitted after a moment, upwards. */
export interface OrdersWalk {
  /** Exclusive bound of the first page. An explicit one: a default window without it is rumoured (reference 1.2). */
  from: string
  cursor: OrdersCursor
  /** `open` is a quick look at what works now; held legs are missing from it (reference 1.4). */
  status: 'all' | 'open'
  /** What to save with a page: after it the walk goes on at `cursor`, or is over. */
  progress: (cursor: string | null, walkedTo: string | null) => SyncProgress
}

/**
 * Reads and writes every page of a walk. Loss-free (reference 1.2): pages follow each other by the id of the last top-level
 * row. Where that cursor is refused or ignored, by submission time with an overlap of a millisecond, and then a full
 * page that brings nothing new is a failure, never the end.
 */
export async function walkOrders(run: AccountRun, walk: OrdersWalk): Promise<void> {
  const walked = new Set<string>()
  let { cursor } = walk
  let walkedTo = cursor.kind === 'start' ? null : stored(run.state.ordersWalkedTo)
  for (;;) {
    const page = await readPage(run, walk, cursor)
    if (page === null) {
      cursor = timeCursor(walkedTo ?? walk.from)
      continue
    }
    const isNew = addIds(walked, page)
    if (!isNew && page.full) {
      if (cursor.kind === 'time') throw stuck(cursor.time)
      cursor = timeCursor(walkedTo ?? walk.from)
      continue
    }
    walkedTo = latestSubmission(page, walkedTo)
    const next = isNew && mayHaveMore(page) ? nextCursor(page, cursor, walkedTo) : null
    await landOrders(run, page, walk.progress(next === null ? null : cursorText(next), walkedTo))
    if (next === null) return
    cursor = next
  }
}

/** One page; null when Alpaca refuses the id as a cursor. */
async function readPage(
  run: AccountRun,
  { from, status }: OrdersWalk,
  cursor: OrdersCursor,
): Promise<OrdersPage | null> {
  if (cursor.kind !== 'id') {
    const after = cursor.kind === 'start' ? from : cursor.time
    return await run.client.ordersPage({ status, after })
  }
  try {
    return await run.client.ordersPage({ status, afterOrderId: cursor.id })
  } catch (error) {
    if (!(error instanceof AlpacaError)) throw error
    if (error.kind !== 'rejected' && error.kind !== 'not_found') throw error
    run.ctx.log({ level: 'warn', event: 'orders_cursor_refused', status: error.status })
    return null
  }
}

const stored = (moment: string | null) => (moment === null ? null : readStoredMoment(moment))

const LIMIT = 500
const MOST_LEGS = 4

/**
 * Whether a page may not be the last. Should legs count toward the limit, which is not known (reference 9), a page can end
 * early because the next order does not fit with its legs; one request more then costs less than a loss.
 */
function mayHaveMore({ full, parents, orders, rejects }: OrdersPage): boolean {
  return full || parents.length + orders.length + rejects.length >= LIMIT - MOST_LEGS
}

function nextCursor(
  page: OrdersPage,
  cursor: OrdersCursor,
  walkedTo: string | null,
): OrdersCursor | null {
  if (page.lastId === null) return null
  if (cursor.kind === 'time' && walkedTo !== null) return timeCursor(walkedTo)
  return { kind: 'id', id: page.lastId }
}

// The bound is exclusive and ties are real, so it lies before the last row. A Date cuts to the millisecond, which only
// makes the overlap larger (reference 1.2).
function timeCursor(walkedTo: string): OrdersCursor {
  return { kind: 'time', time: new Date(Date.parse(walkedTo) - 1).toISOString() }
}

function cursorText(cursor: OrdersCursor): string | null {
  if (cursor.kind === 'start') return null
  return cursor.kind === 'id' ? cursor.id : `${TIME_PREFIX}${cursor.time}`
}

function addIds(walked: Set<string>, page: OrdersPage): boolean {
  const before = walked.size
  for (const { id } of [...page.parents, ...page.orders, ...page.rejects]) if (id) walked.add(id)
  return walked.size > before
}

function latestSubmission(page: OrdersPage, known: string | null): string | null {
  const alone = page.orders.filter(({ parentOrderId }) => parentOrderId === null)
  const times = [...page.parents, ...alone].flatMap(({ submittedAt }) => submittedAt ?? [])
  return times.reduce(
    (latest, time) => (latest === null || compareMoments(time, latest) > 0 ? time : latest),
    known,
  )
}

function stuck(time: string): SyncError {
  return new SyncError(
    'alpaca_unavailable',
    `orders cannot be walked: a full page after ${time} brought no order that was not known`,
  )
}
