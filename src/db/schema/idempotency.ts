import { index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { momentColumn, rowTimes } from './columns'

/**
 * Idempotency keys of clients' writes. A row holds the response of its request, or the effect that
 * the request has committed so far, or neither while it runs. Of the request itself only a digest
 * is stored.
 */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    client: text('client').notNull(),
    key: text('key').notNull(),
    requestHash: text('request_hash').notNull(),
    holder: uuid('holder').notNull(),
    heldUntil: momentColumn('held_until').notNull(),
    effect: jsonb('effect'),
    responseStatus: integer('response_status'),
    responseBody: text('response_body'),
    expiresAt: momentColumn('expires_at').notNull(),
    ...rowTimes(),
  },
  (t) => [
    primaryKey({ columns: [t.client, t.key] }),
    index('idempotency_keys_expires_idx').on(t.expiresAt),
  ],
)
