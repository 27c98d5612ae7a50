import { type SQL, sql } from 'drizzle-orm'

/**
 * A condition that a column is one of some underlyings. A single underlying is compared with `=`,
 * so that the planner can read an index in order.
 */
export function isOneOf(column: SQL, underlyings: readonly string[]): SQL {
  const [only] = underlyings
  if (only !== undefined && underlyings.length === 1) return sql`${column} = ${only}`
  const names = underlyings.map((name) => sql`${name}`)
  return sql`${column} in (${sql.join(names, sql`, `)})`
}
