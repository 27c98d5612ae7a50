import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import { recordset } from './recordset'

/**
 * How incoming rows update one table. In its SQL, `i` is the incoming row, whose columns are the
 * table's property names in quotes, and `o` is the stored row.
 */
export interface MergePlan {
  table: PgTable
  /** The properties that identify a row. */
  key: readonly [string, ...string[]]
  /** The properties that are compared, inserted and updated. */
  columns: readonly string[]
  /**
   * The properties that are written with the others but not compared: a difference in them alone
   * writes nothing.
   */
  uncompared?: readonly string[]
  /** The properties that are written when a row is inserted, and never updated. */
  insertOnly?: readonly string[]
  /** Expressions that replace the incoming value of a property. */
  values?: Record<string, SQL>
  /** A join to the incoming rows, for `values` and `extra`. */
  join?: SQL
  /** A condition under which a differing row keeps its stored values. */
  keep?: SQL
  /**
   * A condition, on the table's own columns, under which a row that another transaction inserted
   * meanwhile may be overwritten. It excludes rows of another account. With it, `written` returns
   * the keys of the rows that were written.
   */
  overwrites?: SQL
  /** A condition on the whole statement. */
  only?: SQL
  /** Further columns of the CTE `changed`, for statements that use it. */
  extra?: SQL
}

const ident = (name: string) => sql.identifier(name)
const list = (items: SQL[]) => sql.join(items, sql`, `)

/**
 * The CTEs `incoming`, `changed` and `written`: insert new rows, update rows that differ, and leave
 * all other rows untouched and unlocked. `changed` holds the rows to write, with `is_new`. Requires
 * that the caller is the account's only writer, which the lease guarantees.
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
  const isNew = sql`${stored(plan.key[0])} is null`
  return sql`incoming as (select * from ${recordset(rows, columns)}),
    changed as (
      select ${list([...own, ...insertOnly].map((key) => sql`${incoming(key)} as ${ident(key)}`))},
        ${isNew} as is_new ${plan.extra ? sql`, ${plan.extra}` : sql``}
      from incoming i left join ${plan.table} o
        on ${sql.join(onKey, sql` and `)} ${plan.join ?? sql``}
      where ${plan.only ?? sql`true`} and (${isNew} or (
        not coalesce(${plan.keep ?? sql`false`}, false)
        and (${list(plan.columns.map(incoming))}) is distinct
        from (${list(plan.columns.map(stored))})))
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
 * A condition that a stored row `o` is not among the incoming rows, compared by columns that are
 * never null. It uses `not in`, which Postgres hashes. With `not exists` the planner, which expects
 * a hundred rows in `incoming`, would scan them for each stored row.
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

/** The columns `inserted` and `updated`: the number of rows of `changed`. */
export const insertedAndUpdated = sql`count(*) filter (where is_new)::int as inserted,
  count(*) filter (where not is_new)::int as updated`

/** A select of `inserted` and `updated`, to follow the CTEs of `mergeRows`. */
export const selectMergeCounts = sql`select ${insertedAndUpdated} from changed`
