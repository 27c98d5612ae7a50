import { type Micros, rfc3339 } from '../../time/micros'
import { plain } from './decimal'
import { averagePrice, type BrokerOrder } from './order'

/** The fields of a multi-leg parent that name no instrument (src/alpaca/README.md 1.3). */
const NO_SYMBOL = {
  assetId: '00000000-0000-0000-0000-000000000000',
  symbol: '',
  assetClass: '',
  side: '',
}

const moment = (at: Micros | null): string | null => (at === null ? null : rfc3339(at))

/**
 * The JSON of one order (src/alpaca/README.md 1.3, 1.5, 1.6).
 * @param nested whether `legs` holds the legs; otherwise it is null.
 */
export function orderPayload(order: BrokerOrder, nested: boolean): Record<string, unknown> {
  const { assetId, symbol, assetClass, side } = order.symbol === null ? NO_SYMBOL : order
  const legs =
    nested && order.legs.length > 0 ? order.legs.map((leg) => orderPayload(leg, false)) : null
  return {
    id: order.id,
    client_order_id: order.clientOrderId,
    created_at: rfc3339(order.createdAt),
    updated_at: rfc3339(order.updatedAt),
    submitted_at: rfc3339(order.submittedAt),
    filled_at: moment(order.filledAt),
    expired_at: moment(order.expiredAt),
    canceled_at: moment(order.canceledAt),
    failed_at: moment(order.failedAt),
    replaced_at: moment(order.replacedAt),
    replaced_by: order.replacedBy?.id ?? null,
    replaces: order.replaces?.id ?? null,
    asset_id: assetId,
    symbol,
    asset_class: assetClass,
    notional: order.notional,
    qty: order.qty === null ? null : plain(order.qty),
    filled_qty: plain(order.filledQty),
    filled_avg_price: averagePrice(order),
    order_class: order.orderClass,
    ...typeFields(order),
    side,
    ...(order.intent === null ? {} : { position_intent: order.intent }),
    time_in_force: order.timeInForce,
    limit_price: order.limitPrice,
    stop_price: order.stopPrice,
    status: order.status,
    extended_hours: order.extendedHours,
    legs,
    trail_percent: order.trailPercent,
    trail_price: order.trailPrice,
    hwm: order.highWaterMark,
    ...(order.ratio === null ? {} : { ratio_qty: plain(order.ratio) }),
    subtag: null,
    source: order.source,
    expires_at: rfc3339(order.expiresAt),
  }
}

/**
 * `order_type` is "" on the parent of a market multi-leg order. Both are "" on the legs of a limit
 * multi-leg order (src/alpaca/README.md 1.3).
 */
function typeFields(order: BrokerOrder): { order_type: string; type: string } {
  if (order.orderClass !== 'mleg') return { order_type: order.type, type: order.type }
  if (order.parent === null) {
    return { order_type: order.type === 'market' ? '' : order.type, type: order.type }
  }
  const type = order.type === 'market' ? 'market' : ''
  return { order_type: type, type }
}
