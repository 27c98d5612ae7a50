import { type SQL, sql } from 'drizzle-orm'

/** Who asks for a change. */
export interface Actor {
  /** The name of the token. */
  name: string
  /** The first digits of the token's SHA-256. */
  tokenFingerprint: string
  requestId: string
}

/**
 * The first statement of a transaction that changes overrides: tells the trigger which writes `audit_log` who it is. It is
 * forgotten with the transaction.
 */
export const actAs = ({ name, tokenFingerprint, requestId }: Actor): SQL =>
  sql`select set_config('legbook.actor', ${name}::text, true),
    set_config('legbook.token_fingerprint', ${tokenFingerprint}::text, true),
    set_config('legbook.request_id', ${requestId}::text, true)`
