import type { PositionIntent } from '../../alpaca/order'
import type { Micros } from '../../time/micros'
import { type Decimal, decimal, plain, sum, ZERO } from './decimal'
import type { AssetClass } from './instrument'

export type Side = 'buy' | 'sell'
export type OrderClass = '' | 'simple' | 'bracket' | 'oco' | 'oto' | 'mleg'
export type OrderType = 'market' | 'limit' | 'stop' | 'stop_limit' | 'trailing_stop'
export type BrokerOrderStatus =
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
  | 'stopped'
  | 'calculated'
  | 'done_for_day'
  | 'pending_cancel'
  | 'pending_replace'

/** What all orders of an account have. */
interface OrderState {
  readonly id: string
  readonly clientOrderId: string
  /** Order of arrival: breaks ties of `submittedAt`. */
  readonly sequence: number
  readonly type: OrderType
  readonly timeInForce: string
  readonly limitPrice: string | null
  readonly stopPrice: string | null
  readonly trailPrice: string | null
  readonly trailPercent: string | null
  readonly highWaterMark: string | null
  readonly extendedHours: boolean
  readonly source: string | null
  status: BrokerOrderStatus
  filledQty: Decimal
  /** Sum of quantity times price over the executions. */
  filledValue: Decimal
  replaces: BrokerOrder | null
  replacedBy: BrokerOrder | null
  readonly createdAt: Micros
  updatedAt: Micros
  submittedAt: Micros
  filledAt: Micros | null
  expiredAt: Micros | null
  canceledAt: Micros | null
  failedAt: Micros | null
  replacedAt: Micros | null
  readonly expiresAt: Micros
}

/** An order on one symbol: simple, a member of a bracket, OCO or OTO, or a multi-leg leg. */
export interface SymbolOrder extends OrderState {
  readonly parent: BrokerOrder | null
  readonly orderClass: OrderClass
  readonly symbol: string
  readonly assetClass: AssetClass
  readonly assetId: string
  readonly side: Side
  readonly intent: PositionIntent | null
  /** Null for an order by amount. */
  qty: Decimal | null
  /** Dollars; null for an order by quantity. */
  readonly notional: string | null
  /** Only on multi-leg legs. */
  readonly ratio: Decimal | null
  /** The exits of a bracket, OCO or OTO. */
  legs: readonly SymbolOrder[]
}

/** One leg of a multi-leg order. */
export interface MultilegLeg extends SymbolOrder {
  readonly parent: MultilegParent
  readonly ratio: Decimal
}

/** The parent of a multi-leg order: no symbol and no side (src/alpaca/README.md 1.3). */
export interface MultilegParent extends OrderState {
  readonly parent: null
  readonly orderClass: 'mleg'
  readonly symbol: null
  readonly assetClass: null
  readonly side: null
  readonly intent: null
  /** Spreads. */
  readonly qty: Decimal
  readonly notional: null
  readonly ratio: null
  legs: readonly MultilegLeg[]
}

export type BrokerOrder = SymbolOrder | MultilegParent

/** Whether an order can still fill, change or be canceled. */
export function isWorking(order: BrokerOrder): boolean {
  return !['filled', 'canceled', 'expired', 'replaced', 'rejected'].includes(order.status)
}

/** Whether `status=open` lists an order: `held` legs are not listed (src/alpaca/README.md 1.4). */
export function isOpen(order: BrokerOrder): boolean {
  return isWorking(order) && order.status !== 'held'
}

/**
 * Records a change of an order. `updated_at` always increases, so that a newer payload can be told
 * from an older one.
 */
export function touch(order: BrokerOrder, at: Micros): void {
  order.updatedAt = Math.max(at, order.updatedAt + 1)
}

/**
 * The quantity left to fill; null for an order by amount, whose quantity follows from its fills
 * (src/alpaca/README.md 1.3).
 */
export function remainingQty(order: BrokerOrder): Decimal | null {
  return order.qty === null ? null : order.qty.minus(order.filledQty)
}

/**
 * The dollars of an order by amount.
 * @throws RangeError for an order by quantity.
 */
export function notionalOf(order: SymbolOrder): Decimal {
  if (order.notional === null) throw new RangeError(`order ${order.id} has no notional`)
  return decimal(order.notional)
}

/**
 * Average price per share, option premium or coin. Of a multi-leg parent: the net of its legs per
 * share of one spread, buys positive and sells negative, so a credit is negative
 * (src/alpaca/README.md 1.5). A leg of shares counts by shares / 100, so the price of a buy-write
 * is stock minus premium.
 */
export function averagePrice(order: BrokerOrder): string | null {
  if (order.filledQty.eq(0)) return null
  if (order.symbol === null) return plain(netPrice(order.legs), 6)
  return plain(order.filledValue.div(order.filledQty), order.assetClass === 'crypto' ? 9 : 6)
}

function netPrice(legs: readonly MultilegLeg[]): Decimal {
  return sum(
    legs.map((leg) => {
      if (leg.filledQty.eq(0)) return ZERO
      const weight = leg.ratio.div(leg.assetClass === 'us_option' ? 1 : 100)
      const price = leg.filledValue.div(leg.filledQty).times(weight)
      return leg.side === 'sell' ? price.neg() : price
    }),
  )
}
