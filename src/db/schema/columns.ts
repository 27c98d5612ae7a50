import { jsonb, numeric, text, timestamp } from 'drizzle-orm/pg-core'

/** An exact decimal: `NUMERIC` without a scale, because a scale truncates fractional shares and coins. */
export const decimal = (name: string) => numeric(name)

/** A moment, kept to the microsecond and read as Postgres' own text: a JavaScript Date would truncate it. */
export const moment = (name: string) =>
  timestamp(name, { withTimezone: true, precision: 6, mode: 'string' })

/** Alpaca's id of the account that a row belongs to. */
export const accountId = () => text('account_id').notNull()

/** The complete payload as Alpaca sent it. */
export const rawData = () => jsonb('raw_data').notNull()

/** When the row was written here first, and when it last changed (kept by a trigger). */
export const rowTimes = () => ({
  createdAt: moment('created_at').notNull().defaultNow(),
  updatedAt: moment('updated_at').notNull().defaultNow(),
})
