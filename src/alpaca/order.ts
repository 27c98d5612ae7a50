import type { OrderStatus } from './order-status'

/** What an order does to the position it meets. Absent on old orders and on envelopes (reference 1.3). */
export type PositionIntent = 'buy_to_open' | 'buy_to_close' | 'sell_to_open' | 'sell_to_close'

/**
 * One order on one symbol: a simple order, the primary of a bracket, OCO or OTO, or a leg of any of these or of a
 * multi-leg order. Decimals are plain decimal text, times RFC 3339 in UTC to the microsecond.
 */
export interface Order {
  id: string
  clientOrderId: string | null
  /**
   * The envelope's id for a multi-leg leg, the primary's for a bracket, OCO or OTO leg. Null for an order that stands
   * alone, but also for a leg that was read flat or by its own id: a known parent must never be overwritten by null.
   */
  parentOrderId: string | null
  symbol: string
  /** The root without trailing digits of an option, `BTC/USD` for a coin, else the symbol. */
  underlying: string
  /** As sent; where Alpaca left it empty, `us_option` or `crypto` when the symbol's shape says so, else null. */
  assetClass: string | null
  assetId: string | null
  /** As sent; an empty one is `simple` (reference 1.3). */
  orderClass: string
  side: 'buy' | 'sell'
  positionIntent: PositionIntent | null
  /** Contracts, shares or coins; null when the order was placed by amount. */
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
