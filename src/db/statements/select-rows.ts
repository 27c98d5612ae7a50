import { type GetColumnData, is, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { PgColumn } from 'drizzle-orm/pg-core'
import type { Database } from '../connection/client'

/** The payload that Alpaca sent for one order, position or activity: always a JSON object. */
export type Payload = Record<string, unknown>

/** The column of a payload when it is asked for, else null: a payload may hold personal data. */
export const payloadWhen = (isAsked: boolean, column: PgColumn): SQL<Payload | null> =>
  isAsked ? sql`${column}` : sql`null`

type Selected = PgColumn | SQL

type Named<Columns extends Record<string, Selected>> = {
  [Name in keyof Columns]: SQL.Aliased<
    Columns[Name] extends PgColumn
      ? GetColumnData<Columns[Name]>
      : Columns[Name] extends SQL<infer Value>
        ? Value
        : never
  >
}

/** Drizzle's column types whose values are what Neon's driver returns. */
const DECODED_BY_DRIVER = new Set([
  'PgArray',
  'PgBoolean',
  'PgDateString',
  'PgInteger',
  'PgJsonb',
  'PgNumeric',
  'PgText',
  'PgTimestampString',
  'PgUUID',
])

/**
 * The columns of a query for `readRows`: each is selected under its property's name, such as
 * `"submitted_at" as "submittedAt"`.
 *
 * @throws Error when Drizzle would decode a column further than Neon's driver does, a bigint say.
 */
export function named<Columns extends Record<string, Selected>>(columns: Columns): Named<Columns> {
  const aliased = Object.entries(columns).map(([name, column]) => {
    if (is(column, PgColumn) && !DECODED_BY_DRIVER.has(column.columnType))
      throw new Error(`the column ${column.name} needs Drizzle's decoder (${column.columnType})`)
    return [name, sql`${column}`.as(name)]
  })
  return Object.fromEntries(aliased) as Named<Columns>
}

/**
 * Runs a select of `named` columns and returns `{ rows }` as Neon's driver made them. Drizzle's own
 * mapping looks up a decoder for each cell, which costs a page of 100 orders most of its CPU time.
 */
export const readRows = <Row extends Record<string, unknown>>(
  db: Database,
  query: SQLWrapper & { readonly _: { readonly result: Row[] } },
) => db.execute<Row>(query)
