import * as z from 'zod'

const time = z.string().regex(/^\d{2}:\d{2}$/, 'not HH:MM')

const marketDay = z.object({ date: z.iso.date(), open: time, close: time })

/** One trading day of Alpaca's calendar. Half days close earlier. */
export interface MarketDay {
  /** YYYY-MM-DD. */
  date: string
  /** HH:MM in New York. */
  open: string
  /** HH:MM in New York. */
  close: string
}

/**
 * Reads the rows of `/v2/calendar`. Rows that cannot be read are left out, like days without
 * trading.
 */
export const parseCalendar = (rows: readonly unknown[]): MarketDay[] =>
  rows.flatMap((row) => marketDay.safeParse(row).data ?? [])
