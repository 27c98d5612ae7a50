import type { Micros } from '../engine/model/facts'

/** In microseconds, as UTC counts. */
export const DAY = 86_400_000_000
const HOUR = 3_600_000_000
const SECOND = 1_000_000
const MOST_KEPT = 200_000

const calendar = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'America/New_York',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
})

/** Remembers the text of each whole number that it is asked for, and the last one best: times come in order. */
function remembered(textOf: (index: number) => string): (index: number) => string {
  const known = new Map<number, string>()
  let last = Number.NaN
  let lastText = ''
  return (index) => {
    if (index === last) return lastText
    if (known.size >= MOST_KEPT) known.clear()
    last = index
    lastText = known.get(index) ?? textOf(index)
    known.set(index, lastText)
    return lastText
  }
}

const dayInNewYork = remembered((hour) => calendar.format(hour * 3_600_000))

/**
 * The exchange's day (America/New_York) of a moment, YYYY-MM-DD. New York's clock is whole hours from UTC, so a day is
 * remembered for each hour.
 */
export const tradingDayOf = (at: Micros): string => dayInNewYork(Math.floor(at / HOUR))

/** The last microsecond of the exchange's day of a moment: that day may have 23 or 25 hours. */
export function endOfTradingDay(at: Micros): Micros {
  const day = tradingDayOf(at)
  let hour = Math.floor(at / HOUR) + 1
  while (dayInNewYork(hour) === day) hour++
  return hour * HOUR - 1
}

const dateInUtc = remembered((day) => `${new Date(day * 86_400_000).toISOString().slice(0, 10)}T`)

const ZERO = '0'.charCodeAt(0)
const COLON = ':'.charCodeAt(0)
const POINT = '.'.charCodeAt(0)
const Z = 'Z'.charCodeAt(0)

/** The digit of a small whole number at a place, as a character code: by whole numbers, whose remainders are quick. */
const digit = (value: number, place: number): number => ZERO + (((value / place) | 0) % 10)

/** A moment as RFC 3339 in UTC, with its microseconds. Written in one call: text put together from pieces costs more. */
export function momentText(at: Micros): string {
  const day = Math.floor(at / DAY)
  const ofDay = at - day * DAY
  const seconds = (ofDay / SECOND) | 0
  const micros = (ofDay - seconds * SECOND) | 0
  const minutes = (seconds / 60) | 0
  const [hour, minute, second] = [(minutes / 60) | 0, minutes % 60, seconds % 60]
  // biome-ignore format: laid out as the text is
  const time = String.fromCharCode(
    digit(hour, 10), digit(hour, 1), COLON, digit(minute, 10), digit(minute, 1), COLON,
    digit(second, 10), digit(second, 1), POINT,
    digit(micros, 100_000), digit(micros, 10_000), digit(micros, 1000),
    digit(micros, 100), digit(micros, 10), digit(micros, 1), Z,
  )
  return dateInUtc(day) + time
}
