import { type SQL, sql } from 'drizzle-orm'
import type { AccountId } from '../../alpaca/account'
import { auditAccount } from '../overrides/actor'
import { accountStops, syncState } from '../schema'

/** The SQLSTATE of starting a run for a stopped account. */
export const ACCOUNT_STOPPED = 'LB003'

/** The SQLSTATE of working on the ledger of an erased account. */
export const ACCOUNT_ERASED = 'LB004'

/** The name of an account that is stopped, resumed or erased. */
export interface AccountName {
  label: string
  /** Alpaca's id; null for a label that was never synced. */
  accountId: string | null
  /**
   * Whether the label has keys in the settings. Then a sync skips the label without asking Alpaca
   * for its account.
   */
  configured: boolean
}

/** The unique key of a stop, for its upserts. */
export const STOP_KEY = sql`(label, coalesce(alpaca_account_id, ''))`

/** Raises `ACCOUNT_STOPPED` when the account, or the label that it is synced under, is stopped. */
export const assertNotStopped = (accountId: AccountId, label: string): SQL =>
  sql`select assert_account_not_stopped(${accountId}::text, ${label}::text)`

/** Raises `ACCOUNT_ERASED` when the account has no row. */
export const assertExists = (accountId: string): SQL =>
  sql`select assert_account_exists(${accountId}::text)`

/** Stops an account. Only the first stop writes and is audited. */
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

/** Stops a label whose keys belong to an account that is stopped under another label. */
export function stopLabelOf(accountId: AccountId, label: string): SQL {
  return sql`insert into ${accountStops} (label, alpaca_account_id, skips_label, stopped_at,
    erased_at, lease_token)
    select ${label}, alpaca_account_id, true, stopped_at, erased_at, lease_token
    from ${accountStops}
    where alpaca_account_id = ${accountId} order by lease_token desc nulls last limit 1
    on conflict ${STOP_KEY} do update set skips_label = true`
}

/**
 * Deletes every stop of an account. An erased account gets its lease token back: a run that began
 * before the erase has an older token and can write nothing.
 *
 * @param only a condition without which nothing is deleted
 */
export function resumeAccount(
  { label, accountId }: Pick<AccountName, 'label' | 'accountId'>,
  only: SQL = sql`true`,
): SQL {
  const row = { action: 'resume', accountId, after: sql`null::jsonb` } as const
  const before = sql`jsonb_build_object('label', ${label}::text)`
  return sql`with taken_back as (
      delete from ${accountStops} where (alpaca_account_id = ${accountId}::text
          or (label = ${label} and (skips_label or alpaca_account_id is null)))
        and ${only}
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
