import { sql } from 'drizzle-orm'
import { bigint, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { accountId, momentColumn, rowTimes } from './columns'

/**
 * The dirty marks: underlyings that must be folded again, each since its earliest change.
 * `folding_since` is set before a fold begins and cleared when it ends, so that a run that dies
 * leaves the name of what it was folding.
 */
export const ledgerDirty = pgTable(
  'ledger_dirty',
  {
    accountId: accountId(),
    underlying: text('underlying').notNull(),
    since: momentColumn('since').notNull(),
    version: bigint('version', { mode: 'number' }).notNull().default(1),
    foldingSince: momentColumn('folding_since'),
    deaths: integer('deaths').notNull().default(0),
    triedVersion: bigint('tried_version', { mode: 'number' }).notNull().default(0),
    failedSince: momentColumn('failed_since'),
    failure: text('failure'),
    ...rowTimes(),
  },
  (t) => [primaryKey({ name: 'ledger_dirty_pkey', columns: [t.accountId, t.underlying] })],
)

/**
 * The engine's state at a moment, of an underlying or of several that are folded together. With it,
 * the cost of a new fact depends on what changed, not on what is stored.
 */
export const ledgerCheckpoints = pgTable(
  'ledger_checkpoints',
  {
    accountId: accountId(),
    underlying: text('underlying').notNull(),
    underlyings: text('underlyings').array().notNull().default(sql`'{}'`),
    at: momentColumn('at').notNull(),
    engineVersion: integer('engine_version').notNull(),
    state: jsonb('state').notNull(),
    ...rowTimes(),
  },
  (t) => [
    primaryKey({ name: 'ledger_checkpoints_pkey', columns: [t.accountId, t.underlying, t.at] }),
    index('ledger_checkpoints_version_idx').on(t.engineVersion),
  ],
)

/** Activities that the fold could not book, each with the reason. The fold replaces them. */
export const alpacaUnbookedActivities = pgTable(
  'alpaca_unbooked_activities',
  {
    accountId: accountId(),
    activityId: text('activity_id').notNull(),
    underlying: text('underlying').notNull(),
    reason: text('reason').notNull(),
    effectiveAt: momentColumn('effective_at').notNull(),
    ...rowTimes(),
  },
  (t) => [
    primaryKey({
      name: 'alpaca_unbooked_activities_pkey',
      columns: [t.accountId, t.activityId],
    }),
  ],
)
