import { type SQL, sql } from 'drizzle-orm'
import { readMoment } from '../../time/moment'
import { Refusal } from '../../time/refusal'

/**
 * Converts a timestamptz in Postgres' text form to RFC 3339 in UTC, to the microsecond.
 *
 * @throws Error when the text is not a timestamptz
 * @example readStoredMoment('2026-09-10 12:17:18.577198-04') // '2026-09-10T16:17:18.577198Z'
 */
export function readStoredMoment(text: string): string {
  const moment = readMoment(/[+-]\d\d$/.test(text) ? `${text}:00` : text)
  if (moment instanceof Refusal)
    throw new Error(`not a moment that is stored here: ${moment.reason}`)
  return moment
}

/** Like `readStoredMoment`, for a column that may be null. */
export const storedMoment = (text: string | null): string | null =>
  text === null ? null : readStoredMoment(text)

/**
 * SQL that converts a timestamptz to whole microseconds since 1970, which a double holds exactly.
 *
 * @example sql`select ${epochMicros(sql`o.placed_at`)} as created_at` // 1789056000000000
 */
export const epochMicros = (moment: SQL): SQL =>
  sql`(extract(epoch from ${moment}) * 1000000)::float8`
