import { index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { moment, rowTimes } from './columns'

/**
 * Keys that clients gave to their writes, each with the answer that it got, or with the request that is still running. Of a
 * request a digest is kept and nothing else.
 */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    client: text('client').notNull(),
    key: text('key').notNull(),
    requestHash: text('request_hash').notNull(),
    holder: uuid('holder').notNull(),
    heldUntil: moment('held_until').notNull(),
    responseStatus: integer('response_status'),
    responseBody: text('response_body'),
    expiresAt: moment('expires_at').notNull(),
    ...rowTimes(),
  },
  (t) => [
    primaryKey({ columns: [t.client, t.key] }),
    index('idempotency_keys_expires_idx').on(t.expiresAt),
  ],
)
