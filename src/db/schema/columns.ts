import { type AnyColumn, type SQL, sql } from 'drizzle-orm'
import { jsonb, numeric, text, timestamp } from 'drizzle-orm/pg-core'

/**
 * An exact decimal: `NUMERIC` without a scale, because a scale truncates fractional shares and
 * coins.
 */
export const decimalColumn = (name: string) => numeric(name)

/**
 * A moment to the microsecond, read in Postgres' text form, because a JavaScript Date would
 * truncate it.
 */
export const momentColumn = (name: string) =>
  timestamp(name, { withTimezone: true, precision: 6, mode: 'string' })

/** Alpaca's id of the account that a row belongs to. */
export const accountId = () => text('account_id').notNull()

/** The column `raw_data`: the complete payload as Alpaca sent it. */
export const payloadColumn = () => jsonb('raw_data').notNull()

/** When the row was inserted, and when it last changed (a trigger sets it). */
export const rowTimes = () => ({
  createdAt: momentColumn('created_at').notNull().defaultNow(),
  updatedAt: momentColumn('updated_at').notNull().defaultNow(),
})

/**
 * A condition, usable in a CHECK, that a text column holds one of some words. As always in SQL, a
 * null passes a CHECK.
 */
export function isOneOfWords(column: AnyColumn | SQL, words: readonly string[]): SQL {
  const list = words.map((word) => `'${word.replaceAll("'", "''")}'`).join(', ')
  return sql`${column} in (${sql.raw(list)})`
}

/**
 * A condition that a symbol is an option's whose root ends in a digit: an adjusted contract
 * (src/alpaca/README.md 6).
 */
export const isAdjusted = (column: AnyColumn): SQL => sql`${column} ~ '[0-9]{7}[CP][0-9]{8}$'`
