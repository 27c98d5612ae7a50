import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Database } from '../../../../src/db/connection/client'
import { runBatch } from '../../../../src/db/statements/batch'

const tableRow = z.object({ name: z.string(), columns: z.array(z.string()) })
type Table = z.infer<typeof tableRow>

/**
 * What differs between two equal histories: names that the database made up, the clock, who ran
 * when, and what failed.
 */
const INCIDENTAL = [
  'id',
  'created_at',
  'updated_at',
  'lease_token',
  'lease_holder',
  'lease_expires_at',
  'last_error',
  'last_error_at',
  'last_error_code',
  'rate_limit_limit',
  'rate_limit_remaining',
  'rate_limit_reset_at',
  // Of the last walk, and how long all of a backfill took: a run more walks once more.
  'orders_walk_from',
  'orders_walked_to',
  'orders_backfill_rows',
  'activities_walk_from',
  'activities_walked_to',
  'activities_backfill_rows',
  'run_rows',
  'run_milliseconds',
]

/** Tables that only the API writes. */
const OF_THE_API = ['audit_log', 'idempotency_keys']

/** The runs, and the events of each, differ when one is killed. */
const HISTORIES = ['sync_runs', 'events', 'event_counters']

// A contract that Alpaca failed to return is quarantined and requested again: once it is known,
// that is history.
const PUT_ASIDE = sql`not (x.source = 'contract' and x.healed_at is not null)`

const SAVED = 'saved'

/** Every table of the product with the columns that can be written. */
async function tablesOf(db: Database): Promise<Table[]> {
  const [rows] = await runBatch(
    db,
    sql`select c.table_name as name, array_agg(c.column_name::text order by c.ordinal_position) as columns
      from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
      where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.is_generated = 'NEVER'
        and c.table_name <> all (${sql.raw(`array['${OF_THE_API.join("','")}']`)}) group by 1 order by 1`,
  )
  return z.array(tableRow).parse(rows)
}

/** All rows of all tables as text, but what is incidental. */
export type Dump = string[]

/** The tables of a database: to keep them as they are, to bring that back, and to read them. */
export async function openTables(db: Database) {
  const tables = await tablesOf(db)
  const name = (table: Table) => sql.identifier(table.name)
  const columns = (table: Table) => sql.raw(table.columns.map((column) => `"${column}"`).join(', '))
  const compared = tables.filter((table) => !HISTORIES.includes(table.name))
  const rowsOf = (table: Table): SQL =>
    sql`select ${sql.raw(`'${table.name}'`)} || ' ' ||
      (to_jsonb(x) - ${sql.raw(`array['${INCIDENTAL.join("','")}']`)})::text as row from ${name(table)} x
      where ${table.name === 'sync_quarantine' ? PUT_ASIDE : sql`true`}`
  const all = sql.join(compared.map(rowsOf), sql` union all `)

  return {
    async save() {
      await runBatch(
        db,
        sql`create schema ${sql.raw(SAVED)}`,
        ...tables.map(
          (table) => sql`create table ${sql.raw(SAVED)}.${name(table)} as
            select ${columns(table)} from ${name(table)}`,
        ),
      )
    },
    async restore() {
      await runBatch(
        db,
        // Rows come back as they were: no trigger adds them up once more.
        sql`select set_config('session_replication_role', 'replica', true)`,
        // Few rows: faster than to truncate, which makes new files.
        ...tables.map((table) => sql`delete from ${name(table)}`),
        ...tables.map(
          (table) => sql`insert into ${name(table)} (${columns(table)})
            select ${columns(table)} from ${sql.raw(SAVED)}.${name(table)}`,
        ),
      )
    },
    async dump(): Promise<Dump> {
      const [rows] = await runBatch(db, sql`${all} order by 1`)
      return z
        .array(z.object({ row: z.string() }))
        .parse(rows)
        .map(({ row }) => row)
    },
    /** A number for all that `dump` would tell. */
    async digest(): Promise<string> {
      const [rows] = await runBatch(
        db,
        sql`select md5(string_agg(md5(row), '' order by row)) as digest from (${all}) d`,
      )
      return z.array(z.object({ digest: z.string() })).parse(rows)[0]?.digest ?? ''
    },
  }
}
