import { type AnyColumn, sql } from 'drizzle-orm'
import { check, date, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { ORDER_STATUSES, TERMINAL_STATUSES } from '../../alpaca/order-status'
import { STRATEGY_TYPES } from '../../engine/strategies/strategy-types'
import {
  accountId,
  decimalColumn,
  isAdjusted,
  isOneOfWords,
  momentColumn,
  payloadColumn,
  rowTimes,
} from './columns'

/** The sort order of lists of orders: newest first, those never submitted last. */
const newestFirst = (t: { submittedAt: AnyColumn; alpacaOrderId: AnyColumn }) =>
  [sql`${t.submittedAt} desc nulls last`, sql`${t.alpacaOrderId} desc`] as const

/** The indexes that a walk along a chain of replacements follows backwards. */
const chainIndexes = (
  table: string,
  t: { accountId: AnyColumn; replaces: AnyColumn; replacedBy: AnyColumn },
) => [
  index(`${table}_replaces_idx`)
    .on(sql`${t.accountId}`, sql`${t.replaces}`)
    .where(sql`${t.replaces} is not null`),
  index(`${table}_replaced_by_idx`)
    .on(sql`${t.accountId}`, sql`${t.replacedBy}`)
    .where(sql`${t.replacedBy} is not null`),
]

/**
 * The parent of a multi-leg order. It has no symbol or side; its legs are rows of `alpaca_orders`.
 */
export const alpacaParentOrders = pgTable(
  'alpaca_parent_orders',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    alpacaOrderId: text('alpaca_order_id').notNull().unique(),
    accountId: accountId(),
    clientOrderId: text('client_order_id'),
    qty: decimalColumn('qty'),
    filledQty: decimalColumn('filled_qty').notNull().default('0'),
    filledAvgPrice: decimalColumn('filled_avg_price'),
    orderType: text('order_type'),
    timeInForce: text('time_in_force'),
    limitPrice: decimalColumn('limit_price'),
    status: text('status').notNull(),
    legCount: integer('leg_count').notNull(),
    replaces: text('replaces'),
    replacedBy: text('replaced_by'),
    submittedAt: momentColumn('submitted_at'),
    filledAt: momentColumn('filled_at'),
    alpacaCreatedAt: momentColumn('alpaca_created_at'),
    alpacaUpdatedAt: momentColumn('alpaca_updated_at'),
    rawData: payloadColumn(),
    ...rowTimes(),
  },
  (t) => [
    check('alpaca_parent_orders_status_check', isOneOfWords(t.status, ORDER_STATUSES)),
    // Read by each run of the sync. It is partial, so that the cost follows what is open, not what
    // is stored. An index on (account_id, status) does not help: "not one of the final ones" reads
    // all of it.
    index('alpaca_parent_orders_unsettled_idx')
      .on(t.accountId, t.alpacaOrderId)
      .where(sql`not ${isOneOfWords(t.status, TERMINAL_STATUSES)}`),
    index('alpaca_parent_orders_links_idx')
      .on(t.accountId, t.submittedAt)
      .where(sql`${t.replaces} is not null or ${t.replacedBy} is not null`),
    ...chainIndexes('alpaca_parent_orders', t),
  ],
)

/**
 * One order on one symbol: a simple order, or one leg of a multi-leg, bracket, OCO or OTO order.
 */
