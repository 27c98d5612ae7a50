import { type AnyColumn, type SQL, sql } from 'drizzle-orm'

/** The body of a CHECK that a text column holds one of the given words (a null passes, as always in SQL). */
export function oneOf(column: AnyColumn | SQL, words: readonly string[]): SQL {
  const list = words.map((word) => `'${word.replaceAll("'", "''")}'`).join(', ')
  return sql`${column} in (${sql.raw(list)})`
}

/** Whether a symbol is an option's whose root ends in a digit: an adjusted contract (src/alpaca/README.md 6). */
export const isAdjusted = (column: AnyColumn): SQL => sql`${column} ~ '[0-9]{7}[CP][0-9]{8}$'`
