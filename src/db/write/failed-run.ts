import { type SQL, sql } from 'drizzle-orm'
import { alpacaAccounts, syncRuns, syncState } from '../schema'

/** A run that failed before Alpaca said which account it is for, or before it knew whether it had the lease. */
export interface EarlyFailure {
  runId: string
  label: string
  trigger: string
  scope: string
  startedAt: Date
  finishedAt: Date
  errorCode: string
  errorMessage: string
}

/**
 * Writes down such a run, and the error with the account that had the label last, if there is one. Should the run have
 * begun without hearing of it, its row says so now, and its lease is given back.
 */
export function recordEarlyFailure(failure: EarlyFailure): SQL {
  const isOurs = sql`coalesce(lease_holder = ${failure.runId}::uuid, false)`
  const finishedAt = sql`${failure.finishedAt.toISOString()}::timestamptz`
  return sql`with account as (select account_id from ${alpacaAccounts} where label = ${failure.label}),
    state as (
      update ${syncState} set last_error_at = ${finishedAt}, last_error_code = ${failure.errorCode},
        last_error = ${failure.errorMessage}, lease_expires_at = case when ${isOurs} then null else lease_expires_at end,
        lease_holder = case when ${isOurs} then null else lease_holder end
      where account_id = (select account_id from account) or ${isOurs}
    )
    insert into ${syncRuns} (id, account_id, label, trigger, scope, status, started_at, finished_at, error_code, error_message)
    values (${failure.runId}::uuid, (select account_id from account), ${failure.label}, ${failure.trigger},
      ${failure.scope}, 'failed', ${failure.startedAt.toISOString()}::timestamptz, ${finishedAt},
      ${failure.errorCode}, ${failure.errorMessage})
    on conflict (id) do update set status = excluded.status, finished_at = excluded.finished_at,
      error_code = excluded.error_code, error_message = excluded.error_message`
}
