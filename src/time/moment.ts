import { dayAfterEpoch, daysSinceEpoch, isRealDay } from './calendar'
import { Refusal } from './refusal'

const SHAPE =
  /^(\d{4}-\d\d-\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,18}))?(?:([Zz])|([+-])(\d\d):?(\d\d))?$/
// What most payloads hold already: such text is its own answer once its numbers are in range.
const CANONICAL = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{0,5}[1-9])?Z$/
const SECONDS_A_DAY = 86_400
const MICROS_A_SECOND = 1_000_000

const NOT_A_TIME = new Refusal('not an RFC 3339 time')
const NO_ZONE = new Refusal('no time zone')
const NO_SUCH_TIME = new Refusal('no such moment')

/**
 * Reads an RFC 3339 time into UTC to the microsecond, without idle zeros, as Alpaca's own later
 * answers show it: the stream's nanoseconds are rounded half up (src/alpaca/README.md 1.2). No Date
 * takes part, which would cut to milliseconds.
 *
 * @example readMoment('2026-09-10T12:17:18.577197611-04:00') // '2026-09-10T16:17:18.577198Z'
 */
export function readMoment(text: string): string | Refusal {
  if (CANONICAL.test(text)) return isReal(text) ? text : NO_SUCH_TIME
  const match = SHAPE.exec(text)
  if (match === null) return NOT_A_TIME
  const [, date, hour, minute, second, fraction, utc, sign, offsetHour = '0', offsetMinute = '0'] =
    match
  if (utc === undefined && sign === undefined) return NO_ZONE
  if (!isReal(text) || Number(offsetHour) > 23 || Number(offsetMinute) > 59) return NO_SUCH_TIME
  const micros = roundToMicros(fraction)
  if (utc !== undefined && micros < MICROS_A_SECOND) {
    return `${date}T${hour}:${minute}:${second}${fractionText(micros)}Z`
  }
  const offset = (Number(offsetHour) * 60 + Number(offsetMinute)) * (sign === '-' ? -60 : 60)
  const clock = (Number(hour) * 60 + Number(minute)) * 60 + Number(second)
  const days = daysSinceEpoch(numberAt(text, 0, 4), numberAt(text, 5), numberAt(text, 8))
  return momentOf(days * SECONDS_A_DAY + clock - offset, micros) ?? NO_SUCH_TIME
}

/**
 * Writes whole seconds since 1970 and microseconds (up to and including a full second, which
 * carries) as a moment. Null outside of the years 1 to 9999.
 */
export function momentOf(epochSeconds: number, micros = 0): string | null {
  const seconds = micros >= MICROS_A_SECOND ? epochSeconds + 1 : epochSeconds
  const days = Math.floor(seconds / SECONDS_A_DAY)
  const { year, month, day } = dayAfterEpoch(days)
  if (year < 1 || year > 9999) return null
  const clock = seconds - days * SECONDS_A_DAY
  const date = `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`
  const time = [Math.floor(clock / 3600), Math.floor(clock / 60) % 60, clock % 60]
    .map(twoDigits)
    .join(':')
  return `${date}T${time}${fractionText(micros % MICROS_A_SECOND)}Z`
}

/**
 * Orders two moments that `readMoment` wrote. Their text alone would not: `…59Z` sorts after
 * `…59.5Z`.
 */
export function compareMoments(a: string, b: string): number {
  const left = a.slice(0, -1)
  const right = b.slice(0, -1)
  return left < right ? -1 : left > right ? 1 : 0
}

/**
 * The earliest of some moments that `readMoment` wrote, leaving out null; null when there is none.
 */
export const earliestOf = (...moments: readonly (string | null)[]): string | null =>
  moments.reduce<string | null>(
    (known, one) =>
      known === null || (one !== null && compareMoments(one, known) < 0) ? one : known,
    null,
  )

/**
 * The latest of some moments that `readMoment` wrote, leaving out null; null when there is none.
 */
export const latestOf = (...moments: readonly (string | null)[]): string | null =>
  moments.reduce<string | null>(
    (known, one) =>
      known === null || (one !== null && compareMoments(one, known) > 0) ? one : known,
    null,
  )

/**
 * The moment a microsecond before one that `readMoment` wrote.
 *
 * @example justBefore('2026-09-10T16:17:19Z') // '2026-09-10T16:17:18.999999Z'
 */
export function justBefore(moment: string): string {
  const [clock = '', fraction = ''] = moment.slice(0, -1).split('.')
  const seconds = Date.parse(`${clock}Z`) / 1000
  const micros = Number(fraction.padEnd(6, '0'))
  const before = micros === 0 ? momentOf(seconds - 1, 999_999) : momentOf(seconds, micros - 1)
  return before ?? moment
}

/** Whether the day and the clock that text of the right shape begins with exist. */
function isReal(text: string): boolean {
  if (!isRealDay(numberAt(text, 0, 4), numberAt(text, 5), numberAt(text, 8))) return false
  return numberAt(text, 11) <= 23 && numberAt(text, 14) <= 59 && numberAt(text, 17) <= 59
}

function numberAt(text: string, start: number, digits = 2): number {
  let value = 0
  for (let i = start; i < start + digits; i++) value = value * 10 + text.charCodeAt(i) - 48
  return value
}

function roundToMicros(fraction: string | undefined): number {
  if (fraction === undefined) return 0
  const micros = Number(fraction.slice(0, 6).padEnd(6, '0'))
  return fraction.charAt(6) >= '5' ? micros + 1 : micros
}

function fractionText(micros: number): string {
  return micros === 0 ? '' : `.${String(micros).padStart(6, '0').replace(/0+$/, '')}`
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value)
}
