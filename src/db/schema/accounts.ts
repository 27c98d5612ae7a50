import { sql } from 'drizzle-orm'
import { bigint, boolean, index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { decimalColumn, momentColumn, payloadColumn, rowTimes } from './columns'

/**
 * One Alpaca account, paper or live. A paper reset makes a new account, so rows are keyed by
 * Alpaca's id.
 */
export const alpacaAccounts = pgTable('alpaca_accounts', {
  accountId: text('account_id').primaryKey(),
  label: text('label').notNull().unique(),
  baseUrl: text('base_url').notNull(),
  status: text('status'),
  currency: text('currency'),
  cash: decimalColumn('cash'),
  equity: decimalColumn('equity'),
  // Triggers on alpaca_trades keep it, so that a sync need not read all trades to prove the
  // account.
  realizedPl: decimalColumn('realized_pl').notNull().default('0'),
  alpacaCreatedAt: momentColumn('alpaca_created_at'),
  asOf: momentColumn('as_of').notNull(),
  succeededBy: text('succeeded_by'),
  rawData: payloadColumn(),
  ...rowTimes(),
})

/**
 * The keys of accounts that the API stored, beside those of the settings. The label is the
 * account's. The keys are JSON, sealed under `KEYS_SECRET` with the account's id as owner.
 */
export const alpacaAccountKeys = pgTable('alpaca_account_keys', {
  accountId: text('account_id').primaryKey(),
  baseUrl: text('base_url').notNull(),
  sealedKeys: text('sealed_keys').notNull(),
  ...rowTimes(),
})

/**
 * Accounts that no sync reads until they are resumed. A row outlives its account: an erased account
 * stays stopped. The account's column is not named `account_id`, because an erase deletes every row
 * with that column.
 */
export const accountStops = pgTable(
  'account_stops',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    label: text('label').notNull(),
    alpacaAccountId: text('alpaca_account_id'),
    skipsLabel: boolean('skips_label').notNull(),
    stoppedAt: momentColumn('stopped_at').notNull().defaultNow(),
    erasedAt: momentColumn('erased_at'),
    leaseToken: bigint('lease_token', { mode: 'number' }),
    ...rowTimes(),
  },
  (t) => [
    uniqueIndex('account_stops_name_key').on(t.label, sql`coalesce(${t.alpacaAccountId}, '')`),
    index('account_stops_account_idx').on(t.alpacaAccountId),
  ],
)
