import { sql } from 'drizzle-orm'
import * as z from 'zod'
import journal from '../../../drizzle/meta/_journal.json'
import type { Database } from '../connection/client'
import { runBatch } from '../statements/batch'

/**
 * When the newest migration of this version was generated, in milliseconds since 1970: `created_at`
 * in the migrations' own table.
 */
const NEWEST_MIGRATION = Math.max(...journal.entries.map(({ when }) => when))

const keptRow = z.tuple([z.object({ kept: z.boolean() })])
const appliedRow = z.tuple([z.object({ applied: z.boolean() })])

/** Whether the database has a table of applied migrations. One round trip. */
export async function keepsMigrations(db: Database): Promise<boolean> {
  const [rows] = await runBatch(
    db,
    sql`select to_regclass('drizzle.__drizzle_migrations') is not null as kept`,
  )
  return keptRow.parse(rows)[0].kept
}

/**
 * Whether the newest migration of this version is applied. The database may have later ones. One
 * round trip.
 */
export async function isMigrated(db: Database): Promise<boolean> {
  const [rows] = await runBatch(
    db,
    sql`select exists (select from drizzle.__drizzle_migrations
      where created_at = ${NEWEST_MIGRATION}::bigint) as applied`,
  )
  return appliedRow.parse(rows)[0].applied
}
