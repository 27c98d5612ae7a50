/**
 * How far the second stage of an activities walk has come: through orders that fills name, then through days, within a day
 * after a page.
 */
export interface SettleCursor {
  /** The last order that was read; null before the first. */
  order: string | null
  /** YYYY-MM-DD; null before the first day. */
  day: string | null
  /** The page token within that day; null at its start. */
  token: string | null
  /** Whether that day is done. */
  dayDone: boolean
}

const START: SettleCursor = { order: null, day: null, token: null, dayDone: false }
const ORDER_PREFIX = 'order:'
const DONE = 'done'

/** What a saved cursor means. */
export function readSettleCursor(saved: string | null): SettleCursor {
  if (saved === null) return START
  if (saved.startsWith(ORDER_PREFIX)) return { ...START, order: saved.slice(ORDER_PREFIX.length) }
  const [day = '', token = null] = saved.split('@')
  const dayDone = token === DONE
  return { ...START, day, token: dayDone ? null : token, dayDone }
}

/** What is saved after an order. */
export const afterOrder = (id: string): string => ORDER_PREFIX + id

/** What is saved within a day; with a null token, after it. */
export const withinDay = (day: string, token: string | null): string => `${day}@${token ?? DONE}`
