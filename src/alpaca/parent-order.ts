import type { OrderStatus } from './order-status'

/**
 * The envelope of a multi-leg order: it counts spreads, has no symbol or side of its own, and its price is the net
 * of its legs, so a credit is negative (reference 1.5). Never add it to its legs.
 */
export interface ParentOrder {
  id: string
  clientOrderId: string | null
  qty: string | null
  filledQty: string
  /** Net price per share of one spread: debit above zero, credit below. */
  filledAvgPrice: string | null
  orderType: string | null
  timeInForce: string | null
  limitPrice: string | null
  status: OrderStatus
  /** How many legs Alpaca sent, those that were refused included. */
  legCount: number
  /** The ids of the legs that have one, in Alpaca's order. */
  legIds: string[]
  replaces: string | null
  replacedBy: string | null
  submittedAt: string | null
  filledAt: string | null
  createdAt: string | null
  updatedAt: string | null
  raw: unknown
}
