import { readStoredMoment } from '../../db/statements/moment'
import { newYorkDateOf } from '../../time/new-york'

/**
 * Converts a decimal of the database to a JSON number, printed as the shortest decimal of the same
 * double. This is the only place where money becomes a float.
 */
export function jsonNumber(decimal: string): number
export function jsonNumber(decimal: string | null): number | null
export function jsonNumber(decimal: string | null): number | null {
  return decimal === null ? null : Number(decimal)
}

/**
 * Converts a time from Postgres's format to RFC 3339 in UTC with microseconds.
 *
 * @example jsonTime('2026-09-10 16:17:18.577198+00') // '2026-09-10T16:17:18.577198Z'
 */
export function jsonTime(moment: string): string
export function jsonTime(moment: string | null): string | null
export function jsonTime(moment: string | null): string | null {
  if (moment === null) return null
  // A fast path for sessions in UTC, which is the default: a page has thousands of times.
  if (moment.endsWith('+00')) return `${moment.slice(0, 10)}T${moment.slice(11, -3)}Z`
  return readStoredMoment(moment)
}

/** The New York date of a time, YYYY-MM-DD. */
export function jsonDate(moment: string): string
export function jsonDate(moment: string | null): string | null
export function jsonDate(moment: string | null): string | null {
  return moment === null ? null : newYorkDateOf(jsonTime(moment))
}
