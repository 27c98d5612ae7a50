import { getTableColumns, getTableName, is, type SQL, sql } from 'drizzle-orm'
import { PgTable } from 'drizzle-orm/pg-core'
import { auditAccount } from '../overrides/actor'
import * as schema from '../schema'
import { type AccountName, STOP_KEY } from './stops'

const { accountStops, auditLog, idempotencyKeys, syncRuns } = schema

const tables: unknown[] = Object.values(schema)

/**
 * The tables whose rows belong to an account: all with its id, except the audit log, which is never
 * deleted.
 */
const OWN_TABLES = tables.filter(
  (table): table is PgTable =>
    is(table, PgTable) && table !== auditLog && 'accountId' in getTableColumns(table),
)

/** The names of the tables that an erase deletes an account's rows from. */
export const ERASED_TABLES: readonly string[] = [...OWN_TABLES, idempotencyKeys].map(
  (table: PgTable) => getTableName(table),
)

/** The number of rows that an erase deleted, by the table's name. */
export type ErasedRows = Record<string, number>

/**
 * One statement that deletes every row of an account, leaves the account stopped and audits the
 * erase. Returns one row with `rows`: an `ErasedRows`. Runs that failed before their account was
 * known belong to its label. Answers kept for an `Idempotency-Key` belong to the account when they
 * contain its id.
 *
 * @param token the lease under which the account is erased; null when it was never synced.
 */
export function eraseRows(
  { label, accountId, configured }: AccountName,
  token: number | null,
): SQL {
  const isOurs = (table: PgTable): SQL => {
    if (table === idempotencyKeys)
      return sql`(position(${accountId}::text in response_body) > 0
        or position(${accountId}::text in effect::text) > 0)`
    const owned = sql`account_id = ${accountId}::text`
    return table === syncRuns ? sql`(${owned} or (account_id is null and label = ${label}))` : owned
  }
  const name = (table: PgTable) => sql.identifier(`erased_${getTableName(table)}`)
  const emptied: PgTable[] = [...OWN_TABLES, idempotencyKeys]
  const deletes = emptied.map(
    (table) => sql`${name(table)} as (delete from ${table} where ${isOurs(table)} returning 1)`,
  )
  const counts = emptied.map(
    (table) => sql`${getTableName(table)}::text, (select count(*)::int from ${name(table)})`,
  )
  const before = sql`jsonb_build_object('label', ${label}::text,
    'rows', jsonb_build_object(${sql.join(counts, sql`, `)}))`
  const row = { action: 'erase', accountId, before, after: sql`null::jsonb` } as const
  return sql`with ${sql.join(deletes, sql`, `)},
    stopped as (
      insert into ${accountStops} as s (label, alpaca_account_id, skips_label, erased_at,
        lease_token)
      values (${label}, ${accountId}, ${configured}, now(), ${token}::bigint)
      on conflict ${STOP_KEY} do update set skips_label = s.skips_label or excluded.skips_label,
        erased_at = excluded.erased_at, lease_token = coalesce(excluded.lease_token, s.lease_token)
    )
    ${auditAccount(row, sql``)} returning before -> 'rows' as rows`
}

/**
 * The erase that this transaction has audited, as jsonb `{rows}`. Its row is the last erase in the
 * audit log.
 */
export const erasedInTransaction: SQL = sql`(select jsonb_build_object('rows', before -> 'rows')
  from ${auditLog} where action = 'erase' order by id desc limit 1)`
