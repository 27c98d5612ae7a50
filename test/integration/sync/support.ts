import { sql } from 'drizzle-orm'
import { vi } from 'vitest'
import { type Database, openDatabase } from '../../../src/db/connection/client'
import type { Broker } from '../../../src/local/alpaca/broker'
import type { LivingAccount } from '../../../src/local/alpaca/living-account'
import { createStandIn, type StandInOptions } from '../../../src/local/alpaca/stand-in'
import type { AlpacaCredentials, SyncContext, SyncRequest } from '../../../src/sync/run/context'
import type { LogEntry } from '../../../src/sync/run/log'
import { runSync, type SyncOutcome } from '../../../src/sync/run/run'
import { freshDatabase } from '../../support/database'

// The whole path over a database of its own, on machines that do other things as well.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

/** A moment after everything that the scripts of these tests do. */
export const NOW = '2026-10-01T15:00:00Z'

/** A database of its own, an Alpaca account behind the stand-in, and the sync between them. */
export interface World {
  db: Database
  standIn: ReturnType<typeof createStandIn>
  ctx: SyncContext
  log: LogEntry[]
  /** What time it is for the sync and the stand-in. */
  clock: { now: Date }
  sync: (request?: Partial<SyncRequest>) => Promise<SyncOutcome>
}

export interface WorldOptions extends Partial<StandInOptions> {
  now?: () => Date
}

export const credentials = (label: string): AlpacaCredentials => ({
  label,
  keyId: `key-${label}`,
  secretKey: `secret-${label}`,
  baseUrl: 'http://alpaca.test',
})

/** The world of one account, labelled `paper`. */
export async function openWorld(
  account: Broker | LivingAccount,
  options: Partial<StandInOptions> = {},
): Promise<World> {
  return await openWorldOf({ paper: account }, options)
}

/** The world of several accounts by their labels. */
export async function openWorldOf(
  accounts: Record<string, Broker | LivingAccount>,
  options: Partial<StandInOptions> = {},
): Promise<World> {
  const labels = Object.keys(accounts)
  const clock = { now: new Date(NOW) }
  const standIn = createStandIn({
    now: () => clock.now,
    requestsPerMinute: 1_000_000,
    accounts: Object.entries(accounts).map(([label, account]) => ({
      keyId: `key-${label}`,
      secretKey: `secret-${label}`,
      account,
    })),
    ...options,
  })
  const answer: typeof fetch = (input, init) => standIn.fetch(new Request(input, init))
  return { ...(await openSync(answer, labels, clock)), standIn }
}

/** A database and the sync, with another Alpaca. */
export async function openSync(
  answer: typeof fetch,
  labels: string[],
  clock: { now: Date },
): Promise<Omit<World, 'standIn'>> {
  const db = openDatabase(await freshDatabase())
  const log: LogEntry[] = []
  const ctx: SyncContext = {
    db,
    accounts: labels.map(credentials),
    fetch: answer,
    now: () => clock.now,
    groupingWindowSeconds: 300,
    log: (entry) => log.push(entry),
    budget: { subrequests: 10_000, milliseconds: 600_000 },
    sleep: () => Promise.resolve(),
    random: () => 0.5,
  }
  const sync = (request: Partial<SyncRequest> = {}) =>
    runSync(ctx, { scope: 'all', trigger: 'api', ...request })
  return { db, ctx, log, clock, sync }
}

/** Rows of a query, for looking at tables the way a judge would. */
export async function rowsOf(db: Database, query: string): Promise<Record<string, unknown>[]> {
  const { rows } = await db.execute(sql.raw(query))
  return rows
}

/** The only column of the only row. */
export async function theValue(db: Database, query: string): Promise<unknown> {
  const [row] = await rowsOf(db, query)
  return Object.values(row ?? {})[0]
}

/**
 * Every row of the tables of facts with the transaction that wrote it last: a write of any kind
 * changes it.
 */
export async function fingerprint(db: Database): Promise<Record<string, unknown>[]> {
  const tables = ['alpaca_orders', 'alpaca_parent_orders', 'alpaca_activities', 'alpaca_positions']
  const parts = [
    ...tables,
    'alpaca_accounts',
    'alpaca_contracts',
    'ledger_dirty',
    'sync_quarantine',
  ].map(
    (table) =>
      `select '${table}' as name, count(*)::int as rows, coalesce(sum(hashtext(xmin::text || xmax::text || ctid::text)), 0)::text as hash from ${table}`,
  )
  return await rowsOf(db, `${parts.join(' union all ')} order by 1`)
}
