/**
 * How far the recheck of activities got: through orders that fills name, then through days, and
 * within a day after a page.
 */
export interface RecheckCursor {
  /** The last order that was read; null before the first. */
  order: string | null
  /** YYYY-MM-DD; null before the first day. */
  day: string | null
  /** The page token within that day; null at its start. */
  token: string | null
  /** Whether that day is done. */
  dayDone: boolean
}

const START: RecheckCursor = { order: null, day: null, token: null, dayDone: false }
const ORDER_PREFIX = 'order:'
const DONE = 'done'

/** Parses a stored cursor. */
export function readRecheckCursor(saved: string | null): RecheckCursor {
  if (saved === null) return START
  if (saved.startsWith(ORDER_PREFIX)) return { ...START, order: saved.slice(ORDER_PREFIX.length) }
  const [day = '', token = null] = saved.split('@')
  const dayDone = token === DONE
  return { ...START, day, token: dayDone ? null : token, dayDone }
}

/** The cursor to store after an order. */
export const afterOrder = (id: string): string => ORDER_PREFIX + id

/** The cursor to store within a day; with a null token, after that day. */
export const withinDay = (day: string, token: string | null): string => `${day}@${token ?? DONE}`
