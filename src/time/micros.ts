import { dayText } from './calendar'

/**
 * A moment as whole microseconds since 1970 UTC. A double holds them exactly until the year 2255;
 * `Date` would cut them to milliseconds.
 */
export type Micros = number

export const SECOND = 1_000_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

const RFC3339 =
  /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?([Zz]|[+-]\d{2}:\d{2})$/
const ZERO = '0'.charCodeAt(0)
const COLON = ':'.charCodeAt(0)
const POINT = '.'.charCodeAt(0)
const LETTER_T = 'T'.charCodeAt(0)
const LETTER_Z = 'Z'.charCodeAt(0)

/** Reads RFC 3339 text; nanoseconds are rounded to microseconds. Null when it is no moment. */
export function microsOf(text: string): Micros | null {
  const match = RFC3339.exec(text)
  if (!match) return null
  const [, date, time, fraction = '', zone] = match
  const seconds = Date.parse(`${date}T${time}${zone?.toUpperCase()}`)
  if (Number.isNaN(seconds)) return null
  return seconds * 1000 + Math.round(Number(fraction.padEnd(9, '0')) / 1000)
}

/**
 * Reads RFC 3339 text that is known to be a moment.
 *
 * @throws RangeError when it is none.
 */
export function micros(text: string): Micros {
  const at = microsOf(text)
  if (at === null) throw new RangeError(`not a moment: ${text}`)
  return at
}

/** One digit of a small integer, as a character code. Integer remainders are fast. */
const digit = (value: number, place: number): number => ZERO + (((value / place) | 0) % 10)

/**
 * A moment as RFC 3339 in UTC, always with six decimal places. One call builds the whole text:
 * concatenated pieces cost more.
 *
 * @example momentText(0) // '1970-01-01T00:00:00.000000Z'
 */
export function momentText(at: Micros): string {
  const day = Math.floor(at / DAY)
  const ofDay = at - day * DAY
  const seconds = (ofDay / SECOND) | 0
  const micros = (ofDay - seconds * SECOND) | 0
  const minutes = (seconds / 60) | 0
  const hour = (minutes / 60) | 0
  const minute = minutes % 60
  const second = seconds % 60
  // biome-ignore format: laid out as the text is
  const time = String.fromCharCode(
    LETTER_T,
    digit(hour, 10), digit(hour, 1), COLON, digit(minute, 10), digit(minute, 1), COLON,
    digit(second, 10), digit(second, 1), POINT,
    digit(micros, 100_000), digit(micros, 10_000), digit(micros, 1000),
    digit(micros, 100), digit(micros, 10), digit(micros, 1), LETTER_Z,
  )
  return dayText(day) + time
}

/**
 * A moment as RFC 3339 in UTC without trailing zeros in the fraction, as Alpaca writes it.
 *
 * @example rfc3339(0) // '1970-01-01T00:00:00Z'
 */
export function rfc3339(at: Micros): string {
  const text = momentText(at)
  const fraction = text.slice(19, -1).replace(/\.?0+$/, '')
  return `${text.slice(0, 19)}${fraction}Z`
}

/** The calendar day of a moment in UTC, YYYY-MM-DD. */
export const utcDate = (at: Micros): string => dayText(Math.floor(at / DAY))
