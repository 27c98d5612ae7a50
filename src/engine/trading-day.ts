import type { Micros } from './facts'

const HOUR = 3_600_000_000
const MOST_HOURS_KEPT = 200_000

const days = new Map<number, string>()
const calendar = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'America/New_York',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
})

/**
 * The exchange's day (America/New_York) of a moment, YYYY-MM-DD. New York's clock is whole hours from UTC, so a day is
 * remembered for each hour.
 */
export function tradingDayOf(at: Micros): string {
  const hour = Math.floor(at / HOUR)
  const known = days.get(hour)
  if (known !== undefined) return known
  if (days.size >= MOST_HOURS_KEPT) days.clear()
  const day = calendar.format(hour * 3_600_000)
  days.set(hour, day)
  return day
}

/** A moment as RFC 3339 in UTC, with its microseconds. */
export function momentText(at: Micros): string {
  const seconds = Math.floor(at / 1_000_000)
  const micros = at - seconds * 1_000_000
  const text = new Date(seconds * 1000).toISOString()
  return `${text.slice(0, 19)}.${String(micros).padStart(6, '0')}Z`
}
