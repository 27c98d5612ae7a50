/**
 * A moment in whole microseconds since 1970. They fit a JavaScript number exactly until the year 2255; `Date` would
 * cut them to milliseconds (reference 1.2).
 */
export type Micros = number

export const SECOND = 1_000_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

const RFC3339 =
  /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?([Zz]|[+-]\d{2}:\d{2})$/

/** Reads an RFC 3339 text; nanoseconds are rounded to microseconds as Alpaca does. `null` when it is none. */
export function readMoment(text: string): Micros | null {
  const match = RFC3339.exec(text)
  if (!match) return null
  const [, date, time, fraction = '', zone] = match
  const seconds = Date.parse(`${date}T${time}${zone?.toUpperCase()}`)
  if (Number.isNaN(seconds)) return null
  return seconds * 1000 + Math.round(Number(fraction.padEnd(9, '0')) / 1000)
}

/** As {@link readMoment}, for moments that a script writes down. @throws RangeError when it is none. */
export function micros(text: string): Micros {
  const at = readMoment(text)
  if (at === null) throw new RangeError(`not a moment: ${text}`)
  return at
}

/** `2026-09-10T17:11:25.21759Z`: UTC, trailing zeros of the fraction stripped as Alpaca does (reference 1.2). */
export function rfc3339(at: Micros): string {
  const fraction = ((at % SECOND) + SECOND) % SECOND
  const whole = new Date((at - fraction) / 1000).toISOString().slice(0, 19)
  const digits = String(fraction).padStart(6, '0').replace(/0+$/, '')
  return digits === '' ? `${whole}Z` : `${whole}.${digits}Z`
}

/** The calendar day of a moment in UTC. */
export function utcDate(at: Micros): string {
  return new Date(Math.floor(at / 1000)).toISOString().slice(0, 10)
}
