import { addDays, weekday } from './calendar'
import type { Micros } from './micros'
import { newYorkDate, newYorkTime } from './new-york'

const holidaysByYear = new Map<number, ReadonlySet<string>>()

/** Whether US markets trade on this day. Half days count as whole ones. */
export function isTradingDay(date: string): boolean {
  const day = weekday(date)
  if (day === 0 || day === 6) return false
  const year = Number(date.slice(0, 4))
  let holidays = holidaysByYear.get(year)
  if (!holidays) {
    holidays = marketHolidays(year)
    holidaysByYear.set(year, holidays)
  }
  return !holidays.has(date)
}

/** The first trading day after a day. */
export function nextTradingDay(date: string): string {
  let day = addDays(date, 1)
  while (!isTradingDay(day)) day = addDays(day, 1)
  return day
}

/** The last trading day before a day. */
export function previousTradingDay(date: string): string {
  let day = addDays(date, -1)
  while (!isTradingDay(day)) day = addDays(day, -1)
  return day
}

/** Opening and closing bell of a trading day. */
export function session(date: string): { open: Micros; close: Micros } {
  return { open: newYorkTime(date, '09:30:00'), close: newYorkTime(date, '16:00:00') }
}

/** The last session that had closed at a moment. */
export function lastClosedSession(at: Micros): string {
  const today = newYorkDate(at)
  return isTradingDay(today) && at >= session(today).close ? today : previousTradingDay(today)
}

function marketHolidays(year: number): ReadonlySet<string> {
  const fixed = ['01-01', '06-19', '07-04', '12-25'].map((day) => observed(`${year}-${day}`))
  return new Set([
    ...fixed,
    nth(year, 1, 1, 3),
    nth(year, 2, 1, 3),
    addDays(easter(year), -2),
    lastMonday(year, 5),
    nth(year, 9, 1, 1),
    nth(year, 11, 4, 4),
  ])
}

function observed(date: string): string {
  const day = weekday(date)
  // The exchange does not move New Year's Day back into the old year.
  if (day === 6) return date.endsWith('01-01') ? date : addDays(date, -1)
  return day === 0 ? addDays(date, 1) : date
}

function nth(year: number, month: number, day: number, count: number): string {
  const first = `${year}-${String(month).padStart(2, '0')}-01`
  return addDays(first, ((day - weekday(first) + 7) % 7) + (count - 1) * 7)
}

function lastMonday(year: number, month: number): string {
  const fifth = nth(year, month, 1, 5)
  return Number(fifth.slice(5, 7)) === month ? fifth : addDays(fifth, -7)
}

/** Easter Sunday by the anonymous Gregorian computation. */
function easter(year: number): string {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const d =
    (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114
  const month = String(Math.floor(f / 31)).padStart(2, '0')
  return `${year}-${month}-${String((f % 31) + 1).padStart(2, '0')}`
}
