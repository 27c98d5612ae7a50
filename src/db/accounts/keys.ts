import { type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import type { Account } from '../../alpaca/account'
import type { Database } from '../connection/client'
import { auditAccount } from '../overrides/actor'
import type { GroupingRules } from '../runs/lease'
import { accountStops, alpacaAccountKeys, alpacaAccounts, syncState } from '../schema'
import type { AccountName } from './stops'

/** The stored keys of an account, sealed. */
export interface StoredKeys {
  accountId: string
  label: string
  baseUrl: string
  sealedKeys: string
}

/** An account for which keys will be stored. */
export interface KeysToStore {
  account: Account
  label: string
  baseUrl: string
  sealedKeys: string
  /** Labels whose keys are in the settings. */
  configured: readonly string[]
  /** The rules for the ledger of a new account. */
  grouping: GroupingRules
}

/**
 * Why keys cannot be stored. `label_configured`: the settings have keys under the label;
 * `account_configured`: they have keys of the account, under `other`; `account_stored`: keys of the
 * account are stored under `other`; `label_taken`: the label belongs to another account.
 */
export const keysConflict = z.object({
  reason: z.enum(['label_configured', 'account_configured', 'account_stored', 'label_taken']),
  other: z.string(),
})

export type KeysConflict = z.infer<typeof keysConflict>

/** Requests that store keys go one after the other, so that two cannot take the same label. */
export const lockKeys: SQL = sql`select pg_advisory_xact_lock(hashtext('alpaca_account_keys'))`

/**
 * Selects why keys cannot be stored, as one `keysConflict`; no row if they can. A stopped account
 * without keys does not hold its label against another account.
 */
export function selectKeysConflict({ account, label, configured }: KeysToStore): SQL {
  const isConfigured = (of: SQL) => sql`${of} = any(${asArray(configured)})`
  return sql`select reason, other from (
      select 1 as place, 'label_configured' as reason, ${label}::text as other
        where ${isConfigured(sql`${label}::text`)}
      union all
      select 2, case when ${isConfigured(sql`a.label`)} then 'account_configured'
        else 'account_stored' end, a.label
      from ${alpacaAccounts} a left join ${alpacaAccountKeys} k on k.account_id = a.account_id
      where a.account_id = ${account.id} and a.label <> ${label}
        and (k.account_id is not null or ${isConfigured(sql`a.label`)})
      union all
      select 3, 'label_taken', a.label
      from ${alpacaAccounts} a left join ${alpacaAccountKeys} k on k.account_id = a.account_id
      where a.label = ${label} and a.account_id <> ${account.id} and (k.account_id is not null
        or not exists (select from ${accountStops} s where s.alpaca_account_id = a.account_id))
    ) conflicts order by place limit 1`
}

/**
 * Stores keys in place of those before, with the account's row and the state of its sync, so that
 * the account is known before its first sync. Every statement writes nothing if
 * `selectKeysConflict` finds a conflict in the same transaction.
 */
export function storeKeys(keys: KeysToStore): [SQL, SQL, SQL, SQL] {
  const { account, label, baseUrl, sealedKeys, grouping } = keys
  const isFree = sql`not exists (${selectKeysConflict(keys)})`
  const { id } = account
  return [
    // A stopped account gives its label to the new one, as after a paper reset.
    sql`update ${alpacaAccounts} set label = label || '-' || left(account_id, 8),
        succeeded_by = ${id}
      where label = ${label} and account_id <> ${id} and ${isFree}`,
    sql`insert into ${alpacaAccounts} (account_id, label, base_url, status, currency, cash, equity,
        alpaca_created_at, as_of, raw_data)
      select ${id}, ${label}, ${baseUrl}, ${account.status}, ${account.currency},
        ${account.cash}::numeric, ${account.equity}::numeric, ${account.createdAt}::timestamptz,
        now(), ${JSON.stringify(account.raw)}::jsonb
      where ${isFree}
      on conflict (account_id) do update set label = excluded.label, succeeded_by = null`,
    sql`insert into ${syncState} (account_id, ledger_engine_version, ledger_window_seconds)
      select ${id}, ${grouping.engineVersion}::int, ${grouping.windowSeconds}::int where ${isFree}
      on conflict (account_id) do nothing`,
    sql`with stored as (
        insert into ${alpacaAccountKeys} (account_id, base_url, sealed_keys)
        select ${id}, ${baseUrl}, ${sealedKeys} where ${isFree}
        on conflict (account_id) do update set base_url = excluded.base_url,
          sealed_keys = excluded.sealed_keys
        returning base_url
      )
      ${auditKeys('store_keys', { accountId: id, label }, sql`from stored`)}`,
  ]
}

/** Whether the transaction has stored these keys: false if a conflict kept them out. */
export const areStored = ({ account, sealedKeys }: KeysToStore): SQL =>
  sql`exists (select from ${alpacaAccountKeys}
    where account_id = ${account.id} and sealed_keys = ${sealedKeys})`

/** Deletes the stored keys of an account, if there are any. */
export const deleteKeys = (account: KeyedAccount): SQL =>
  sql`with deleted as (
      delete from ${alpacaAccountKeys} where account_id = ${account.accountId} returning 1
    )
    ${auditKeys('delete_keys', account, sql`from deleted`)}`

type KeyedAccount = Pick<AccountName, 'accountId' | 'label'>

/** Audits that keys were stored or deleted; nothing of the keys is in the row. */
function auditKeys(
  action: 'store_keys' | 'delete_keys',
  { accountId, label }: KeyedAccount,
  from: SQL,
): SQL {
  const named = sql`jsonb_build_object('label', ${label}::text)`
  const none = sql`null::jsonb`
  const states =
    action === 'store_keys' ? { before: none, after: named } : { before: named, after: none }
  return auditAccount({ action, accountId, ...states }, from)
}

/** Replaces a sealed text by the same keys under another secret, unless it changed meanwhile. */
export const resealKeys = ({ accountId, sealedKeys }: StoredKeys, resealed: string): SQL =>
  sql`update ${alpacaAccountKeys} set sealed_keys = ${resealed}
    where account_id = ${accountId} and sealed_keys = ${sealedKeys}`

const hostRow = z.object({ base_url: z.string() })

/** Reads the host of the keys that are stored under a label; null without any. One round trip. */
export async function readStoredHost(db: Database, label: string): Promise<string | null> {
  const { rows } = await db.execute(sql`select k.base_url from ${alpacaAccountKeys} k
    join ${alpacaAccounts} a on a.account_id = k.account_id where a.label = ${label}`)
  return z.array(hostRow).parse(rows)[0]?.base_url ?? null
}

const asArray = (texts: readonly string[]): SQL =>
  sql`array(select jsonb_array_elements_text(${JSON.stringify(texts)}::jsonb))`
