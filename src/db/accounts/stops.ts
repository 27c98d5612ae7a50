import { type SQL, sql } from 'drizzle-orm'
import { auditAccount } from '../overrides/actor'
import { accountStops, syncState } from '../schema'

/** The SQLSTATE that the start of a run gets when its account is stopped. */
export const ACCOUNT_STOPPED = 'LB003'

/** The SQLSTATE that work on an account's ledger gets when the account was erased. */
export const ACCOUNT_ERASED = 'LB004'

/** An account as its stops name it. */
export interface AccountName {
  label: string
  /** Alpaca's id; null for a label that was never synced. */
  accountId: string | null
  /** Whether the label has keys: then a sync skips it without asking Alpaca whose keys they are. */
  configured: boolean
}

/** What makes a stop unique: the arbiter of its upserts. */
export const STOP_KEY = sql`(label, coalesce(alpaca_account_id, ''))`

/** Raises `ACCOUNT_STOPPED` when the account, or the label that it is synced under, is stopped. */
export const assertNotStopped = (accountId: string, label: string): SQL =>
  sql`select assert_account_not_stopped(${accountId}::text, ${label}::text)`

/** Raises `ACCOUNT_ERASED` when the account has no row. */
export const assertExists = (accountId: string): SQL =>
  sql`select assert_account_exists(${accountId}::text)`

/** Stops an account; an audited change the first time, no change after that. */
export function stopAccount({ label, accountId, configured }: AccountName): SQL {
  const row = { action: 'stop', accountId, before: sql`null::jsonb` } as const
  const after = sql`jsonb_build_object('label', ${label}::text)`
  return sql`with stopped as (
      insert into ${accountStops} as s (label, alpaca_account_id, skips_label)
      values (${label}, ${accountId}, ${configured})
      on conflict ${STOP_KEY} do update set skips_label = true
        where excluded.skips_label and not s.skips_label
      returning label
    )
    ${auditAccount({ ...row, after }, sql`from stopped`)}`
}

/** Stops a label whose keys turned out to be those of an account that is stopped under another label. */
export function stopLabelOf(accountId: string, label: string): SQL {
  return sql`insert into ${accountStops} (label, alpaca_account_id, skips_label, stopped_at, erased_at, lease_token)
    select ${label}, alpaca_account_id, true, stopped_at, erased_at, lease_token from ${accountStops}
    where alpaca_account_id = ${accountId} order by lease_token desc nulls last limit 1
    on conflict ${STOP_KEY} do update set skips_label = true`
}

/**
 * Takes back every stop of an account. An erased account gets its lease token back: a run that began before the erase and
 * still lives has an older one, and can write nothing.
 */
export function resumeAccount({ label, accountId }: AccountName): SQL {
  const row = { action: 'resume', accountId, after: sql`null::jsonb` } as const
  const before = sql`jsonb_build_object('label', ${label}::text)`
  return sql`with taken_back as (
      delete from ${accountStops} where alpaca_account_id = ${accountId}::text
        or (label = ${label} and (skips_label or alpaca_account_id is null))
      returning alpaca_account_id, lease_token
    ),
    tokens as (
      insert into ${syncState} (account_id, lease_token)
      select alpaca_account_id, max(lease_token) from taken_back
      where alpaca_account_id is not null and lease_token is not null group by 1
      on conflict (account_id) do nothing
    )
    ${auditAccount({ ...row, before }, sql`where exists (select from taken_back)`)}`
}
