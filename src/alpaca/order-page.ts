import { compareMoments, readMoment } from '../time/moment'
import { Refusal } from '../time/refusal'
import { type Order, parseOrder } from './order'
import { type ParentOrder, parseParentOrder } from './parent-order'
import { fieldOf, reject, textField } from './payload'
import type { Reject } from './reject'

/** Top-level rows of an answer with `nested=true`, taken apart. */
export interface FlatOrders {
  parents: ParentOrder[]
  /** Every order with a symbol, each id once. */
  orders: Order[]
  rejects: Reject[]
}

/**
 * Takes nested orders apart: envelopes of multi-leg orders to `parents`, everything with a symbol
 * to `orders`. The primary of a bracket, OCO or OTO is an order like its legs (src/alpaca/README.md
 * 1.6). Alpaca nests one level (src/alpaca/README.md 1.3).
 */
export function flattenOrders(payloads: readonly unknown[]): FlatOrders {
  const parents = new Map<string, ParentOrder>()
  const orders = new Map<string, Order>()
  const rejects: Reject[] = []

  const addOrder = (payload: unknown, parentOrderId: string | null) => {
    const parsed = parseOrder(payload, parentOrderId)
    if (!parsed.ok) rejects.push(parsed.reject)
    else orders.set(parsed.row.id, merged(orders.get(parsed.row.id), parsed.row))
  }

  const addParent = (payload: unknown, legs: readonly unknown[]) => {
    const parsed = parseParentOrder(payload, legs)
    if (parsed.ok) parents.set(parsed.row.id, parsed.row)
    else rejects.push(parsed.reject)
  }

  for (const payload of payloads) {
    const legs = fieldOf(payload, 'legs') ?? []
    if (!Array.isArray(legs)) {
      rejects.push(reject('order', payload, 'legs: not a list'))
      continue
    }
    if (isEnvelope(payload, legs)) addParent(payload, legs)
    else addOrder(payload, null)
    const id = textField(payload, 'id')
    for (const leg of legs) addOrder(leg, id)
  }
  return { parents: [...parents.values()], orders: [...orders.values()], rejects }
}

/** Where a top-level row stands in Alpaca's list; null where the row does not tell. */
export interface OrderPlace {
  id: string | null
  submittedAt: string | null
}

/** The places of top-level rows, also of those that are refused otherwise. */
export function placesOf(payloads: readonly unknown[]): OrderPlace[] {
  return payloads.map((payload) => {
    const time = readMoment(textField(payload, 'submitted_at') ?? '')
    return { id: textField(payload, 'id'), submittedAt: time instanceof Refusal ? null : time }
  })
}

/** How many orders these top-level rows are, their legs included. */
export function countOrders(payloads: readonly unknown[]): number {
  return payloads.reduce<number>((count, payload) => {
    const legs = fieldOf(payload, 'legs')
    return count + 1 + (Array.isArray(legs) ? legs.length : 0)
  }, 0)
}

/**
 * An envelope has the class `mleg` and legs, whatever its symbol and side say: the stream calls it
 * a `buy` (src/alpaca/README.md 1.3). Without legs, only an empty symbol tells it from a leg that
 * was read flat, whose class is `mleg` too.
 */
function isEnvelope(payload: unknown, legs: readonly unknown[]): boolean {
  const isMultiLeg = fieldOf(payload, 'order_class') === 'mleg'
  if (textField(payload, 'symbol') === null) return isMultiLeg || legs.length > 0
  return isMultiLeg && legs.length > 0
}

/**
 * Two sightings of one order on a page: the newer state, and the parent that either of them knows.
 */
function merged(known: Order | undefined, seen: Order): Order {
  if (known === undefined) return seen
  const newer = compareMoments(seen.updatedAt ?? '', known.updatedAt ?? '') < 0 ? known : seen
  return { ...newer, parentOrderId: seen.parentOrderId ?? known.parentOrderId }
}
