import { sql } from 'drizzle-orm'
import { bigint, check, index, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { accountId, isOneOfWords, momentColumn, rowTimes } from './columns'

/** The types of events, in the order in which the API describes them. */
export const EVENT_TYPES = [
  'order.changed',
  'trade.opened',
  'trade.changed',
  'trade.closed',
  'trade.rolled',
  'trade.assigned',
  'trade.removed',
  'positions.changed',
  'sync.finished',
  'sync.failed',
  'sync.recovered',
  'reconciliation.differs',
  'reconciliation.balanced',
  'reset',
] as const

/**
 * The outbox: what changed in an account, in commit order. Triggers write each event in the
 * transaction of the change that it reports. `seq` rises within an account and can have gaps.
 */
export const events = pgTable(
  'events',
  {
    accountId: accountId(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    type: text('type', { enum: EVENT_TYPES }).notNull(),
    subjectId: text('subject_id'),
    at: momentColumn('at').notNull().defaultNow(),
    data: jsonb('data').$type<Record<string, unknown>>().notNull(),
    ...rowTimes(),
  },
  (t) => [
    primaryKey({ name: 'events_pkey', columns: [t.accountId, t.seq] }),
    check('events_type_check', isOneOfWords(t.type, EVENT_TYPES)),
    // For pruning.
    index('events_at_idx').on(t.at),
    // The last reset of an account, which a new one replaces.
    index('events_reset_idx').on(t.accountId).where(sql`${t.type} = 'reset'`),
  ],
)

/**
 * The last sequence number of each account. Raising it locks the row until the transaction commits,
 * so that sequence numbers are in commit order. `writer` is the transaction that raised it last,
 * and `writer_seq` the first number of that transaction.
 */
export const eventCounters = pgTable('event_counters', {
  accountId: text('account_id').primaryKey(),
  lastSeq: bigint('last_seq', { mode: 'number' }).notNull(),
  writer: bigint('writer', { mode: 'bigint' }).notNull(),
  writerSeq: bigint('writer_seq', { mode: 'number' }).notNull(),
  prunedSeq: bigint('pruned_seq', { mode: 'number' }).notNull().default(0),
  ...rowTimes(),
})
