import { type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import { alpacaAccounts, syncRuns, syncState } from '../schema'
import { isOneOfWords } from '../schema/columns'
import { SYNC_SCOPES } from '../schema/sync'

/** A run that failed before its account was known, or before it knew whether it held the lease. */
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

/** The account of such a run, if it is known, and its failed runs in a row. */
export const earlyFailureRow = z.object({
  account_id: z.string().nullable(),
  failing_runs: z.number().nullable(),
})

/**
 * Inserts such a run, and records the error with the account that had the label last, if any.
 * Without an account, the run's report counts the failed syncs of the label. If the run had begun
 * although it got no answer, its row is updated and its lease released. Returns one
 * `earlyFailureRow`.
 */
export function recordEarlyFailure(failure: EarlyFailure): SQL {
  const isOurs = sql`coalesce(lease_holder = ${failure.runId}::uuid, false)`
  const finishedAt = sql`${failure.finishedAt.toISOString()}::timestamptz`
  const startedAt = sql`${failure.startedAt.toISOString()}::timestamptz`
  const isSync = isOneOfWords(sql`${failure.scope}::text`, SYNC_SCOPES)
  return sql`with account as (select account_id from ${alpacaAccounts}
    where label = ${failure.label}),
    state as (
      update ${syncState} set last_error_at = ${finishedAt}, last_error_code = ${failure.errorCode},
        last_error = ${failure.errorMessage},
        failing_runs = failing_runs + case when ${isSync} then 1 else 0 end,
        failing_since = case when ${isSync} then coalesce(failing_since, ${startedAt})
          else failing_since end,
        lease_expires_at = case when ${isOurs} then null else lease_expires_at end,
        lease_holder = case when ${isOurs} then null else lease_holder end
      where account_id = (select account_id from account) or ${isOurs}
      returning failing_runs
    ),
    before as (
      select (report ->> 'failed_runs')::int as runs, report ->> 'failing_since' as since
      from ${syncRuns}
      where account_id is null and label = ${failure.label} order by created_at desc limit 1
    )
    insert into ${syncRuns} (id, account_id, label, trigger, scope, status, started_at, finished_at,
      error_code, error_message, report)
    select ${failure.runId}::uuid, a.account_id, ${failure.label}, ${failure.trigger},
      ${failure.scope}, 'failed',
      ${startedAt}, ${finishedAt}, ${failure.errorCode}, ${failure.errorMessage},
      case when a.account_id is null then jsonb_build_object(
        'failed_runs', coalesce((select runs from before), 0) + 1,
        'failing_since', coalesce((select since from before)::timestamptz, ${startedAt})) end
    from (select 1) one left join account a on true
    on conflict (id) do update set status = excluded.status, finished_at = excluded.finished_at,
      error_code = excluded.error_code, error_message = excluded.error_message
    returning account_id, (select failing_runs from state) as failing_runs`
}
