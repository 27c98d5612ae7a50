import { type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import {
  accountStops,
  alpacaAccountKeys,
  alpacaAccounts,
  type QUEUE_JOBS,
  syncQueue,
  syncState,
} from '../schema'

/** The job that a message of the queue asks for. */
export type QueueJob = (typeof QUEUE_JOBS)[number]

/** A mark: the name of an account, which is its id or the label of a new one, and the job. */
export const queuedRow = z.object({ name: z.string(), job: z.enum(['tick', 'reread', 'rebuild']) })

export type QueuedRow = z.infer<typeof queuedRow>

/** How long a mark keeps a second message of the same job out of the queue. */
const MARKED_MINUTES = 15

/**
 * Marks the job of each account, and returns a `queuedRow` for each that had no fresh mark. A sync
 * is for accounts that have keys and are not stopped. The nightly `reread` becomes a `rebuild` for
 * the others, whose ledger is proved without Alpaca. Old marks of other names are deleted: a message
 * that named a new account by its label may be lost.
 *
 * @param configured labels whose keys are in the settings
 */
export function markQueued(job: 'tick' | 'reread', configured: readonly string[]): SQL {
  const isStopped = (accountId: SQL, label: SQL) => sql`exists (select from ${accountStops} s
    where s.alpaca_account_id = ${accountId} or (s.skips_label and s.label = ${label}))`
  return sql`with configured as (
      select label from jsonb_array_elements_text(${JSON.stringify(configured)}::jsonb) as c(label)
    ),
    accounts as (
      select a.account_id, (k.account_id is not null or a.label in (select label from configured))
        and not ${isStopped(sql`a.account_id`, sql`a.label`)} as is_synced
      from ${alpacaAccounts} a left join ${alpacaAccountKeys} k on k.account_id = a.account_id
    ),
    due as (
      select account_id as name, ${job}::text as job from accounts where is_synced
      union all
      select c.label, ${job}::text from configured c
      where not exists (select from ${alpacaAccounts} a where a.label = c.label)
        and not ${isStopped(sql`null`, sql`c.label`)}
      union all
      select account_id, 'rebuild' from accounts where not is_synced and ${job}::text = 'reread'
    ),
    forgotten as (
      delete from ${syncQueue} f where ${isStale(sql`f`)}
        and not exists (select from due d where d.name = f.account_id and d.job = f.job)
    )
    insert into ${syncQueue} as q (account_id, job) select name, job from due
    on conflict (account_id, job) do update set queued_at = now()
      where ${isStale(sql`q`)}
    returning account_id as name, job`
}

const isStale = (row: SQL): SQL =>
  sql`${row}.queued_at < now() - make_interval(mins => ${MARKED_MINUTES}::int)`

/** Marks one job of an account again, for a message that continues it. */
export const markAgain = (name: string, job: QueueJob): SQL =>
  sql`insert into ${syncQueue} (account_id, job) values (${name}, ${job})
    on conflict (account_id, job) do update set queued_at = now()`

/** Deletes the mark of a message that has arrived. */
export const deleteMark = (name: string, job: QueueJob): SQL =>
  sql`delete from ${syncQueue} where account_id = ${name} and job = ${job}`

/** Deletes the marks of messages that could not be sent. */
export const deleteMarks = (rows: readonly QueuedRow[]): SQL =>
  sql`delete from ${syncQueue} q
    using jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(name text, job text)
    where q.account_id = x.name and q.job = x.job`

/**
 * Selects `reset_at`: when Alpaca's quota of an account is reset, if the last response said that it
 * is used up. No row otherwise.
 */
export const selectQuotaReset = (name: string): SQL =>
  sql`select rate_limit_reset_at::text as reset_at from ${syncState}
    where account_id in (select a.account_id from ${alpacaAccounts} a
        where a.account_id = ${name} or a.label = ${name})
      and rate_limit_remaining = 0 and rate_limit_reset_at is not null`

/** The label of an account that a message names, or of an account whose label it is. */
export const selectLabel = (name: string): SQL =>
  sql`select a.account_id, a.label from ${alpacaAccounts} a
    where a.account_id = ${name} or a.label = ${name}`

/** Writes `sync.failed` for a run of the ledger alone. */
export const appendFailed = (accountId: string, runId: string, code: string): SQL =>
  sql`select append_event(${accountId}, 'sync.failed', ${runId}, jsonb_build_object('id', ${runId}::text,
    'status', 'failed', 'scope', 'rebuild', 'trigger', 'cron', 'code', ${code}::text))`
