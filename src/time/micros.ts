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

/** The three digits of each number below 1000, as character codes: a look-up beats a division. */
const DIGITS = Uint8Array.from(
  Array.from({ length: 1000 }, (_, value) => String(value).padStart(3, '0')).join(''),
  (digit) => digit.charCodeAt(0),
)

/** A digit of a number below 1000, as a character code: 0 is that of the hundreds. */
const digit = (value: number, place: 0 | 1 | 2): number => DIGITS[value * 3 + place] ?? ZERO

/**
 * A moment as RFC 3339 in UTC, always with six decimal places. One call builds the whole text:
 * text put together from pieces keeps them, and costs more memory.
 *
 * @example momentText(0) // '1970-01-01T00:00:00.000000Z'
 */
export function momentText(at: Micros): string {
  const days = Math.floor(at / DAY)
  const ofDay = at - days * DAY
  const seconds = (ofDay / SECOND) | 0
  const micros = (ofDay - seconds * SECOND) | 0
  const minutes = (seconds / 60) | 0
  const second = seconds - minutes * 60
  const hour = (minutes / 60) | 0
  const minute = minutes - hour * 60
  const milli = (micros / 1000) | 0
  const micro = micros - milli * 1000
  const date = dayText(days)
  // biome-ignore format: laid out as the text is
  return String.fromCharCode(
    date.charCodeAt(0), date.charCodeAt(1), date.charCodeAt(2), date.charCodeAt(3), date.charCodeAt(4),
    date.charCodeAt(5), date.charCodeAt(6), date.charCodeAt(7), date.charCodeAt(8), date.charCodeAt(9),
    LETTER_T,
    digit(hour, 1), digit(hour, 2), COLON, digit(minute, 1), digit(minute, 2), COLON,
    digit(second, 1), digit(second, 2), POINT,
    digit(milli, 0), digit(milli, 1), digit(milli, 2),
    digit(micro, 0), digit(micro, 1), digit(micro, 2), LETTER_Z,
  )
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
