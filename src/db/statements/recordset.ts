import { type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'

// jsonb refuses NUL and lone surrogates; one such character in a payload must not lose the page it came in.
const UNSTORABLE = /\\u0000|\\ud[89a-f]/i

/** JSON text that a jsonb column takes, whatever text the payload holds. */
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
 * A row without its nulls: an absent key is null as well, and reading the JSON is half of what storing a row costs.
 */
function withoutNulls(row: object): Record<string, unknown> {
  const values: Record<string, unknown> = { ...row }
  for (const key in values) if (values[key] === null) values[key] = undefined
  return values
}

/**
 * Rows as one parameter: `json_to_recordset` with the types of the columns that the keys name. Text, because jsonb would first sort the
 * keys of what is then taken apart.
 */
export function recordset(rows: readonly object[], columns: Record<string, PgColumn>): SQL {
  const shape = Object.entries(columns).map(
    ([key, column]) => sql`${sql.identifier(key)} ${sql.raw(column.getSQLType())}`,
  )
  const text = jsonText(rows.map(withoutNulls))
  return sql`json_to_recordset(${text}::json) as r(${sql.join(shape, sql`, `)})`
}
