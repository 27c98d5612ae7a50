import { Refusal } from './refusal'

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/
const DAYS_BEFORE_1970 = 719_468
/** Entries of a memo before it starts again, so that it never grows without bound. */
const MOST_REMEMBERED = 200_000

const NOT_A_DATE = new Refusal('not a date (YYYY-MM-DD)')
const NO_SUCH_DAY = new Refusal('no such day')

/** A day of the Gregorian calendar; month and day count from 1. */
export interface CalendarDay {
  year: number
  month: number
  day: number
}

/** Reads a date as Alpaca writes it, refusing days that the calendar does not have. */
export function readDate(text: string): string | Refusal {
  const match = DATE.exec(text)
  if (match === null) return NOT_A_DATE
  return isRealDay(Number(match[1]), Number(match[2]), Number(match[3])) ? text : NO_SUCH_DAY
}

/** Whether the calendar has this day, years 1 to 9999. */
export function isRealDay(year: number, month: number, day: number): boolean {
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
}

/**
 * Days since 1970-01-01, by integer arithmetic alone (Howard Hinnant, "chrono-compatible low-level
 * date algorithms").
 */
export function daysSinceEpoch(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - DAYS_BEFORE_1970
}

/** The day that lies so many days after 1970-01-01: the inverse of `daysSinceEpoch`. */
export function dayAfterEpoch(days: number): CalendarDay {
  const shifted = days + DAYS_BEFORE_1970
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day }
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}

/** Remembers the value of each integer asked for, the last one best: times come in order. */
export function remembered<T>(find: (index: number) => T): (index: number) => T {
  const known = new Map<number, T>()
  let last = Number.NaN
  let lastValue: T
  return (index) => {
    if (index === last) return lastValue
    let value = known.get(index)
    if (value === undefined) {
      value = find(index)
      if (known.size >= MOST_REMEMBERED) known.clear()
      known.set(index, value)
    }
    last = index
    lastValue = value
    return value
  }
}

/** The date, YYYY-MM-DD, so many days after 1970-01-01; remembered. */
export const dayText = remembered((days) => {
  const { year, month, day } = dayAfterEpoch(days)
  return `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`
})

/** Days from 1970-01-01 to a date, YYYY-MM-DD. */
export const dayNumber = (date: string): number =>
  daysSinceEpoch(Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10)))

/** The date so many days after (or before) another. */
export const addDays = (date: string, days: number): string => dayText(dayNumber(date) + days)

/** The day of the week of a date: 0 is Sunday, 6 is Saturday. */
export const weekday = (date: string): number => (((dayNumber(date) + 4) % 7) + 7) % 7

const digits = (value: number, count: number): string => String(value).padStart(count, '0')
