import { type SQL, sql } from 'drizzle-orm'
import { auditLog } from '../schema'

/** The client that requests a change. */
export interface Actor {
  /** The name of the token. */
  name: string
  /** The first digits of the token's SHA-256. */
  tokenFingerprint: string
  requestId: string
}

/**
 * The first statement of an audited transaction: sets the actor of every row that the transaction
 * writes to `audit_log`. The setting ends with the transaction.
 */
export const actAs = ({ name, tokenFingerprint, requestId }: Actor): SQL =>
  sql`select set_config('legbook.actor', ${name}::text, true),
    set_config('legbook.token_fingerprint', ${tokenFingerprint}::text, true),
    set_config('legbook.request_id', ${requestId}::text, true)`

/** A change of an account's state. */
export interface AccountAction {
  action: 'stop' | 'resume' | 'erase' | 'store_keys' | 'delete_keys'
  /** Alpaca's id; null for a label that was never synced. */
  accountId: string | null
  before: SQL
  after: SQL
}

/**
 * Inserts one row for an account into `audit_log`, by the actor that `actAs` set.
 *
 * @param from the rest of the select, which yields one row when there is a change to audit, else
 * none.
 */
export const auditAccount = ({ action, accountId, before, after }: AccountAction, from: SQL): SQL =>
  sql`insert into ${auditLog} (actor, token_fingerprint, request_id, action, account_id, before,
    after)
    select nullif(current_setting('legbook.actor', true), ''),
      nullif(current_setting('legbook.token_fingerprint', true), ''),
      nullif(current_setting('legbook.request_id', true), ''),
      ${action}::text, ${accountId}::text, ${before}, ${after} ${from}`
