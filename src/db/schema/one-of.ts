import { type AnyColumn, type SQL, sql } from 'drizzle-orm'

/** The body of a CHECK that a text column holds one of the given words (a null passes, as always in SQL). */
export function oneOf(column: AnyColumn, words: readonly string[]): SQL {
  const list = words.map((word) => `'${word.replaceAll("'", "''")}'`).join(', ')
  return sql`${column} in (${sql.raw(list)})`
}
