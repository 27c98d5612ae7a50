import type { Micros } from '../../time/micros'
import { type Decimal, decimal, plain, sum, ZERO } from './decimal'
import type { AssetClass } from './instrument'

export type Side = 'buy' | 'sell'
export type OrderClass = '' | 'simple' | 'bracket' | 'oco' | 'oto' | 'mleg'
export type OrderType = 'market' | 'limit' | 'stop' | 'stop_limit' | 'trailing_stop'
export type PositionIntent = 'buy_to_open' | 'buy_to_close' | 'sell_to_open' | 'sell_to_close'
export type OrderStatus =
  | 'new'
  | 'accepted'
  | 'pending_new'
  | 'partially_filled'
  | 'filled'
  | 'canceled'
  | 'expired'
  | 'replaced'
  | 'rejected'
  | 'held'
  | 'suspended'
  | 'done_for_day'
  | 'pending_cancel'
  | 'pending_replace'

/**
 * One order as the account keeps it. An mleg envelope has `null` for what Alpaca sends as ""
 * (src/alpaca/README.md 1.3).
 */
export interface Order {
  readonly id: string
  readonly clientOrderId: string
  /** Order of arrival: breaks ties of `submittedAt`. */
  readonly sequence: number
  readonly parent: Order | null
  readonly orderClass: OrderClass
  readonly symbol: string | null
  readonly assetClass: AssetClass | null
  readonly assetId: string | null
  readonly side: Side | null
  readonly intent: PositionIntent | null
  qty: Decimal | null
  readonly notional: string | null
  /** Only on legs of an mleg. */
  readonly ratio: Decimal | null
  readonly type: OrderType
  readonly timeInForce: string
  readonly limitPrice: string | null
  readonly stopPrice: string | null
  readonly trailPrice: string | null
  readonly trailPercent: string | null
  readonly highWaterMark: string | null
  readonly extendedHours: boolean
  readonly source: string | null
  legs: Order[]
  status: OrderStatus
  filledQty: Decimal
  /** Sum of execution quantity times price. */
  filledValue: Decimal
  replaces: Order | null
  replacedBy: Order | null
  readonly createdAt: Micros
  updatedAt: Micros
  submittedAt: Micros
  filledAt: Micros | null
  expiredAt: Micros | null
  canceledAt: Micros | null
  failedAt: Micros | null
  replacedAt: Micros | null
  expiresAt: Micros | null
}

/** The statuses in which an order can still fill, change or be cancelled. */
export function isWorking(order: Order): boolean {
  return !['filled', 'canceled', 'expired', 'replaced', 'rejected'].includes(order.status)
}

/** What `status=open` means: `held` legs are not part of it (src/alpaca/README.md 1.4). */
export function isOpen(order: Order): boolean {
  return isWorking(order) && order.status !== 'held'
}

/**
 * Notes that an order has changed: its `updated_at` always moves on, so a newer payload can be told
 * from an older one.
 */
export function touch(order: Order, at: Micros): void {
  order.updatedAt = Math.max(at, order.updatedAt + 1)
}

/**
 * What is left to fill; `null` for a notional order, whose quantity only its fills tell
 * (src/alpaca/README.md 1.3).
 */
export function remainingQty(order: Order): Decimal | null {
  return order.qty === null ? null : order.qty.minus(order.filledQty)
}

/**
 * Average price per share, option premium or coin. Of an mleg envelope: the net of its legs per
 * share of one spread, buys positive and sells negative, so a credit is below zero
 * (src/alpaca/README.md 1.5). An equity leg counts by shares/100, which makes the price of a
 * buy-write stock minus premium.
 */
export function averagePrice(order: Order): string | null {
  if (order.filledQty.eq(0)) return null
  if (order.orderClass === 'mleg' && order.parent === null) return plain(netPrice(order.legs), 6)
  return plain(order.filledValue.div(order.filledQty), order.assetClass === 'crypto' ? 9 : 6)
}

function netPrice(legs: readonly Order[]): Decimal {
  return sum(
    legs.map((leg) => {
      if (leg.filledQty.eq(0)) return ZERO
      const weight = (leg.ratio ?? decimal(1)).div(leg.assetClass === 'us_option' ? 1 : 100)
      const price = leg.filledValue.div(leg.filledQty).times(weight)
      return leg.side === 'sell' ? price.neg() : price
    }),
  )
}
