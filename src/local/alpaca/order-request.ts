import type { PositionIntent } from '../../alpaca/order'
import type { BrokerOrderStatus, OrderType, Side } from './order'

interface Request {
  /** The order's `created_at`. RFC 3339, up to microseconds. */
  at: string
  /** Plain decimal, per share. Of a multi-leg order the net of one spread; a credit is negative. */
  limitPrice?: string
  /** Default `market` without a limit or stop price. */
  type?: OrderType
  /** Default `day`, for coins `gtc`. */
  timeInForce?: string
  clientOrderId?: string
  /** The order's `submitted_at`; default some milliseconds after `at`. */
  submittedAt?: string
  /** Default `new`; `accepted` outside of the session. */
  status?: Extract<BrokerOrderStatus, 'new' | 'accepted' | 'pending_new'>
  /**
   * Default `access_key`, for orders through the API. Others have another word or null
   * (src/alpaca/README.md 1.8).
   */
  source?: string | null
}

/**
 * An order on one symbol: simple, the entry of a bracket or OTO, or the take-profit of an OCO
 * (src/alpaca/README.md 1.6).
 */
export interface OrderRequest extends Request {
  symbol: string
  side: Side
  /** Contracts, shares or coins. Exactly one of `qty` and `notional`. */
  qty?: string
  /** Dollars. */
  notional?: string
  stopPrice?: string
  trailPrice?: string
  trailPercent?: string
  extendedHours?: boolean
  /** Default derived from the current position; null for an order that has none. */
  intent?: PositionIntent | null
  orderClass?: 'simple' | 'bracket' | 'oco' | 'oto'
  takeProfit?: { limitPrice: string }
  stopLoss?: { stopPrice: string; limitPrice?: string }
}

export interface LegRequest {
  symbol: string
  side: Side
  /** Contracts or shares of this leg in one spread; default 1. */
  ratio?: string
  intent?: PositionIntent | null
}

/** A multi-leg order of 2 to 4 legs; `qty` counts spreads (src/alpaca/README.md 1.5). */
export interface MultilegRequest extends Request {
  qty: string
  legs: readonly LegRequest[]
}

/**
 * The fields that PATCH can change. The default quantity is the complete one of the old order
 * (src/alpaca/README.md 1.7).
 */
export interface ReplaceRequest {
  at: string
  qty?: string
  limitPrice?: string
  stopPrice?: string
  timeInForce?: string
  clientOrderId?: string
}

/** @throws RangeError when Alpaca would refuse the request. */
export function checkMultileg(request: MultilegRequest): void {
  const symbols = new Set(request.legs.map((leg) => leg.symbol))
  if (request.legs.length < 2 || request.legs.length > 4)
    throw new RangeError('a multi-leg order has 2 to 4 legs')
  if (symbols.size !== request.legs.length)
    throw new RangeError('the legs of a multi-leg order have different symbols')
}

/** @throws RangeError when Alpaca would refuse the request. */
export function checkOrder(request: OrderRequest): void {
  if ((request.qty === undefined) === (request.notional === undefined)) {
    throw new RangeError('an order has either qty or notional')
  }
  const { orderClass = 'simple', takeProfit, stopLoss } = request
  if ((orderClass === 'bracket' || orderClass === 'oco') && !(takeProfit && stopLoss)) {
    throw new RangeError(`${orderClass} needs takeProfit and stopLoss`)
  }
  if (orderClass === 'oto' && (takeProfit === undefined) === (stopLoss === undefined)) {
    throw new RangeError('oto needs one of takeProfit and stopLoss')
  }
}
