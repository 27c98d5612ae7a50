import type { OrdersPage } from '../../alpaca/client'
import { AlpacaError } from '../../alpaca/error'
import { readStoredMoment } from '../../db/moment'
import type { SyncProgress } from '../../db/write/sync-state'
import { compareMoments } from '../../time/moment'
import type { AccountRun } from '../account-run'
import { SyncError } from '../errors'
import { LARGEST } from '../sizes'
import {
  breaksOff,
  closerCursor,
  cursorText,
  idCursor,
  millisecondsAfter,
  type OrdersCursor,
  timeCursor,
} from './cursor'
import { landOrders } from './land'

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
 * Reads and writes every page of a walk. Loss-free (reference 1.2): pages follow each other by id and overlap. Where that
 * cursor is refused or ignored, or does not join the page before, by submission time with an overlap of a millisecond;
 * then a full page that brings nothing new is a crowd of ties to be passed, or a failure, never the end.
 */
export async function walkOrders(run: AccountRun, walk: OrdersWalk): Promise<void> {
  const walked = new Set<string>()
  let { cursor } = walk
  let walkedTo = cursor.kind === 'start' ? null : stored(run.state.ordersWalkedTo)
  for (;;) {
    const page = await readPage(run, walk, cursor)
    if (page === null || breaksOff(page, cursor, walkedTo)) {
      cursor = timeCursor(walkedTo ?? walk.from)
      continue
    }
    const isNew = addIds(walked, page)
    if (!isNew && page.full) {
      const to = walkedTo ?? walk.from
      const closer = cursor.kind === 'time' ? closerCursor(cursor.time, to) : timeCursor(to)
      cursor = closer ?? (await passTies(run, walk, walked, to))
      continue
    }
    walkedTo = latestSubmission(page, walkedTo)
    const next =
      isNew && mayHaveMore(page, (run.ctx.sizes ?? LARGEST).orders)
        ? nextCursor(page, cursor, walkedTo)
        : null
    await landOrders(run, page, walk.progress(next === null ? null : cursorText(next), walkedTo))
    if (next === null) return
    cursor = next
  }
}

/**
 * Passes more orders of one moment than a page holds, where no id helps: the first page of them is known, so the last one
 * is read, backwards. Where the two meet, nothing lies between.
 *
 * @throws SyncError `alpaca_unavailable` when they do not: then what lies between cannot be read.
 */
async function passTies(
  run: AccountRun,
  walk: OrdersWalk,
  walked: Set<string>,
  walkedTo: string,
): Promise<OrdersCursor> {
  const page = await run.client.ordersPage({
    status: walk.status,
    after: millisecondsAfter(walkedTo, -1),
    until: millisecondsAfter(walkedTo, 2),
    direction: 'desc',
  })
  if (!page.places.some(({ id }) => id !== null && walked.has(id))) throw stuck(walkedTo)
  addIds(walked, page)
  const next: OrdersCursor = { kind: 'time', time: millisecondsAfter(walkedTo, 1) }
  await landOrders(run, page, walk.progress(cursorText(next), walkedTo))
  return next
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

const MOST_LEGS = 4

/**
 * Whether a page may not be the last. Should legs count toward the limit, which is not known (reference 9), a page can end
 * early because the next order does not fit with its legs; one request more then costs less than a loss.
 */
function mayHaveMore({ full, parents, orders, rejects }: OrdersPage, limit: number): boolean {
  return full || parents.length + orders.length + rejects.length >= limit - MOST_LEGS
}

function nextCursor(
  page: OrdersPage,
  cursor: OrdersCursor,
  walkedTo: string | null,
): OrdersCursor | null {
  return cursor.kind === 'time' && walkedTo !== null ? timeCursor(walkedTo) : idCursor(page)
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
