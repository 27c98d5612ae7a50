import type * as z from 'zod'
import { answerSymbol } from '../../alpaca/coin'
import type { OrderRow } from '../../db/orders/list'
import { jsonNumber, jsonTime } from '../http/json-values'
import type { orderSchema } from './schemas'

/** An order leg as JSON. */
export function presentOrder(row: OrderRow): z.infer<typeof orderSchema> {
  return {
    id: row.id,
    alpaca_order_id: row.alpacaOrderId,
    client_order_id: row.clientOrderId,
    account_id: row.accountId,
    parent_order_id: row.parentOrderId,
    trade_id: row.tradeId,
    strategy_type: row.strategyType,
    leg_number: row.legNumber,
    symbol: answerSymbol(row.symbol, row.underlying),
    underlying: row.underlying,
    asset_class: row.assetClass,
    asset_id: row.assetId,
    order_class: row.orderClass,
    side: row.side,
    position_intent: row.positionIntent,
    qty: jsonNumber(row.qty),
    notional: jsonNumber(row.notional),
    ratio_qty: jsonNumber(row.ratioQty),
    filled_qty: jsonNumber(row.filledQty),
    filled_avg_price: jsonNumber(row.filledAvgPrice),
    order_type: row.orderType,
    time_in_force: row.timeInForce,
    limit_price: jsonNumber(row.limitPrice),
    stop_price: jsonNumber(row.stopPrice),
    trail_price: jsonNumber(row.trailPrice),
    trail_percent: jsonNumber(row.trailPercent),
    status: row.status,
    expiry_date: row.expiryDate,
    strike_price: jsonNumber(row.strikePrice),
    option_type: row.optionType,
    replaces: row.replaces,
    replaced_by: row.replacedBy,
    submitted_at: jsonTime(row.submittedAt),
    filled_at: jsonTime(row.filledAt),
    expired_at: jsonTime(row.expiredAt),
    canceled_at: jsonTime(row.canceledAt),
    failed_at: jsonTime(row.failedAt),
    replaced_at: jsonTime(row.replacedAt),
    expires_at: jsonTime(row.expiresAt),
    alpaca_created_at: jsonTime(row.alpacaCreatedAt),
    alpaca_updated_at: jsonTime(row.alpacaUpdatedAt),
    created_at: jsonTime(row.createdAt),
    updated_at: jsonTime(row.updatedAt),
    ...(row.rawData && { raw_data: row.rawData }),
  }
}
