import type { OrderStatus, OrderType, PositionIntent, Side } from './order'

interface Request {
  /** When it is placed: its `created_at`. RFC 3339, up to microseconds. */
  at: string
  /** Plain decimal, per share; of an mleg the net of one spread, a credit below zero. */
  limitPrice?: string
  /** `market` without a limit or stop price. */
  type?: OrderType
  /** `day`; for coins `gtc`. */
  timeInForce?: string
  clientOrderId?: string
  /** When Alpaca passed it on; a few milliseconds after `at` unless told. */
  submittedAt?: string
  /** `new`, or `accepted` outside the session. */
  status?: Extract<OrderStatus, 'new' | 'accepted' | 'pending_new'>
  /**
   * `access_key` for orders through the API; another word, or null, for others
   * (src/alpaca/README.md 1.8).
   */
  source?: string | null
}

/**
 * An order on one symbol, or the entry of a bracket or OTO, or the take-profit of an OCO
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
  /** Derived from the running position when absent; `null` for an order that never had one. */
  intent?: PositionIntent | null
  orderClass?: 'simple' | 'bracket' | 'oco' | 'oto'
  takeProfit?: { limitPrice: string }
  stopLoss?: { stopPrice: string; limitPrice?: string }
}

export interface LegRequest {
  symbol: string
  side: Side
  /** Contracts (or shares) of this leg in one spread: 1 unless told. */
  ratio?: string
  intent?: PositionIntent | null
}

/** A multi-leg order of 2 to 4 legs; `qty` counts spreads (src/alpaca/README.md 1.5). */
export interface MultilegRequest extends Request {
  qty: string
  legs: readonly LegRequest[]
}

/**
 * What PATCH may change. The quantity stays the old order's whole one unless told
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

/** @throws RangeError when the request is one that Alpaca refuses. */
export function checkMultileg(request: MultilegRequest): void {
  const symbols = new Set(request.legs.map((leg) => leg.symbol))
  if (request.legs.length < 2 || request.legs.length > 4)
    throw new RangeError('an mleg has 2 to 4 legs')
  if (symbols.size !== request.legs.length)
    throw new RangeError('legs of an mleg have different symbols')
}

/** @throws RangeError when the request is one that Alpaca refuses. */
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
