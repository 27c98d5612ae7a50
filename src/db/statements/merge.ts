import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import { recordset } from './recordset'

/**
 * How rows of one table are brought up to date. In its SQL `i` is the incoming row, with the table's property names as
 * quoted columns, and `o` the stored one.
 */
export interface MergePlan {
  table: PgTable
  /** The properties that identify a row. */
  key: readonly string[]
  /** The properties that a payload decides: compared, inserted, updated. */
  columns: readonly string[]
  /** The properties that are written with the others, but are no reason to write. */
  uncompared?: readonly string[]
  /** The properties that are set when a row is new, and never again. */
  insertOnly?: readonly string[]
  /** What is written where that is not simply the incoming value. */
  values?: Record<string, SQL>
  /** Joined to the incoming rows, for `values` and `extra`. */
  join?: SQL
  /** When a stored row stays as it is although the incoming one differs. */
  keep?: SQL
  /**
   * Which rows that came up since `changed` was read may be overwritten, by the table's own columns; rows that another account wrote at
   * the same time are none. `written` then holds the keys of what was written.
   */
  overwrites?: SQL
  /** A condition on the whole statement. */
  only?: SQL
  /** More columns of the CTE `changed`, for the statements that follow from a change. */
  extra?: SQL
}

const ident = (name: string) => sql.identifier(name)
const list = (items: SQL[]) => sql.join(items, sql`, `)

/**
 * The CTEs `incoming`, `changed` and `written`: insert what is new, update what differs, and touch nothing else (not
 * even with a row lock). `changed` holds the rows that were written, with `is_new`. The caller must be the account's
 * only writer, which the lease makes sure of.
 */
export function mergeRows(rows: readonly object[], plan: MergePlan): SQL {
  const all = getTableColumns(plan.table)
  const insertOnly = plan.insertOnly ?? []
  const payload = [...plan.columns, ...(plan.uncompared ?? [])]
  const own = [...plan.key, ...payload]
  const columns = Object.fromEntries([...own, ...insertOnly].map((key) => [key, column(all, key)]))
  const names = (keys: readonly string[]) => keys.map((key) => ident(column(all, key).name))
  const stored = (key: string) => sql`o.${ident(column(all, key).name)}`
  const incoming = (key: string) => plan.values?.[key] ?? sql`i.${ident(key)}`
  const onKey = plan.key.map((key) => sql`${stored(key)} = i.${ident(key)}`)
  const keys = names(plan.key).map((name) => sql`${name}`)
  const isNew = sql`${stored(plan.key[0] ?? '')} is null`
  return sql`incoming as (select * from ${recordset(rows, columns)}),
    changed as (
      select ${list([...own, ...insertOnly].map((key) => sql`${incoming(key)} as ${ident(key)}`))},
        ${isNew} as is_new ${plan.extra ? sql`, ${plan.extra}` : sql``}
      from incoming i left join ${plan.table} o on ${sql.join(onKey, sql` and `)} ${plan.join ?? sql``}
      where ${plan.only ?? sql`true`} and (${isNew} or (
        not coalesce(${plan.keep ?? sql`false`}, false)
        and (${list(plan.columns.map(incoming))}) is distinct from (${list(plan.columns.map(stored))})))
    ),
    written as (
      insert into ${plan.table} (${list(names([...own, ...insertOnly]).map((name) => sql`${name}`))})
      select ${list([...own, ...insertOnly].map((key) => sql`${ident(key)}`))} from changed
      on conflict (${list(keys)}) do update set
      ${list(names(payload).map((name) => sql`${name} = excluded.${name}`))}
      ${plan.overwrites ? sql`where ${plan.overwrites} returning ${list(keys)}` : sql``}
    )`
}

/**
 * That a stored row `o` is not among the incoming ones, by columns that are never null. `not in`, because Postgres looks its
 * list up by hash: it takes `incoming` for a hundred rows, and with `not exists` would read all of them for each stored row.
 */
export function isNotIncoming(columns: readonly string[], keys: readonly string[]): SQL {
  const stored = columns.map((name) => sql`o.${ident(name)}`)
  const incoming = keys.map((key) => sql`i.${ident(key)}`)
  return sql`(${list(stored)}) not in (select ${list(incoming)} from incoming i)`
}

function column(all: Record<string, PgColumn>, key: string): PgColumn {
  const found = all[key]
  if (!found) throw new Error(`no such column: ${key}`)
  return found
}

/** How many rows of `changed` were inserted and updated, as columns. */
export const insertedAndUpdated = sql`count(*) filter (where is_new)::int as inserted,
  count(*) filter (where not is_new)::int as updated`

/** The same as a statement. */
export const selectMergeCounts = sql`select ${insertedAndUpdated} from changed`
