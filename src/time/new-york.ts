import { dayAfterEpoch, dayNumber, daysSinceEpoch, dayText, remembered } from './calendar'
import { HOUR, type Micros, SECOND } from './micros'
import { momentOf } from './moment'

// The exchange's clock, America/New_York: the one place that knows its offset from UTC.

const SECONDS_A_DAY = 86_400
const SECONDS_A_WEEK = 7 * SECONDS_A_DAY
const SECONDS_AN_HOUR = 3600
const MOST_REMEMBERED = 10_000

const clocks = new Map<string, string>()
let formatter: Intl.DateTimeFormat | undefined

/** The number of the New York day of a UTC hour, counted from 1970-01-01. */
const dayInHour = remembered((hour) => {
  const seconds = hour * SECONDS_AN_HOUR
  return Math.floor((seconds + offsetAt(seconds)) / SECONDS_A_DAY)
})

const dayStart = remembered((day) => toUtc(day * SECONDS_A_DAY) * SECOND)

/** The date in New York of a moment, YYYY-MM-DD: the exchange's day. */
export const newYorkDate = (at: Micros): string => dayText(dayInHour(Math.floor(at / HOUR)))

// The day that was last asked for: mostly the next moment is of the same day.
let lastStart = Number.NaN
let lastEnd = Number.NaN

function lookUpDay(at: Micros): void {
  if (at >= lastStart && at <= lastEnd) return
  const day = dayInHour(Math.floor(at / HOUR))
  lastStart = dayStart(day)
  lastEnd = dayStart(day + 1) - 1
}

/** The first microsecond of the New York day of a moment. */
export function startOfNewYorkDay(at: Micros): Micros {
  lookUpDay(at)
  return lastStart
}

/** The last microsecond of the New York day of a moment. That day may have 23 or 25 hours. */
export function endOfNewYorkDay(at: Micros): Micros {
  lookUpDay(at)
  return lastEnd
}

/** The moment at which New York's clock shows a time of day, HH:MM:SS, or midnight on a date. */
export function newYorkTime(date: string, time?: string): Micros {
  return toUtc(dayNumber(date) * SECONDS_A_DAY + (time ? secondsOf(time) : 0)) * SECOND
}

/** Seconds since midnight of a time of day, HH:MM:SS. */
function secondsOf(time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number)
  return (hours * 60 + minutes) * 60 + seconds
}

/**
 * The start of a day (YYYY-MM-DD) in New York, as a UTC moment.
 *
 * @throws RangeError outside of the years 1 to 9999.
 * @example newYorkMidnight('2026-07-04') // '2026-07-04T04:00:00Z'
 */
export function newYorkMidnight(date: string): string {
  return momentWithin(date, toUtc(dayNumber(date) * SECONDS_A_DAY), 0)
}

/**
 * The last microsecond of a day in New York, as a UTC moment.
 *
 * @throws RangeError outside of the years 1 to 9999.
 * @example newYorkEndOfDay('2026-07-04') // '2026-07-05T03:59:59.999999Z'
 */
export function newYorkEndOfDay(date: string): string {
  return momentWithin(date, toUtc((dayNumber(date) + 1) * SECONDS_A_DAY) - 1, 999_999)
}

/**
 * A UTC moment as New York's clock shows it, cut to the second.
 *
 * @example newYorkClock('2026-07-04T04:00:00.5Z') // '2026-07-04 00:00:00'
 */
export function newYorkClock(moment: string): string {
  return clockOf(moment.slice(0, 13)) + moment.slice(13, 19)
}

/**
 * The date in New York of a UTC moment given as text, YYYY-MM-DD.
 *
 * @example newYorkDateOf('2026-07-04T03:59:59Z') // '2026-07-03'
 */
export const newYorkDateOf = (moment: string): string => newYorkClock(moment).slice(0, 10)

/** The date and hour in New York of a UTC hour, both as text; remembered. */
function clockOf(utcHour: string): string {
  const known = clocks.get(utcHour)
  if (known !== undefined) return known
  if (clocks.size >= MOST_REMEMBERED) clocks.clear()
  const utc = dayNumber(utcHour) * SECONDS_A_DAY + Number(utcHour.slice(11)) * SECONDS_AN_HOUR
  const local = utc + offsetAt(utc)
  const days = Math.floor(local / SECONDS_A_DAY)
  const hour = Math.floor((local - days * SECONDS_A_DAY) / SECONDS_AN_HOUR)
  const { year, month, day } = dayAfterEpoch(days)
  const text = `${digits(year, 4)}-${digits(month)}-${digits(day)} ${digits(hour)}`
  clocks.set(utcHour, text)
  return text
}

const digits = (value: number, count = 2): string => String(value).padStart(count, '0')

function momentWithin(date: string, seconds: number, micros: number): string {
  const moment = momentOf(seconds, micros)
  if (moment === null) throw new RangeError(`no New York day ${date}`)
  return moment
}

/** Epoch seconds at which New York's clock shows so many seconds since 1970. */
function toUtc(local: number): number {
  // The offset is known at a UTC moment only; the first guess is off next to a clock change.
  const guess = local - offsetAt(local + 5 * SECONDS_AN_HOUR)
  return local - offsetAt(guess)
}

/** The offset in a week, counted from 1970-01-01; NaN where clocks change within it. */
const offsetInWeek = remembered((week) => {
  const offset = readOffset(week * SECONDS_A_WEEK)
  return offset === readOffset((week + 1) * SECONDS_A_WEEK) ? offset : Number.NaN
})

/** The offset in a UTC hour: clocks change on the hour. */
const offsetInHour = remembered((hour) => readOffset(hour * SECONDS_AN_HOUR))

/** Seconds that New York's clock is ahead of UTC: -18,000 in winter, -14,400 in summer. */
function offsetAt(epochSeconds: number): number {
  const offset = offsetInWeek(Math.floor(epochSeconds / SECONDS_A_WEEK))
  return Number.isNaN(offset) ? offsetInHour(Math.floor(epochSeconds / SECONDS_AN_HOUR)) : offset
}

function readOffset(epochSeconds: number): number {
  formatter ??= new Intl.DateTimeFormat('en-US', {
    timeZone: 'America/New_York',
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const part: Record<string, number> = {}
  for (const { type, value } of formatter.formatToParts(new Date(epochSeconds * 1000)))
    part[type] = Number(value)
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = part
  const seconds = hour * SECONDS_AN_HOUR + minute * 60 + second
  return daysSinceEpoch(year, month, day) * SECONDS_A_DAY + seconds - epochSeconds
}
