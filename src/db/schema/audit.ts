import { sql } from 'drizzle-orm'
import { bigint, check, index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { isOneOfWords, rowTimes } from './columns'

/** The audited actions on an override. A trigger on `trade_overrides` writes their rows. */
const OVERRIDE_ACTIONS = ['create', 'change', 'delete']

/** The audited actions on an account. The statement of the action writes their rows. */
const ACCOUNT_ACTIONS = ['stop', 'resume', 'erase', 'store_keys', 'delete_keys']

/**
 * Who changed an override or an account, and its state before and after. Each row is written in the
 * transaction of the change. Triggers refuse to update, delete or truncate rows.
 */
export const auditLog = pgTable(
  'audit_log',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    actor: text('actor'),
    tokenFingerprint: text('token_fingerprint'),
    requestId: text('request_id'),
    action: text('action').notNull(),
    accountId: text('account_id'),
    underlying: text('underlying'),
    overrideId: uuid('override_id'),
    before: jsonb('before'),
    after: jsonb('after'),
    ...rowTimes(),
  },
  (t) => [
    check(
      'audit_log_action_check',
      isOneOfWords(t.action, [...OVERRIDE_ACTIONS, ...ACCOUNT_ACTIONS]),
    ),
    check(
      'audit_log_subject_check',
      sql`not ${isOneOfWords(t.action, OVERRIDE_ACTIONS)} or num_nulls(${t.accountId}, ${t.underlying}, ${t.overrideId}) = 0`,
    ),
    index('audit_log_override_idx').on(t.overrideId),
  ],
)
