import { pgTable, text } from 'drizzle-orm/pg-core'
import { decimal, moment, rawData, rowTimes } from './columns'

/** One Alpaca account, paper or live. A paper reset makes a new account, so rows are keyed by Alpaca's id. */
export const alpacaAccounts = pgTable('alpaca_accounts', {
  accountId: text('account_id').primaryKey(),
  label: text('label').notNull().unique(),
  baseUrl: text('base_url').notNull(),
  status: text('status'),
  currency: text('currency'),
  cash: decimal('cash'),
  equity: decimal('equity'),
  alpacaCreatedAt: moment('alpaca_created_at'),
  asOf: moment('as_of').notNull(),
  succeededBy: text('succeeded_by'),
  rawData: rawData(),
  ...rowTimes(),
})
