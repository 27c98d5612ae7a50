import { type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import type { Database } from '../connection/client'
import {
  accountStops,
  alpacaAccountKeys,
  alpacaAccounts,
  alpacaPositions,
  alpacaTrades,
  syncQuarantine,
  syncState,
} from '../schema'
import { runBatch } from '../statements/batch'
import type { StoredKeys } from './keys'
import type { AccountName } from './stops'

/** A label that has keys in the settings, and the host that the keys are for. */
export interface ConfiguredAccount {
  label: string
  baseUrl: string
}

const accountRow = z.object({
  label: z.string(),
  account_id: z.string().nullable(),
  status: z.string().nullable(),
  currency: z.string().nullable(),
  base_url: z.string().nullable(),
  opened_at: z.string().nullable(),
  first_synced_at: z.string().nullable(),
  succeeded_by: z.string().nullable(),
  configured: z.boolean(),
  stored_keys: z
    .object({
      accountId: z.string(),
      label: z.string(),
      baseUrl: z.string(),
      sealedKeys: z.string(),
    } satisfies Record<keyof StoredKeys, z.ZodType>)
    .nullable(),
  stopped_at: z.string().nullable(),
  erased_at: z.string().nullable(),
  running: z.boolean(),
  last_success_at: z.string().nullable(),
  open_trades: z.number(),
  open_positions: z.number(),
  quarantined: z.number(),
})

/**
 * An account of the list: stored, configured, or erased. Moments are in Postgres' text form.
 * `stored_keys` is only for checking that they open.
 */
export type AccountRow = z.infer<typeof accountRow>

/** A filter of accounts and a page of the list. */
export interface AccountPage {
  /** Id or label. */
  account?: string | undefined
  /** The label of the previous page's last account. */
  after?: string | undefined
  limit: number
}

/**
 * Lists accounts by label: stored accounts, and configured ones that were never synced or were
 * erased. One round trip.
 */
export async function listAccounts(
  db: Database,
  configured: readonly ConfiguredAccount[],
  { account, after, limit }: AccountPage,
): Promise<AccountRow[]> {
  const named =
    account === undefined ? sql`true` : sql`(n.label = ${account} or n.account_id = ${account})`
  const where = sql`${named}
    and ${after === undefined ? sql`true` : sql`n.label collate "C" > ${after}`}`
  const [rows] = await runBatch(db, selectAccounts(configured, KNOWN, where, limit))
  return z.array(accountRow).parse(rows)
}

/**
 * Reads one account as the list shows it, including an erased account without keys. One round trip.
 */
export async function readAccount(
  db: Database,
  configured: readonly ConfiguredAccount[],
  name: AccountName,
): Promise<AccountRow> {
  const { label, accountId } = name
  const erased = sql`${ERASED} and s.alpaca_account_id is not distinct from ${accountId}::text`
  const from = sql`${KNOWN} union all ${erased}`
  const [rows] = await runBatch(db, selectAccounts(configured, from, sql`n.label = ${label}`, 1))
  return z.array(accountRow).parse(rows)[0] ?? forgotten(name)
}

/** An erased account that has no keys and was resumed: only its name is known. */
const forgotten = ({ label, accountId }: AccountName): AccountRow => ({
  label,
  account_id: accountId,
  status: null,
  currency: null,
  base_url: null,
  opened_at: null,
  first_synced_at: null,
  succeeded_by: null,
  configured: false,
  stored_keys: null,
  stopped_at: null,
  erased_at: null,
  running: false,
  last_success_at: null,
  open_trades: 0,
  open_positions: 0,
  quarantined: 0,
})

const nameRow = z.object({ label: z.string(), account_id: z.string().nullable() })

/**
 * Finds the account, erased account or configured label that an id or a label names; null when
 * there is none. One round trip.
 */
export async function findAccount(
  db: Database,
  configured: readonly ConfiguredAccount[],
  name: string,
): Promise<AccountName | null> {
  const known = sql`select label, account_id from named
    where label = ${name} or account_id = ${name}
    order by place, account_id is not distinct from ${name} desc, erased_at desc limit 1`
  const [rows] = await runBatch(
    db,
    sql`with ${CONFIGURED(configured)},
      named as (
        select 1 as place, n.* from (${STORED}) n union all select 2, n.* from (${UNSTORED}) n
        union all select 3, n.* from (${ERASED}) n
      ) ${known}`,
  )
  const [row] = z.array(nameRow).parse(rows)
  if (!row) return null
  const { label, account_id: accountId } = row
  return { label, accountId, configured: configured.some((one) => one.label === label) }
}

const CONFIGURED = (configured: readonly ConfiguredAccount[]): SQL =>
  sql`configured as (select * from jsonb_to_recordset(${labelsAndHosts(configured)}::jsonb)
    as c(label text, base_url text))`

/** Copies the two fields alone: the settings hold the keys beside them. */
const labelsAndHosts = (configured: readonly ConfiguredAccount[]): string =>
  JSON.stringify(configured.map(({ label, baseUrl }) => ({ label, base_url: baseUrl })))

/** Stored accounts. */
const STORED = sql`select a.label, a.account_id, a.status, a.currency, a.base_url,
    a.alpaca_created_at as opened_at, a.created_at as first_synced_at, a.succeeded_by,
    null::timestamptz as erased_at
  from ${alpacaAccounts} a`

/** Configured labels without a stored account: never synced, or erased. */
const UNSTORED = sql`select c.label, s.alpaca_account_id, null, null, c.base_url, null::timestamptz,
    null::timestamptz, null, s.erased_at
  from configured c left join lateral (
    select s.alpaca_account_id, s.erased_at from ${accountStops} s
    where s.label = c.label and s.skips_label
    order by s.erased_at desc nulls last limit 1
  ) s on true
  where not exists (select from ${alpacaAccounts} a where a.label = c.label)`

/** Erased accounts without keys. */
const ERASED = sql`select s.label, s.alpaca_account_id, null, null, null, null::timestamptz,
    null::timestamptz, null, s.erased_at
  from ${accountStops} s
  where s.erased_at is not null and s.label not in (select label from configured)
    and not exists (select from ${alpacaAccounts} a where a.account_id = s.alpaca_account_id)`

const KNOWN = sql`${STORED} union all ${UNSTORED}`

const countOf = (table: SQL): SQL => sql`(select count(*)::int from ${table})`

/**
 * The page is cut before its rows are counted. Every count reads a partial index, whose size does
 * not grow with history.
 */
function selectAccounts(
  configured: readonly ConfiguredAccount[],
  from: SQL,
  where: SQL,
  limit: number,
): SQL {
  const own = sql`x where x.account_id = n.account_id`
  return sql`with ${CONFIGURED(configured)},
    page as (select * from (${from}) n where ${where} order by n.label collate "C"
      limit ${limit}::int)
    select n.label, n.account_id, n.status, n.currency, n.base_url, n.opened_at::text,
      n.first_synced_at::text, n.succeeded_by, n.erased_at::text,
      n.label in (select label from configured) or k.account_id is not null as configured,
      case when n.label not in (select label from configured) and k.account_id is not null
        then jsonb_build_object('accountId', k.account_id, 'label', n.label,
          'baseUrl', k.base_url, 'sealedKeys', k.sealed_keys) end as stored_keys,
      (select min(s.stopped_at)::text from ${accountStops} s
        where s.alpaca_account_id = n.account_id
          or (s.skips_label and s.label = n.label)) as stopped_at,
      coalesce(s.lease_holder is not null and s.lease_expires_at > now(), false) as running,
      s.last_success_at::text,
      ${countOf(sql`${alpacaTrades} ${own} and x.status in ('open', 'partial')`)} as open_trades,
      ${countOf(sql`${alpacaPositions} ${own} and x.is_open`)} as open_positions,
      ${countOf(sql`${syncQuarantine} ${own} and x.healed_at is null`)} as quarantined
    from page n left join ${syncState} s on s.account_id = n.account_id
      left join ${alpacaAccountKeys} k on k.account_id = n.account_id
    order by n.label collate "C"`
}
