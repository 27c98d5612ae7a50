import { sql } from 'drizzle-orm'
import { boolean, check, date, index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import {
  accountId,
  decimalColumn,
  isOneOfWords,
  momentColumn,
  payloadColumn,
  rowTimes,
} from './columns'

/**
 * Why a position closed: `pending` until orders and activities explain it (src/alpaca/README.md
 * 3.4), `unexplained` once the days are over in which they arrive.
 */
export const CLOSE_CAUSES = [
  'order',
  'expiration',
  'assignment',
  'exercise',
  'adjustment',
  'pending',
  'unexplained',
] as const

/**
 * One symbol that the account holds or held: at most one open row, and any number of closed ones.
 */
export const alpacaPositions = pgTable(
  'alpaca_positions',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    accountId: accountId(),
    tradeId: uuid('trade_id'),
    assetId: text('asset_id'),
    assetClass: text('asset_class'),
    symbol: text('symbol').notNull(),
    underlying: text('underlying').notNull(),
    qty: decimalColumn('qty').notNull(),
    side: text('side').notNull(),
    avgEntryPrice: decimalColumn('avg_entry_price'),
    currentPrice: decimalColumn('current_price'),
    marketValue: decimalColumn('market_value'),
    costBasis: decimalColumn('cost_basis'),
    unrealizedPl: decimalColumn('unrealized_pl'),
    unrealizedPlpc: decimalColumn('unrealized_plpc'),
    unrealizedIntradayPl: decimalColumn('unrealized_intraday_pl'),
    unrealizedIntradayPlpc: decimalColumn('unrealized_intraday_plpc'),
    expiryDate: date('expiry_date', { mode: 'string' }),
    strikePrice: decimalColumn('strike_price'),
    optionType: text('option_type'),
    isOpen: boolean('is_open').notNull().default(true),
    closedAt: momentColumn('closed_at'),
    closeCause: text('close_cause'),
    rawData: payloadColumn(),
    ...rowTimes(),
  },
  (t) => [
    check('alpaca_positions_side_check', isOneOfWords(t.side, ['long', 'short'])),
    check('alpaca_positions_option_type_check', isOneOfWords(t.optionType, ['call', 'put'])),
    check('alpaca_positions_close_cause_check', isOneOfWords(t.closeCause, CLOSE_CAUSES)),
    // Requested as is_open. Open rows are few, and every query of them uses this index.
    uniqueIndex('alpaca_positions_open_symbol_key')
      .on(t.accountId, t.symbol)
      .where(sql`${t.isOpen}`),
    index('alpaca_positions_trade_id_idx').on(t.tradeId),
    // Requested as symbol. With the rest of the list's sort order, each page of closed positions is
    // one range.
    index('alpaca_positions_symbol_idx').on(t.symbol, t.createdAt, t.id),
    index('alpaca_positions_underlying_idx').on(t.underlying),
    // Requested and left out, because no query reads by it: expiry_date.
    // The positions that a run has just closed, to find their causes.
    index('alpaca_positions_closed_idx').on(t.accountId, t.closedAt).where(sql`not ${t.isOpen}`),
    index('alpaca_positions_pending_idx').on(t.accountId).where(sql`${t.closeCause} = 'pending'`),
  ],
)
