import { type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'

// jsonb refuses NUL and lone surrogates. One such character in a payload must not lose its page.
const UNSTORABLE = /\\u0000|\\ud[89a-f]/i

/**
 * Serialises a value to JSON that a jsonb column accepts. NUL characters and lone surrogates become
 * U+FFFD.
 *
 * @example jsonText({ note: 'a\0b' }) // '{"note":"a\ufffdb"}'
 */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value)
  return UNSTORABLE.test(text) ? JSON.stringify(storable(value)) : text
}

function storable(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value)
  if (Array.isArray(value)) return value.map(storable)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [storableText(key), storable(item)]),
  )
}

const storableText = (text: string) => text.toWellFormed().replaceAll('\0', '\ufffd')

/**
 * Leaves out nulls: a missing key reads as null too, and parsing the JSON is half of the cost of
 * storing a row.
 */
function withoutNulls(row: object): Record<string, unknown> {
  const values: Record<string, unknown> = { ...row }
  for (const key in values) if (values[key] === null) values[key] = undefined
  return values
}

/**
 * Rows as one JSON parameter in a `from` clause: `json_to_recordset` with the types of the given
 * columns. The keys of `columns` are the properties of the rows and the names of the result's
 * columns. The parameter is json, not jsonb, because jsonb sorts the keys first.
 *
 * @example sql`select i."tradeId" from ${recordset(rows, { tradeId: alpacaTrades.tradeId })} i`
 */
export function recordset(rows: readonly object[], columns: Record<string, PgColumn>): SQL {
  const shape = Object.entries(columns).map(
    ([key, column]) => sql`${sql.identifier(key)} ${sql.raw(column.getSQLType())}`,
  )
  const text = jsonText(rows.map(withoutNulls))
  return sql`json_to_recordset(${text}::json) as r(${sql.join(shape, sql`, `)})`
}
