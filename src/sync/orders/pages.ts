import type { OrdersPage } from '../../alpaca/client'
import { AlpacaError } from '../../alpaca/error'
import type { SyncProgress } from '../../db/runs/state'
import { storedMoment } from '../../db/statements/moment'
import { compareMoments, latestOf } from '../../time/moment'
import { SyncError } from '../run/errors'
import type { SyncRun } from '../run/sync-run'
import {
  breaksOff,
  goesBack,
  idCursor,
  isReversed,
  lastSubmission,
  laterTimeCursor,
  millisecondsAfter,
  type OrdersCursor,
  ordersCursorText,
  timeCursor,
} from './cursor'
import { storeOrders } from './store'

/** The pages of all orders submitted after a moment, oldest first. */
export interface OrderPages {
  /**
   * RFC 3339, exclusive. Always sent, because Alpaca may apply a default window without it
   * (src/alpaca/README.md 1.2).
   */
  from: string
  cursor: OrdersCursor
  /** `open` is a quick list of what works now; it lacks held legs (src/alpaca/README.md 1.4). */
  status: 'all' | 'open'
  /** The progress to store with a page: reading continues at `cursor`; null after the last page. */
  progress: (cursor: string | null, readTo: string | null, page: OrdersPage) => SyncProgress
}

/**
 * Reads and stores every page. No order is lost (src/alpaca/README.md 1.2): pages follow each other
 * by id and overlap. Where Alpaca refuses or ignores that cursor, or its page does not join the
 * page before, they follow by submission time with an overlap of a millisecond. Such times only
 * increase, also from run to run, so that reading ends or fails: a full page without new orders is
 * a crowd of ties to pass, or a failure, never the end.
 *
 * @throws SyncError `alpaca_unavailable` when Alpaca repeats its pages or returns them in the wrong
 * order.
 */
export async function readOrderPages(run: SyncRun, walk: OrderPages): Promise<void> {
  const readIds = new Set<string>()
  let { cursor } = walk
  let readTo = cursor.kind === 'start' ? null : storedMoment(run.state.ordersWalkedTo)
  for (;;) {
    const page = await readPage(run, walk, cursor)
    if (page === null || breaksOff(page, cursor, readTo)) {
      cursor = timeCursor(readTo ?? walk.from)
      continue
    }
    if (page.full && isReversed(page)) throw cannotRead('Alpaca returned the newest orders first')
    const isNew = addIds(readIds, page)
    const reached = latestOf(readTo, lastSubmission(page.places))
    const goesOn = page.full || (isNew && mayHaveMore(page, run.sizes.orders))
    const next = goesOn ? nextCursor({ page, cursor, readTo, reached, isNew }) : null
    if (isNew || next === null) {
      const saved = next === 'ties' ? cursor : next
      await storeOrders(run, page, walk.progress(saved && ordersCursorText(saved), reached, page))
    }
    if (next === null) return
    readTo = reached
    cursor = next === 'ties' ? await passTies(run, walk, { readIds, cursor, readTo }) : next
  }
}

/**
 * Where the page after one that is not the last begins; `ties` when it is full of orders of one
 * moment.
 */
function nextCursor(read: {
  page: OrdersPage
  cursor: OrdersCursor
  readTo: string | null
  reached: string | null
  isNew: boolean
}): OrdersCursor | 'ties' {
  const { page, cursor, readTo, reached, isNew } = read
  if (isNew && cursor.kind !== 'time' && !goesBack(page, readTo)) {
    const byId = idCursor(page, cursor)
    if (byId !== null) return byId
  }
  if (reached === null) throw cannotRead('a full page has neither ids nor times')
  return laterTimeCursor(cursor, reached) ?? 'ties'
}

/**
 * Passes more orders of one moment than a page holds, where no id helps: the first page of them is
 * known, so the last one is read, backwards. Where the two meet, nothing lies between.
 *
 * @throws SyncError `alpaca_unavailable` when they do not: then what lies between cannot be read.
 */
async function passTies(
  run: SyncRun,
  walk: OrderPages,
  {
    readIds,
    cursor,
    readTo,
  }: { readIds: Set<string>; cursor: OrdersCursor; readTo: string | null },
): Promise<OrdersCursor> {
  if (readTo === null) throw cannotRead(SAME_PAGE)
  const next: OrdersCursor = { kind: 'time', time: millisecondsAfter(readTo, 1) }
  if (cursor.kind === 'time' && compareMoments(next.time, cursor.time) <= 0)
    throw cannotRead(`${SAME_PAGE} after ${readTo}`)
  const bounds = {
    after: millisecondsAfter(readTo, -1),
    until: millisecondsAfter(readTo, 2),
  }
  const page = await run.client.ordersPage({ ...bounds, status: walk.status, direction: 'desc' })
  const meets = page.places.some(({ id }) => id !== null && readIds.has(id))
  if (!meets || exceeds(page, bounds)) throw cannotRead(`${SAME_PAGE} after ${readTo}`)
  addIds(readIds, page)
  await storeOrders(run, page, walk.progress(ordersCursorText(next), readTo, page))
  return next
}

/**
 * Whether a page has orders from outside of the bounds that were asked for: then Alpaca ignores
 * them.
 */
function exceeds(
  { places }: OrdersPage,
  { after, until }: { after: string; until: string },
): boolean {
  // What is shown may be rounded (src/alpaca/README.md 1.2).
  const from = millisecondsAfter(after, -1)
  const to = millisecondsAfter(until, 1)
  const times = places.flatMap(({ submittedAt }) => submittedAt ?? [])
  return times.some((time) => compareMoments(time, from) < 0 || compareMoments(time, to) > 0)
}

/** One page; null when Alpaca refuses the id as a cursor. */
async function readPage(
  run: SyncRun,
  { from, status }: OrderPages,
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
    run.log({ level: 'warn', event: 'orders_cursor_refused', status: error.status })
    return null
  }
}

const MOST_LEGS = 4

/**
 * Whether a page may not be the last. Should legs count toward the limit, which is not known
 * (src/alpaca/README.md 7), a page can end early because the next order does not fit with its legs;
 * one request more then costs less than a loss.
 */
function mayHaveMore({ full, parents, orders, rejects }: OrdersPage, limit: number): boolean {
  return full || parents.length + orders.length + rejects.length >= limit - MOST_LEGS
}

function addIds(readIds: Set<string>, page: OrdersPage): boolean {
  const before = readIds.size
  for (const { id } of [...page.parents, ...page.orders, ...page.rejects]) if (id) readIds.add(id)
  return readIds.size > before
}

const SAME_PAGE = 'Alpaca returned the same page again'

const cannotRead = (why: string): SyncError =>
  new SyncError('alpaca_unavailable', `orders cannot be read: ${why}`)
