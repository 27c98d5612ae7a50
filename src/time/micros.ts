/**
 * A moment in whole microseconds since 1970. They fit a JavaScript number exactly until the year
 * 2255; `Date` would cut them to milliseconds (reference 1.2).
 */
export type Micros = number

export const SECOND = 1_000_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

const RFC3339 =
  /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?([Zz]|[+-]\d{2}:\d{2})$/

/**
 * Reads an RFC 3339 text; nanoseconds are rounded to microseconds as Alpaca does. `null` when it is
 * none.
 */
export function readMoment(text: string): Micros | null {
  const match = RFC3339.exec(text)
  if (!match) return null
  const [, date, time, fraction = '', zone] = match
  const seconds = Date.parse(`${date}T${time}${zone?.toUpperCase()}`)
  if (Number.isNaN(seconds)) return null
  return seconds * 1000 + Math.round(Number(fraction.padEnd(9, '0')) / 1000)
}

/**
 * As {@link readMoment}, for moments that a script writes down.
 * @throws RangeError when it is none.
 */
export function micros(text: string): Micros {
  const at = readMoment(text)
  if (at === null) throw new RangeError(`not a moment: ${text}`)
  return at
}

const dayTexts = new Map<number, string>()
const dayNumbers = new Map<string, number>()

/** The day, `YYYY-MM-DD`, that many days after 1 January 1970. */
export function dayText(day: number): string {
  let text = dayTexts.get(day)
  if (text === undefined) {
    text = new Date(day * 86_400_000).toISOString().slice(0, 10)
    dayTexts.set(day, text)
  }
  return text
}

/** Days from 1 January 1970 to a `YYYY-MM-DD`. */
export function dayNumber(text: string): number {
  let day = dayNumbers.get(text)
  if (day === undefined) {
    day = Date.parse(`${text}T00:00:00Z`) / 86_400_000
    dayNumbers.set(text, day)
  }
  return day
}

const two = (number: number): string => (number < 10 ? `0${number}` : String(number))

/** `HH:MM:SS` of the microseconds since midnight. */
export function clockText(time: Micros): string {
  const hours = Math.floor(time / HOUR)
  const minutes = Math.floor(time / MINUTE) % 60
  return `${two(hours)}:${two(minutes)}:${two(Math.floor(time / SECOND) % 60)}`
}

/**
 * `2026-09-10T17:11:25.21759Z`: UTC, trailing zeros of the fraction stripped as Alpaca does
 * (reference 1.2).
 */
export function rfc3339(at: Micros): string {
  const day = Math.floor(at / DAY)
  const time = at - day * DAY
  const fraction = time % SECOND
  const digits = fraction === 0 ? '' : `.${String(fraction).padStart(6, '0').replace(/0+$/, '')}`
  return `${dayText(day)}T${clockText(time)}${digits}Z`
}

/** The calendar day of a moment in UTC. */
export function utcDate(at: Micros): string {
  return dayText(Math.floor(at / DAY))
}
