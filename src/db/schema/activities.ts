import { sql } from 'drizzle-orm'
import { boolean, check, date, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { FEE_RULES } from '../../engine/output/fees'
import {
  accountId,
  decimalColumn,
  isAdjusted,
  isOneOfWords,
  momentColumn,
  payloadColumn,
  rowTimes,
} from './columns'

/**
 * Fills and non-trade activities. `description` may hold the account number, so it is stored in
 * `raw_data` alone. `effective_at` is when the activity changes a position (src/engine/README.md
 * 1).
 */
export const alpacaActivities = pgTable(
  'alpaca_activities',
  {
    accountId: accountId(),
    activityId: text('activity_id').notNull(),
    activityType: text('activity_type').notNull(),
    activitySubType: text('activity_sub_type'),
    fillType: text('fill_type'),
    orderId: text('order_id'),
    executionId: text('execution_id'),
    groupId: text('group_id'),
    symbol: text('symbol'),
    underlying: text('underlying'),
    side: text('side'),
    qty: decimalColumn('qty'),
    cumQty: decimalColumn('cum_qty'),
    price: decimalColumn('price'),
    netAmount: decimalColumn('net_amount'),
    status: text('status'),
    currency: text('currency'),
    date: date('date', { mode: 'string' }),
    transactionTime: momentColumn('transaction_time'),
    effectiveAt: momentColumn('effective_at').notNull(),
    alpacaCreatedAt: momentColumn('alpaca_created_at'),
    feeRule: text('fee_rule'),
    feeDay: date('fee_day', { mode: 'string' }),
    exDate: date('ex_date', { mode: 'string' }),
    paidWith: text('paid_with'),
    recheckRunId: uuid('recheck_run_id'),
    previousId: text('previous_id'),
    supersededBy: text('superseded_by'),
    missingSince: momentColumn('missing_since'),
    vanishedAt: momentColumn('vanished_at'),
    inForce: boolean('in_force')
      .notNull()
      .generatedAlwaysAs(
        sql`status is distinct from 'canceled' and superseded_by is null and vanished_at is null`,
      ),
    rawData: payloadColumn(),
    ...rowTimes(),
  },
  (t) => [
    primaryKey({ name: 'alpaca_activities_pkey', columns: [t.accountId, t.activityId] }),
    index('alpaca_activities_ledger_idx').on(t.accountId, t.underlying, t.effectiveAt),
    index('alpaca_activities_order_id_idx').on(t.orderId),
    index('alpaca_activities_ordered_idx')
      .on(t.accountId, t.effectiveAt)
      .where(sql`${t.orderId} is not null`),
    index('alpaca_activities_adjusted_idx').on(t.accountId, t.symbol).where(isAdjusted(t.symbol)),
    check('alpaca_activities_fee_rule_check', isOneOfWords(t.feeRule, FEE_RULES)),
    index('alpaca_activities_fee_day_idx')
      .on(t.accountId, t.feeDay)
      .where(sql`${t.feeRule} is not null`),
    // The few pairs quoted in another coin: they tie two coins into one unit of the ledger.
    index('alpaca_activities_paid_with_idx')
      .on(t.accountId, t.underlying, t.paidWith)
      .where(sql`${t.paidWith} is not null`),
    // The few fills that the broker changed. Read by each run of the sync.
    index('alpaca_activities_recheck_idx')
      .on(t.accountId, t.orderId)
      .where(sql`${t.recheckRunId} is not null`),
    // The few rows that Alpaca did not list again, and those that correct others. Read with each page.
    index('alpaca_activities_missing_idx')
      .on(t.accountId, t.activityId)
      .where(sql`${t.missingSince} is not null`),
    index('alpaca_activities_corrections_idx')
      .on(t.accountId, t.activityId)
      .where(
        sql`${t.status} = 'correct' or ${t.previousId} is not null or ${t.supersededBy} is not null`,
      ),
    index('alpaca_activities_type_date_idx').on(t.accountId, t.activityType, t.date),
  ],
)

/**
 * An option contract whose root ends in a digit. Its multiplier and underlying are read from Alpaca
 * once.
 */
export const alpacaContracts = pgTable('alpaca_contracts', {
  symbol: text('symbol').primaryKey(),
  underlying: text('underlying').notNull(),
  multiplier: decimalColumn('multiplier').notNull(),
  rawData: payloadColumn(),
  ...rowTimes(),
})
