import { type SQL, sql } from 'drizzle-orm'
import { eventCounters } from '../schema'

/** An expression of the last sequence number of an account; 0 before its first event. */
export const lastSeqOf = (accountId: string): SQL =>
  sql`coalesce((select last_seq from ${eventCounters}
    where account_id = ${accountId}), 0)::float8`

/** Selects the last sequence number of an account, as `seq`. */
export const selectLastSeq = (accountId: string): SQL => sql`select ${lastSeqOf(accountId)} as seq`
