import { envelopePayload } from './order-payload'
import type { OrderStatus } from './order-status'
import { readPayload, reject, textField } from './payload'
import type { Parsed } from './reject'

/**
 * The envelope of a multi-leg order: it counts spreads, has no symbol or side of its own, and its
 * price is the net of its legs, so a credit is negative (src/alpaca/README.md 1.5). Never add it to
 * its legs.
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

/** Reads a multi-leg envelope; its legs, read apart, are only counted here. */
export function parseParentOrder(payload: unknown, legs: readonly unknown[]): Parsed<ParentOrder> {
  const result = readPayload(envelopePayload, payload)
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
      // A market envelope has "" as order_type and `market` as type (src/alpaca/README.md 1.3).
      orderType: row.type ?? row.order_type,
      timeInForce: row.time_in_force,
      limitPrice: row.limit_price,
      status: row.status,
      legCount: legs.length,
      legIds: legs.flatMap((leg) => textField(leg, 'id') ?? []),
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
