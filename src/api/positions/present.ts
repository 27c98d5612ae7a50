import type * as z from 'zod'
import { answerSymbol } from '../../alpaca/coin'
import type { PositionRow } from '../../db/positions/list'
import { jsonNumber, jsonTime } from '../http/json-values'
import type { positionSchema } from './schemas'

/** A position as JSON. */
export function presentPosition(row: PositionRow): z.infer<typeof positionSchema> {
  return {
    id: row.id,
    account_id: row.accountId,
    trade_id: row.tradeId,
    asset_id: row.assetId,
    asset_class: row.assetClass,
    symbol: answerSymbol(row.symbol, row.underlying),
    underlying: row.underlying,
    qty: jsonNumber(row.qty),
    side: row.side,
    avg_entry_price: jsonNumber(row.avgEntryPrice),
    current_price: jsonNumber(row.currentPrice),
    market_value: jsonNumber(row.marketValue),
    cost_basis: jsonNumber(row.costBasis),
    unrealized_pl: jsonNumber(row.unrealizedPl),
    unrealized_plpc: jsonNumber(row.unrealizedPlpc),
    unrealized_intraday_pl: jsonNumber(row.unrealizedIntradayPl),
    unrealized_intraday_plpc: jsonNumber(row.unrealizedIntradayPlpc),
    expiry_date: row.expiryDate,
    strike_price: jsonNumber(row.strikePrice),
    option_type: row.optionType,
    is_open: row.isOpen,
    closed_at: jsonTime(row.closedAt),
    close_cause: row.closeCause,
    created_at: jsonTime(row.createdAt),
    updated_at: jsonTime(row.updatedAt),
    ...(row.rawData && { raw_data: row.rawData }),
  }
}
