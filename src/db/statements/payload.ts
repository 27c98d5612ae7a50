import { type AnyColumn, type SQL, sql } from 'drizzle-orm'

/** What Alpaca sent for one thing: an object, always. */
export type Payload = Record<string, unknown>

/** The payload of a row, which may hold personal data: null unless it is asked for. */
export const payloadWhen = (isAsked: boolean, column: AnyColumn): SQL<Payload | null> =>
  isAsked ? sql`${column}` : sql`null`
