import { type SQL, sql } from 'drizzle-orm'

/** A timestamptz as whole microseconds since 1970, exact in a double. */
export const micros = (moment: SQL): SQL => sql`(extract(epoch from ${moment}) * 1000000)::float8`
