import { type SQL, sql } from 'drizzle-orm'
import { readMoment } from '../../time/moment'
import { Refusal } from '../../time/refusal'

/**
 * A timestamptz as Postgres writes it, as RFC 3339 in UTC to the microsecond.
 *
 * @example readStoredMoment('2026-09-10 12:17:18.577198-04') // '2026-09-10T16:17:18.577198Z'
 */
export function readStoredMoment(text: string): string {
  const moment = readMoment(/[+-]\d\d$/.test(text) ? `${text}:00` : text)
  if (moment instanceof Refusal)
    throw new Error(`not a moment that is stored here: ${moment.reason}`)
  return moment
}

/** The same of a column that may be null. */
export const storedMoment = (text: string | null): string | null =>
  text === null ? null : readStoredMoment(text)

/** A timestamptz as whole microseconds since 1970, exact in a double. */
export const microsOf = (moment: SQL): SQL => sql`(extract(epoch from ${moment}) * 1000000)::float8`
