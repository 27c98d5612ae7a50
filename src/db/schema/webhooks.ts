import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { isOneOfWords, momentColumn, rowTimes } from './columns'
import { EVENT_TYPES } from './events'

/** The forms of a message: legbook's own, and those of two chats. */
export const WEBHOOK_FORMATS = ['json', 'discord', 'slack'] as const

/**
 * Why legbook switched a webhook off: the receiver answered 410, or failed for 5 days. The user's
 * own switch has no reason.
 */
export const DISABLED_REASONS = ['gone', 'failing'] as const

/** `pending` also while a request is under way. */
export const DELIVERY_STATUSES = ['pending', 'delivered', 'failed'] as const

/** The type of a message that `POST /webhooks/{id}/test` sends. */
export const TEST_TYPE = 'test'

/**
 * Receivers of events. Without an account, a webhook receives the events of all accounts. The
 * secrets are sealed (src/db/sealed); the previous one signs too until `previous_until`.
 */
export const webhooks = pgTable(
  'webhooks',
  {
    id: uuid('id').primaryKey(),
    accountId: text('account_id'),
    accountName: text('account_name'),
    url: text('url').notNull(),
    types: text('types', { enum: EVENT_TYPES }).array().notNull(),
    format: text('format', { enum: WEBHOOK_FORMATS }).notNull().default('json'),
    secret: text('secret').notNull(),
    previousSecret: text('previous_secret'),
    previousUntil: momentColumn('previous_until'),
    active: boolean('active').notNull().default(true),
    failingSince: momentColumn('failing_since'),
    disabledAt: momentColumn('disabled_at'),
    disabledReason: text('disabled_reason', { enum: DISABLED_REASONS }),
    ...rowTimes(),
  },
  (t) => [
    check(
      'webhooks_types_check',
      sql`${t.types} <@ array[${sql.raw(EVENT_TYPES.map((type) => `'${type}'`).join(', '))}]::text[]`,
    ),
    check('webhooks_format_check', isOneOfWords(t.format, WEBHOOK_FORMATS)),
    check('webhooks_disabled_reason_check', isOneOfWords(t.disabledReason, DISABLED_REASONS)),
    check('webhooks_active_check', sql`${t.active} = (${t.disabledAt} is null)`),
  ],
)

/**
 * One row for each event and webhook that wants it, written by a trigger in the transaction of the
 * event. A test has no `seq`. `claimed_until` is set while a request is under way. There are no
 * foreign keys, so that no run waits for a change of a webhook.
 */
export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    webhookId: uuid('webhook_id').notNull(),
    accountId: text('account_id'),
    seq: bigint('seq', { mode: 'number' }),
    type: text('type', { enum: [...EVENT_TYPES, TEST_TYPE] }).notNull(),
    status: text('status', { enum: DELIVERY_STATUSES }).notNull().default('pending'),
    attempt: integer('attempt').notNull().default(0),
    nextAt: momentColumn('next_at').defaultNow(),
    claimedUntil: momentColumn('claimed_until'),
    attemptedAt: momentColumn('attempted_at'),
    responseCode: integer('response_code'),
    error: text('error'),
    ...rowTimes(),
  },
  (t) => [
    check('webhook_deliveries_type_check', isOneOfWords(t.type, [...EVENT_TYPES, TEST_TYPE])),
    check('webhook_deliveries_status_check', isOneOfWords(t.status, DELIVERY_STATUSES)),
    check(
      'webhook_deliveries_next_check',
      sql`(${t.status} = 'pending') = (${t.nextAt} is not null)`,
    ),
    uniqueIndex('webhook_deliveries_event_key').on(t.accountId, t.seq, t.webhookId),
    // What is due.
    index('webhook_deliveries_due_idx')
      .on(t.webhookId, t.nextAt)
      .where(sql`${t.status} = 'pending'`),
    // Requests under way to a webhook.
    index('webhook_deliveries_claimed_idx')
      .on(t.webhookId)
      .where(sql`${t.claimedUntil} is not null`),
    // The delivery log of a webhook.
    index('webhook_deliveries_log_idx').on(t.webhookId, t.createdAt),
    // For pruning.
    index('webhook_deliveries_created_idx').on(t.createdAt),
  ],
)
