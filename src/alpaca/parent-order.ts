import { parentOrderSchema } from './order-payload'
import type { OrderStatus } from './order-status'
import { readPayload, reject, textFieldOf } from './payload'
import type { Parsed } from './reject'

/**
 * The parent of a multi-leg order. It counts spreads and has no symbol or side. Its price is the
 * net of its legs, so a credit is negative (src/alpaca/README.md 1.5). Cash and profit come from
 * the legs: adding the parent would count them twice.
 */
export interface BrokerParentOrder {
  id: string
  clientOrderId: string | null
  qty: string | null
  filledQty: string
  /** Net price per share of one spread: a debit is positive, a credit negative. */
  filledAvgPrice: string | null
  orderType: string | null
  timeInForce: string | null
  limitPrice: string | null
  status: OrderStatus
  /** The number of legs that Alpaca sent, including refused ones. */
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

/** Reads a multi-leg parent. Its legs are only counted here. */
export function parseParentOrder(
  payload: unknown,
  legs: readonly unknown[],
): Parsed<BrokerParentOrder> {
  const result = readPayload(parentOrderSchema, payload)
  if (!result.ok) return { ok: false, reject: reject('order', payload, result.reason) }
  const { row } = result
  return {
    ok: true,
    row: {
      id: row.id,
      clientOrderId: row.client_order_id,
      qty: row.qty,
      filledQty: row.filled_qty,
      filledAvgPrice: row.filled_avg_price,
      // A market parent has `order_type` "" and `type` `market` (src/alpaca/README.md 1.3).
      orderType: row.type ?? row.order_type,
      timeInForce: row.time_in_force,
      limitPrice: row.limit_price,
      status: row.status,
      legCount: legs.length,
      legIds: legs.flatMap((leg) => textFieldOf(leg, 'id') ?? []),
      replaces: row.replaces,
      replacedBy: row.replaced_by,
      submittedAt: row.submitted_at,
      filledAt: row.filled_at,
      createdAt: row.created_at,
      updatedAt: row.updated_at,
      raw: payload,
    },
  }
}