export const alpacaOrders = pgTable(
  'alpaca_orders',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    alpacaOrderId: text('alpaca_order_id').notNull().unique(),
    clientOrderId: text('client_order_id'),
    accountId: accountId(),
    parentOrderId: text('parent_order_id'),
    tradeId: uuid('trade_id').notNull(),
    strategyType: text('strategy_type').notNull(),
    legNumber: integer('leg_number').notNull().default(1),
    symbol: text('symbol').notNull(),
    underlying: text('underlying').notNull(),
    paidWith: text('paid_with'),
    assetClass: text('asset_class'),
    assetId: text('asset_id'),
    orderClass: text('order_class'),
    side: text('side').notNull(),
    positionIntent: text('position_intent'),
    qty: decimalColumn('qty'),
    notional: decimalColumn('notional'),
    ratioQty: decimalColumn('ratio_qty'),
    filledQty: decimalColumn('filled_qty').notNull().default('0'),
    filledAvgPrice: decimalColumn('filled_avg_price'),
    orderType: text('order_type'),
    timeInForce: text('time_in_force'),
    limitPrice: decimalColumn('limit_price'),
    stopPrice: decimalColumn('stop_price'),
    trailPrice: decimalColumn('trail_price'),
    trailPercent: decimalColumn('trail_percent'),
    status: text('status').notNull(),
    expiryDate: date('expiry_date', { mode: 'string' }),
    strikePrice: decimalColumn('strike_price'),
    optionType: text('option_type'),
    replaces: text('replaces'),
    replacedBy: text('replaced_by'),
    submittedAt: momentColumn('submitted_at'),
    filledAt: momentColumn('filled_at'),
    expiredAt: momentColumn('expired_at'),
    canceledAt: momentColumn('canceled_at'),
    failedAt: momentColumn('failed_at'),
    replacedAt: momentColumn('replaced_at'),
    expiresAt: momentColumn('expires_at'),
    alpacaCreatedAt: momentColumn('alpaca_created_at'),
    alpacaUpdatedAt: momentColumn('alpaca_updated_at'),
    chainStartedAt: momentColumn('chain_started_at'),
    placedAt: momentColumn('placed_at').generatedAlwaysAs(
      sql`coalesce(chain_started_at, alpaca_created_at, submitted_at)`,
    ),
    rawData: payloadColumn(),
    ...rowTimes(),
  },
  (t) => [
    check('alpaca_orders_side_check', isOneOfWords(t.side, ['buy', 'sell'])),
    check('alpaca_orders_status_check', isOneOfWords(t.status, ORDER_STATUSES)),
    check('alpaca_orders_option_type_check', isOneOfWords(t.optionType, ['call', 'put'])),
    check('alpaca_orders_strategy_type_check', isOneOfWords(t.strategyType, STRATEGY_TYPES)),
    // Requested as (trade_id, underlying). A trade has one underlying, so its id alone finds the
    // same few rows.
    index('alpaca_orders_trade_id_idx').on(t.tradeId),
    index('alpaca_orders_symbol_idx').on(t.symbol),
    // The few pairs quoted in another coin: they tie two coins into one unit of the ledger.
    index('alpaca_orders_paid_with_idx')
      .on(t.accountId, t.underlying, t.paidWith)
      .where(sql`${t.paidWith} is not null`),
    // The list's sort order. The id breaks ties, so each page is one range of the index.
    index('alpaca_orders_submitted_at_idx').on(...newestFirst(t)),
    // Requested on the word alone. The planner uses such an index only for very rare words; for
    // others it sorts, or reads through the newest orders. Followed by the list's sort order, the
    // index returns a page of 100 from 100 entries for every word.
    index('alpaca_orders_underlying_idx').on(t.underlying, ...newestFirst(t)),
    index('alpaca_orders_status_idx').on(t.status, ...newestFirst(t)),
    index('alpaca_orders_strategy_type_idx').on(t.strategyType, ...newestFirst(t)),
    // Requested and left out, because no query reads by them: filled_at and created_at (the list is
    // by submission, the ledger by Alpaca's time of creation), expiry_date (expiries are read from
    // trades and positions), and parent_order_id (a parent is found by its own id).
    index('alpaca_orders_ledger_idx').on(t.accountId, t.underlying, t.placedAt),
    // Read by each run of the sync. It is partial, so that the cost follows what is open, not what
    // is stored.
    index('alpaca_orders_unsettled_idx')
      .on(t.accountId, t.alpacaOrderId)
      .where(sql`not ${isOneOfWords(t.status, TERMINAL_STATUSES)}`),
    index('alpaca_orders_links_idx')
      .on(t.accountId, t.submittedAt)
      .where(sql`${t.replaces} is not null or ${t.replacedBy} is not null`),
    ...chainIndexes('alpaca_orders', t),
    index('alpaca_orders_adjusted_idx').on(t.accountId, t.symbol).where(isAdjusted(t.symbol)),
  ],
)
