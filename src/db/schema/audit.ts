import { bigint, check, index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { rowTimes } from './columns'
import { oneOf } from './one-of'

/**
 * Who changed what the user said of trades, and how it stood before and after. A trigger on `trade_overrides` writes it in the
 * transaction of the change, and another one refuses to change or delete what is written.
 */
export const auditLog = pgTable(
  'audit_log',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    actor: text('actor'),
    tokenFingerprint: text('token_fingerprint'),
    requestId: text('request_id'),
    action: text('action').notNull(),
    accountId: text('account_id').notNull(),
    underlying: text('underlying').notNull(),
    overrideId: uuid('override_id').notNull(),
    before: jsonb('before'),
    after: jsonb('after'),
    ...rowTimes(),
  },
  (t) => [
    check('audit_log_action_check', oneOf(t.action, ['create', 'change', 'delete'])),
    index('audit_log_override_idx').on(t.overrideId),
  ],
)
