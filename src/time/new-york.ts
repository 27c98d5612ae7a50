import { daysSinceEpoch } from './calendar'
import { momentOf } from './moment'

const SECONDS_A_DAY = 86_400
const MOST_DAYS_KEPT = 10_000

const midnights = new Map<string, number>()
const hours = new Map<string, string>()
let clock: Intl.DateTimeFormat | undefined

/**
 * The start of a day (YYYY-MM-DD) on the exchange's clock, America/New_York, as a UTC moment.
 *
 * @example newYorkMidnight('2026-07-04') // '2026-07-04T04:00:00Z'
 */
export function newYorkMidnight(date: string): string {
  return momentWithin(date, midnightSeconds(date, 0), 0)
}

/**
 * The last microsecond of a day on the exchange's clock, as a UTC moment.
 *
 * @example newYorkEndOfDay('2026-07-04') // '2026-07-05T03:59:59.999999Z'
 */
export function newYorkEndOfDay(date: string): string {
  return momentWithin(date, midnightSeconds(date, 1) - 1, 999_999)
}

/**
 * A UTC moment as the exchange's clock shows it, cut to the second.
 *
 * @example newYorkClock('2026-07-04T04:00:00.5Z') // '2026-07-04 00:00:00'
 */
export function newYorkClock(moment: string): string {
  return newYorkHour(moment.slice(0, 13)) + moment.slice(13, 19)
}

/** What New York's clock shows, `YYYY-MM-DD HH`, in a UTC hour; remembered. It is whole hours behind, and changed on the hour. */
function newYorkHour(hour: string): string {
  const known = hours.get(hour)
  if (known !== undefined) return known
  if (hours.size >= MOST_DAYS_KEPT) hours.clear()
  const epochSeconds = Date.parse(`${hour}:00:00Z`) / 1000
  const shown = new Date((epochSeconds + offsetAt(epochSeconds)) * 1000)
  const text = shown.toISOString().slice(0, 13).replace('T', ' ')
  hours.set(hour, text)
  return text
}

function momentWithin(date: string, seconds: number, micros: number): string {
  const moment = momentOf(seconds, micros)
  if (moment === null) throw new RangeError(`no New York day ${date}`)
  return moment
}

/**
 * Epoch seconds of the New York midnight that begins the day so many days after the date;
 * remembered per day.
 */
function midnightSeconds(date: string, daysLater: 0 | 1): number {
  const key = `${date}+${daysLater}`
  const known = midnights.get(key)
  if (known !== undefined) return known
  if (midnights.size >= MOST_DAYS_KEPT) midnights.clear()
  const days = daysSinceEpoch(
    Number(date.slice(0, 4)),
    Number(date.slice(5, 7)),
    Number(date.slice(8, 10)),
  )
  const local = (days + daysLater) * SECONDS_A_DAY
  // The offset is known at a UTC moment only: a guess finds it, but next to a change of clocks.
  const guess = local - offsetAt(local + 5 * 3600)
  const seconds = local - offsetAt(guess)
  midnights.set(key, seconds)
  return seconds
}

/**
 * Seconds that New York's clock is ahead of UTC at a moment: -18,000 in winter, -14,400 in summer.
 */
function offsetAt(epochSeconds: number): number {
  clock ??= new Intl.DateTimeFormat('en-US', {
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
  for (const { type, value } of clock.formatToParts(new Date(epochSeconds * 1000)))
    part[type] = Number(value)
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = part
  return (
    daysSinceEpoch(year, month, day) * SECONDS_A_DAY +
    hour * 3600 +
    minute * 60 +
    second -
    epochSeconds
  )
}
