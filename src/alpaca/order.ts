import { Refusal } from '../time/refusal'
import { optionColumns, payingCoin, readInstrument } from './instrument'
import { orderPayloadSchema } from './order-payload'
import type { OrderStatus } from './order-status'
import { readPayload, reject } from './payload'
import type { Parsed } from './reject'

/**
 * Whether an order opens or closes a position. Absent on old orders and on multi-leg parents
 * (src/alpaca/README.md 1.3), where only the side `sell_short` says that an order opens.
 */
export type PositionIntent = 'buy_to_open' | 'buy_to_close' | 'sell_to_open' | 'sell_to_close'

/**
 * One order on one symbol: a simple order, the first order of a bracket, OCO or OTO, or a leg of
 * these or of a multi-leg order. Decimals are plain decimal text. Times are RFC 3339 in UTC, to the
 * microsecond.
 */
export interface Order {
  id: string
  clientOrderId: string | null
  /**
   * The id of the order that this one is a leg of. Null for an order without a parent, and for a
   * leg that was read flat or by its own id: null must never overwrite a known parent.
   */
  parentOrderId: string | null
  symbol: string
  /** An option's root without trailing digits, a coin's pair (`BTC/USD`), otherwise the symbol. */
  underlying: string
  /** The coin that a pair is quoted in, as `COIN/USD`; null for dollars. */
  paidWith: string | null
  /**
   * As sent. Where the payload has none: `us_option` or `crypto` by the shape of the symbol,
   * otherwise null.
   */
  assetClass: string | null
  assetId: string | null
  /** As sent; `simple` where the payload has none (src/alpaca/README.md 1.3). */
  orderClass: string
  side: 'buy' | 'sell'
  positionIntent: PositionIntent | null
  /** Contracts, shares or coins; null for an order by amount. */
  qty: string | null
  notional: string | null
  ratioQty: string | null
  filledQty: string
  filledAvgPrice: string | null
  orderType: string | null
  timeInForce: string | null
  limitPrice: string | null
  stopPrice: string | null
  trailPrice: string | null
  trailPercent: string | null
  status: OrderStatus
  /** YYYY-MM-DD; null unless an option. */
  expiryDate: string | null
  strikePrice: string | null
  optionType: 'call' | 'put' | null
  replaces: string | null
  replacedBy: string | null
  submittedAt: string | null
  filledAt: string | null
  expiredAt: string | null
  canceledAt: string | null
  failedAt: string | null
  replacedAt: string | null
  expiresAt: string | null
  createdAt: string | null
  updatedAt: string | null
  raw: unknown
}

/** Reads one order that has a symbol. `parentOrderId` is null for an order that is no leg. */
export function parseOrder(payload: unknown, parentOrderId: string | null): Parsed<Order> {
  const result = readPayload(orderPayloadSchema, payload)
  if (!result.ok) return refused(payload, result.reason)
  const { row } = result
  if (row.side === null) return refused(payload, 'side: missing')
  if (row.created_at === null && row.submitted_at === null) {
    return refused(payload, 'created_at: missing, and so is submitted_at')
  }
  const instrument = readInstrument(row.symbol, row.asset_class)
  if (instrument instanceof Refusal) return refused(payload, `symbol: ${instrument.reason}`)
  return {
    ok: true,
    row: {
      id: row.id,
      clientOrderId: row.client_order_id,
      parentOrderId,
      symbol: row.symbol,
      underlying: instrument.underlying,
      paidWith: payingCoin(instrument),
      assetClass: instrument.assetClass,
      assetId: row.asset_id,
      orderClass: row.order_class ?? 'simple',
      side: row.side === 'buy' ? 'buy' : 'sell',
      // A short sale opens, also where no intent says so.
      positionIntent: row.position_intent ?? (row.side === 'sell_short' ? 'sell_to_open' : null),
      qty: row.qty,
      notional: row.notional,
      ratioQty: row.ratio_qty,
      filledQty: row.filled_qty,
      filledAvgPrice: row.filled_avg_price,
      orderType: row.type ?? row.order_type,
      timeInForce: row.time_in_force,
      limitPrice: row.limit_price,
      stopPrice: row.stop_price,
      trailPrice: row.trail_price,
      trailPercent: row.trail_percent,
      status: row.status,
      ...optionColumns(instrument),
      replaces: row.replaces,
      replacedBy: row.replaced_by,
      submittedAt: row.submitted_at,
      filledAt: row.filled_at,
      expiredAt: row.expired_at,
      canceledAt: row.canceled_at,
      failedAt: row.failed_at,
      replacedAt: row.replaced_at,
      expiresAt: row.expires_at,
      createdAt: row.created_at,
      updatedAt: row.updated_at,
      raw: payload,
    },
  }
}

function refused(payload: unknown, reason: string): Parsed<Order> {
  return { ok: false, reject: reject('order', payload, reason) }
}
