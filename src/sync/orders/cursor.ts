import type { OrdersPage } from '../../alpaca/client'
import { compareMoments, justBefore } from '../../time/moment'

/** Where a walk goes on: at its beginning, after an order, or, where ids cannot be trusted as cursors, after a time. */
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

/** What is saved of a cursor. */
export function cursorText(cursor: OrdersCursor): string | null {
  if (cursor.kind === 'start') return null
  return cursor.kind === 'id' ? cursor.id : `${TIME_PREFIX}${cursor.time}`
}

// Of the rows of a page: more would cost requests.
const MOST_OVERLAP = 0.1

/**
 * The id after which the next page begins: the last one submitted before the page's last, so that the next page begins with
 * rows that are known. That shows that it joins this one (an order can be submitted again, and the list goes on after its
 * new place then), and loses no tie where Alpaca's cursor should skip them (reference 1.2, 9). With too many ties at the
 * end of a page the last id must do.
 */
export function idCursor({ places, lastId }: OrdersPage): OrdersCursor | null {
  const last = places.findLast(({ submittedAt }) => submittedAt !== null)?.submittedAt
  const at = places.findLastIndex(
    ({ id, submittedAt }) =>
      id !== null && submittedAt !== null && compareMoments(submittedAt, last ?? '') < 0,
  )
  const overlap = places.length - 1 - at
  const before = overlap <= Math.max(1, places.length * MOST_OVERLAP) ? places[at]?.id : null
  const id = before ?? lastId
  return id === null ? null : { kind: 'id', id }
}

/** Whether a page that follows an id begins later than the last one ended, so that rows may lie between the two. */
export function breaksOff(
  { places }: OrdersPage,
  cursor: OrdersCursor,
  walkedTo: string | null,
): boolean {
  if (cursor.kind !== 'id' || walkedTo === null) return false
  const first = places.find(({ submittedAt }) => submittedAt !== null)?.submittedAt
  return first ? compareMoments(first, walkedTo) > 0 : places.length === 0
}

/**
 * The time after which all that was submitted since `walkedTo` follows. The bound is exclusive and ties are real, so it
 * lies before the last row. A Date cuts to the millisecond, which only makes the overlap larger (reference 1.2).
 */
export function timeCursor(walkedTo: string): OrdersCursor {
  return { kind: 'time', time: millisecondsAfter(walkedTo, -1) }
}

/** A time cursor with an overlap of a microsecond alone, for a page full of one millisecond; null when it is that already. */
export function closerCursor(time: string, walkedTo: string): OrdersCursor | null {
  const closer = justBefore(walkedTo)
  return compareMoments(time, closer) < 0 ? { kind: 'time', time: closer } : null
}

/** A moment moved by whole milliseconds, itself cut to them. */
export function millisecondsAfter(moment: string, milliseconds: number): string {
  return new Date(Date.parse(moment) + milliseconds).toISOString()
}
