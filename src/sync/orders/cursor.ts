import type { OrdersPage } from '../../alpaca/client'
import { compareMoments, justBefore } from '../../time/moment'

/**
 * Where the next page begins: at the start, after an order, or after a time where ids do not work
 * as cursors.
 */
export type OrdersCursor =
  | { kind: 'start' }
  | { kind: 'id'; id: string }
  | { kind: 'time'; time: string }

const TIME_PREFIX = 'time:'

/** Parses a stored cursor. */
export function readOrdersCursor(saved: string | null): OrdersCursor {
  if (saved === null) return { kind: 'start' }
  if (saved.startsWith(TIME_PREFIX)) return { kind: 'time', time: saved.slice(TIME_PREFIX.length) }
  return { kind: 'id', id: saved }
}

/** The cursor as it is stored; null at the start. */
export function ordersCursorText(cursor: OrdersCursor): string | null {
  if (cursor.kind === 'start') return null
  return cursor.kind === 'id' ? cursor.id : `${TIME_PREFIX}${cursor.time}`
}

// Of the rows of a page: more would cost requests.
const MOST_OVERLAP = 0.1

/**
 * The id after which the next page begins: the last one submitted before the page's last, so that
 * the next page begins with rows that are known. That shows that it joins this one (an order can be
 * submitted again, and the list continues after its new place then), and loses no tie if Alpaca's
 * cursor skips them (src/alpaca/README.md 1.2, 7). With too many ties at the end of a page it is
 * the last id. Null when the page leads no further than the cursor that brought it.
 */
export function idCursor(page: OrdersPage, cursor: OrdersCursor): OrdersCursor | null {
  const { places, lastId } = page
  const last = lastSubmission(places)
  const isBeforeLast = (time: string | null) =>
    last !== null && time !== null && compareMoments(time, last) < 0
  const at = places.findLastIndex(({ id, submittedAt }) => id !== null && isBeforeLast(submittedAt))
  const overlap = places.length - 1 - at
  const before = overlap <= Math.max(1, places.length * MOST_OVERLAP) ? places[at]?.id : null
  const place = (wanted: string) => places.findLastIndex(({ id }) => id === wanted)
  // A page that holds the very order that it was to follow leads further only behind it.
  const from = cursor.kind === 'id' ? place(cursor.id) : -1
  const id = [before, lastId].find((one) => one != null && place(one) > from)
  return id == null ? null : { kind: 'id', id }
}

/**
 * Whether a page that follows an id begins later than the last one ended, so that rows may lie
 * between the two.
 */
export function breaksOff(
  { places }: OrdersPage,
  cursor: OrdersCursor,
  readTo: string | null,
): boolean {
  if (cursor.kind !== 'id' || readTo === null) return false
  const first = places.find(({ submittedAt }) => submittedAt !== null)?.submittedAt
  return first ? compareMoments(first, readTo) > 0 : places.length === 0
}

/**
 * The time after which all that was submitted since `walkedTo` follows. The bound is exclusive and
 * ties are real, so it lies before the last row. A Date cuts to the millisecond, which only makes
 * the overlap larger (src/alpaca/README.md 1.2).
 */
export const timeCursor = (readTo: string) => timeCursorAt(millisecondsAfter(readTo, -1))

/**
 * The time after which the page after one that ends at `walkedTo` begins: later than the cursor
 * that brought the page, so that no walk reads the same pages for ever. A page full of one
 * millisecond overlaps by a microsecond alone; null when it was read with that overlap.
 */
export function laterTimeCursor(cursor: OrdersCursor, readTo: string): OrdersCursor | null {
  const candidates = [timeCursor(readTo), timeCursorAt(justBefore(readTo))]
  if (cursor.kind !== 'time') return candidates[0] ?? null
  return candidates.find(({ time }) => compareMoments(time, cursor.time) > 0) ?? null
}

const timeCursorAt = (time: string) => ({ kind: 'time' as const, time })

/** Whether a page ends before the pages before it did. */
export function goesBack({ places }: OrdersPage, readTo: string | null): boolean {
  const last = lastSubmission(places)
  return last !== null && readTo !== null && compareMoments(last, readTo) < 0
}

/** RFC 3339: the submission of the last order on a page that has one; null when none has. */
export const lastSubmission = (places: OrdersPage['places']): string | null =>
  places.findLast(({ submittedAt }) => submittedAt !== null)?.submittedAt ?? null

/**
 * Whether a page runs from the newest order to the oldest, although the other direction was asked
 * for.
 */
export function isReversed({ places }: OrdersPage): boolean {
  const times = places.flatMap(({ submittedAt }) => submittedAt ?? [])
  const steps = times.slice(1).map((time, i) => compareMoments(time, times[i] ?? time))
  const count = (wanted: number) => steps.filter((step) => step === wanted).length
  return count(-1) > 2 * count(1)
}

/** A moment moved by whole milliseconds, itself cut to them. */
export function millisecondsAfter(moment: string, milliseconds: number): string {
  return new Date(Date.parse(moment) + milliseconds).toISOString()
}
