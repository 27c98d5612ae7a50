import { type AnyColumn, sql } from 'drizzle-orm'
import {
  boolean,
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import type { LotPart } from '../../engine/output/lot-parts'
import type { LegRow } from '../../engine/output/trade-row'
import type { RiskRow } from '../../engine/risk/trade-risk'
import { STRATEGY_TYPES } from '../../engine/strategies/strategy-types'
import { accountId, decimalColumn, isOneOfWords, momentColumn, rowTimes } from './columns'

/** The sort order of lists of trades. */
const lastOpenedFirst = (t: { openedAt: AnyColumn; tradeId: AnyColumn }) =>
  [sql`${t.openedAt} desc`, sql`${t.tradeId} desc`] as const

/** The sort order of lists of overrides. */
const lastMadeFirst = (t: { createdAt: AnyColumn; id: AnyColumn }) =>
  [sql`${t.createdAt} desc`, sql`${t.id} desc`] as const

/**
 * One entry with its scale-ins, from the first fill until flat. Only the ledger writes these rows.
 */
export const alpacaTrades = pgTable(
  'alpaca_trades',
  {
    tradeId: uuid('trade_id').primaryKey(),
    accountId: accountId(),
    underlying: text('underlying').notNull(),
    strategy: text('strategy').notNull(),
    strategyType: text('strategy_type').notNull(),
    direction: text('direction'),
    status: text('status').notNull(),
    closedBy: text('closed_by').array().notNull().default(sql`'{}'::text[]`),
    quantity: decimalColumn('quantity').notNull(),
    openedAt: momentColumn('opened_at').notNull(),
    closedAt: momentColumn('closed_at'),
    expiryDate: date('expiry_date', { mode: 'string' }),
    entryCash: decimalColumn('entry_cash'),
    exitCash: decimalColumn('exit_cash'),
    realizedPl: decimalColumn('realized_pl'),
    fees: decimalColumn('fees').notNull().default('0'),
    netPl: decimalColumn('net_pl').generatedAlwaysAs(sql`realized_pl - fees`),
    feesPending: boolean('fees_pending').notNull().default(false),
    dividends: decimalColumn('dividends').notNull().default('0'),
    rolledFrom: uuid('rolled_from'),
    chainId: uuid('chain_id').notNull(),
    rollCount: integer('roll_count').notNull().default(0),
    assignedFrom: uuid('assigned_from'),
    coveredBy: uuid('covered_by'),
    // Triggers set it: a new trade is a campaign of one until its links join it with others.
    campaignId: uuid('campaign_id')
      .notNull()
      .$default(() => sql`default`),
    incomplete: boolean('incomplete').notNull().default(false),
    unexplained: boolean('unexplained').notNull().default(false),
    tags: text('tags').array().notNull().default(sql`'{}'::text[]`),
    note: text('note'),
    legs: jsonb('legs').$type<LegRow[]>().notNull(),
    risk: jsonb('risk').$type<RiskRow>(),
    ...rowTimes(),
  },
  (t) => [
    check(
      'alpaca_trades_status_check',
      isOneOfWords(t.status, ['pending', 'open', 'partial', 'closed', 'unfilled']),
    ),
    check('alpaca_trades_direction_check', isOneOfWords(t.direction, ['credit', 'debit'])),
    check('alpaca_trades_strategy_type_check', isOneOfWords(t.strategyType, STRATEGY_TYPES)),
    index('alpaca_trades_account_underlying_idx').on(t.accountId, t.underlying, t.openedAt),
    // The list's sort order. The id breaks ties, so each page is one range of the index.
    index('alpaca_trades_opened_at_idx').on(...lastOpenedFirst(t)),
    // As with orders: a page of rare trades is found without reading the table, and a page of
    // common ones without sorting it.
    index('alpaca_trades_underlying_idx').on(t.underlying, ...lastOpenedFirst(t)),
    index('alpaca_trades_strategy_idx').on(t.strategy, ...lastOpenedFirst(t)),
    index('alpaca_trades_strategy_type_idx').on(t.strategyType, ...lastOpenedFirst(t)),
    index('alpaca_trades_status_idx').on(t.status, ...lastOpenedFirst(t)),
    // For closed_since: the few trades that closed lately may be anywhere in the list's order.
    index('alpaca_trades_closed_at_idx').on(t.closedAt),
    // Few trades are tagged: a list by tag reads and sorts those. Other trades are not in the
    // index.
    index('alpaca_trades_tags_idx').using('gin', t.tags).where(sql`${t.tags} <> '{}'`),
    index('alpaca_trades_chain_id_idx').on(t.chainId),
    // For the trades of one campaign, and to find what joins or leaves one.
    index('alpaca_trades_campaign_id_idx').on(t.campaignId),
    // For statistics by campaign: the campaigns of several trades.
    index('alpaca_trades_linked_idx').on(t.campaignId).where(sql`${t.campaignId} <> ${t.tradeId}`),
    // The list of campaigns: the first trade of each, in the list's sort order.
    index('alpaca_trades_campaigns_idx')
      .on(...lastOpenedFirst(t))
      .where(sql`${t.campaignId} = ${t.tradeId}`),
    index('alpaca_trades_campaigns_underlying_idx')
      .on(t.underlying, ...lastOpenedFirst(t))
      .where(sql`${t.campaignId} = ${t.tradeId}`),
    // The trades that name a trade: they can be stored before it (join_campaigns).
    index('alpaca_trades_rolled_from_idx').on(t.rolledFrom).where(sql`${t.rolledFrom} is not null`),
    index('alpaca_trades_assigned_from_idx')
      .on(t.assignedFrom)
      .where(sql`${t.assignedFrom} is not null`),
    index('alpaca_trades_covered_by_idx').on(t.coveredBy).where(sql`${t.coveredBy} is not null`),
    index('alpaca_trades_live_idx')
      .on(t.accountId, t.underlying)
      .where(sql`${t.status} in ('open', 'partial')`),
    index('alpaca_trades_incomplete_idx').on(t.accountId, t.underlying).where(sql`${t.incomplete}`),
    index('alpaca_trades_dividends_idx').on(t.accountId).where(sql`${t.dividends} <> 0`),
    index('alpaca_trades_fees_pending_idx').on(t.accountId).where(sql`${t.feesPending}`),
    index('alpaca_trades_unexplained_idx').on(t.accountId).where(sql`${t.unexplained}`),
  ],
)

/** An executed quantity of a trade, as opening or as closing. */
export const alpacaTradeFills = pgTable(
  'alpaca_trade_fills',
  {
    tradeId: uuid('trade_id').notNull(),
    executionId: text('execution_id').notNull(),
    effect: text('effect').notNull(),
    symbol: text('symbol').notNull(),
    accountId: accountId(),
    underlying: text('underlying').notNull(),
    kind: text('kind').notNull(),
    legKind: text('leg_kind').notNull(),
    orderId: text('order_id'),
    activityId: text('activity_id'),
    side: text('side').notNull(),
    qty: decimalColumn('qty').notNull(),
    price: decimalColumn('price').notNull(),
    multiplier: decimalColumn('multiplier').notNull(),
    realizedPl: decimalColumn('realized_pl'),
    executedAt: momentColumn('executed_at').notNull(),
    tradingDay: date('trading_day', { mode: 'string' }).notNull(),
    acquiredAt: momentColumn('acquired_at'),
    lots: jsonb('lots').$type<LotPart[]>(),
    ...rowTimes(),
  },
  (t) => [
    primaryKey({
      name: 'alpaca_trade_fills_pkey',
      columns: [t.tradeId, t.executionId, t.effect, t.symbol],
    }),
    check('alpaca_trade_fills_effect_check', isOneOfWords(t.effect, ['open', 'close'])),
    check('alpaca_trade_fills_side_check', isOneOfWords(t.side, ['buy', 'sell'])),
    index('alpaca_trade_fills_ledger_idx').on(t.accountId, t.underlying, t.executedAt),
    index('alpaca_trade_fills_order_id_idx').on(t.orderId),
    index('alpaca_trade_fills_execution_idx').on(t.accountId, t.executionId),
    index('alpaca_trade_fills_day_idx').on(t.accountId, t.tradingDay),
    // The last closing of shares before a day, for a dividend that nobody who holds them earned.
    index('alpaca_trade_fills_shares_closed_idx')
      .on(t.accountId, t.underlying, t.executedAt)
      .where(sql`${t.legKind} = 'stock' and ${t.effect} = 'close'`),
  ],
)

/** A trade's share of a fee that the broker charged. The shares of one fee sum to it. */
export const alpacaTradeFees = pgTable(
  'alpaca_trade_fees',
  {
    accountId: accountId(),
    activityId: text('activity_id').notNull(),
    tradeId: uuid('trade_id').notNull(),
    amount: decimalColumn('amount').notNull(),
    tradingDay: date('trading_day', { mode: 'string' }).notNull(),
    executionId: text('execution_id'),
    ...rowTimes(),
  },
  (t) => [
    primaryKey({ name: 'alpaca_trade_fees_pkey', columns: [t.accountId, t.activityId, t.tradeId] }),
    index('alpaca_trade_fees_trade_id_idx').on(t.tradeId),
    index('alpaca_trade_fees_day_idx').on(t.accountId, t.tradingDay),
    index('alpaca_trade_fees_execution_idx')
      .on(t.accountId, t.executionId)
      .where(sql`${t.executionId} is not null`),
  ],
)

/** A trade's share of a cash dividend. A dividend that no trade explains has no rows. */
export const alpacaTradeDividends = pgTable(
  'alpaca_trade_dividends',
  {
    accountId: accountId(),
    activityId: text('activity_id').notNull(),
    tradeId: uuid('trade_id').notNull(),
    amount: decimalColumn('amount').notNull(),
    tradingDay: date('trading_day', { mode: 'string' }).notNull(),
    ...rowTimes(),
  },
  (t) => [
    primaryKey({
      name: 'alpaca_trade_dividends_pkey',
      columns: [t.accountId, t.activityId, t.tradeId],
    }),
    index('alpaca_trade_dividends_trade_id_idx').on(t.tradeId),
  ],
)

/**
 * Cash movements of a day of the exchange, by kind. Their sum over all days is the expected cash.
 * `transfers` is no cash: it is the value of shares transferred in, less those transferred out.
 */
export const alpacaCashDays = pgTable(
  'alpaca_cash_days',
  {
    accountId: accountId(),
    day: date('day', { mode: 'string' }).notNull(),
    executions: decimalColumn('executions').notNull(),
    deposits: decimalColumn('deposits').notNull(),
    fees: decimalColumn('fees').notNull(),
    dividends: decimalColumn('dividends').notNull().default('0'),
    interest: decimalColumn('interest').notNull().default('0'),
    other: decimalColumn('other').notNull(),
    transfers: decimalColumn('transfers').notNull().default('0'),
    ...rowTimes(),
  },
  (t) => [primaryKey({ name: 'alpaca_cash_days_pkey', columns: [t.accountId, t.day] })],
)

/**
 * The user's changes to the grouping and notes on trades. They name order or activity ids, never
 * trades, so that they survive a rebuild.
 */
export const tradeOverrides = pgTable(
  'trade_overrides',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    accountId: accountId(),
    underlying: text('underlying').notNull(),
    kind: text('kind').notNull(),
    facts: jsonb('facts').$type<string[]>().notNull(),
    strategy: text('strategy'),
    tags: text('tags').array(),
    note: text('note'),
    ...rowTimes(),
  },
  (t) => [
    check('trade_overrides_kind_check', isOneOfWords(t.kind, ['merge', 'split', 'annotate'])),
    index('trade_overrides_account_idx').on(t.accountId, t.underlying),
    // The list's sort order, alone and by each filter.
    index('trade_overrides_listed_idx').on(...lastMadeFirst(t)),
    index('trade_overrides_underlying_idx').on(t.underlying, ...lastMadeFirst(t)),
    index('trade_overrides_kind_idx').on(t.kind, ...lastMadeFirst(t)),
  ],
)
