import type { Micros } from './facts'

const DAY = 86_400_000_000
const HOUR = 3_600_000_000
const MINUTE = 60_000_000
const SECOND = 1_000_000
const MOST_KEPT = 200_000

const calendar = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'America/New_York',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
})

/** Remembers the text of each whole number that it is asked for. */
function remembered(textOf: (index: number) => string): (index: number) => string {
  const known = new Map<number, string>()
  return (index) => {
    const found = known.get(index)
    if (found !== undefined) return found
    if (known.size >= MOST_KEPT) known.clear()
    const text = textOf(index)
    known.set(index, text)
    return text
  }
}

const numbered = (count: number, textOf: (digits: string) => string): string[] => {
  const width = String(count - 1).length
  return Array.from({ length: count }, (_, i) => textOf(String(i).padStart(width, '0')))
}

const dayInNewYork = remembered((hour) => calendar.format(hour * 3_600_000))

/**
 * The exchange's day (America/New_York) of a moment, YYYY-MM-DD. New York's clock is whole hours from UTC, so a day is
 * remembered for each hour.
 */
export const tradingDayOf = (at: Micros): string => dayInNewYork(Math.floor(at / HOUR))

const dateInUtc = remembered((day) => new Date(day * 86_400_000).toISOString().slice(0, 10))
const minutes = Array.from({ length: 1440 }, (_, minute) => {
  const [hours, rest] = [Math.floor(minute / 60), minute % 60]
  return `T${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}:`
})
const seconds = numbered(60, (digits) => `${digits}.`)
const thousands = numbered(1000, (digits) => digits)

/** A moment as RFC 3339 in UTC, with its microseconds. */
export function momentText(at: Micros): string {
  const day = Math.floor(at / DAY)
  const ofDay = at - day * DAY
  const minute = Math.floor(ofDay / MINUTE)
  const ofMinute = ofDay - minute * MINUTE
  const second = Math.floor(ofMinute / SECOND)
  const micros = ofMinute - second * SECOND
  const millis = Math.floor(micros / 1000)
  const fraction = `${thousands[millis]}${thousands[micros - millis * 1000]}Z`
  return `${dateInUtc(day)}${minutes[minute]}${seconds[second]}${fraction}`
}
