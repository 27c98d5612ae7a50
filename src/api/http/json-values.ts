import { readStoredMoment } from '../../db/statements/moment'
import { newYorkDateOf } from '../../time/new-york'

/**
 * A decimal of the database as the number that JSON shows: the shortest one that names the same double. This is the
 * one place where money becomes a float.
 */
export function jsonNumber(decimal: string): number
export function jsonNumber(decimal: string | null): number | null
export function jsonNumber(decimal: string | null): number | null {
  return decimal === null ? null : Number(decimal)
}

/**
 * A moment as Postgres prints it, as RFC 3339 in UTC with all its microseconds.
 *
 * @example jsonTime('2026-09-10 16:17:18.577198+00') // '2026-09-10T16:17:18.577198Z'
 */
export function jsonTime(moment: string): string
export function jsonTime(moment: string | null): string | null
export function jsonTime(moment: string | null): string | null {
  if (moment === null) return null
  // The usual session is in UTC, and a page has thousands of these.
  if (moment.endsWith('+00')) return `${moment.slice(0, 10)}T${moment.slice(11, -3)}Z`
  return readStoredMoment(moment)
}

/** The date of a moment on the exchange's clock, YYYY-MM-DD; trading days are New York's. */
export function jsonDate(moment: string): string
export function jsonDate(moment: string | null): string | null
export function jsonDate(moment: string | null): string | null {
  return moment === null ? null : newYorkDateOf(jsonTime(moment))
}
