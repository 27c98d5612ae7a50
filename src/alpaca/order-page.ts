import { compareMoments, readMoment } from '../time/moment'
import { Refusal } from '../time/refusal'
import { type Order, parseOrder } from './order'
import { type BrokerParentOrder, parseParentOrder } from './parent-order'
import { fieldOf, reject, textFieldOf } from './payload'
import type { Reject } from './reject'

/** The top-level rows of a response with `nested=true`, flattened. */
export interface FlatOrders {
  parents: BrokerParentOrder[]
  /** Every order with a symbol, each id once. */
  orders: Order[]
  rejects: Reject[]
}

/**
 * Flattens nested orders: multi-leg parents to `parents`, orders with a symbol to `orders`. The
 * first order of a bracket, OCO or OTO has a symbol like its legs (src/alpaca/README.md 1.6).
 * Alpaca nests one level (src/alpaca/README.md 1.3).
 */
export function flattenOrders(payloads: readonly unknown[]): FlatOrders {
  const parents = new Map<string, BrokerParentOrder>()
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
    const legs = legsOf(payload)
    if (!Array.isArray(legs)) {
      rejects.push(reject('order', payload, 'legs: not a list'))
      continue
    }
    if (isMultilegParent(payload, legs)) addParent(payload, legs)
    else addOrder(payload, null)
    const id = textFieldOf(payload, 'id')
    for (const leg of legs) addOrder(leg, id)
  }
  return { parents: [...parents.values()], orders: [...orders.values()], rejects }
}

/** The place of a top-level row in Alpaca's list. Fields that the row lacks are null. */
export interface OrderPlace {
  id: string | null
  submittedAt: string | null
}

/** The places of top-level rows, including rows that are refused. */
export function placesOf(payloads: readonly unknown[]): OrderPlace[] {
  return payloads.map((payload) => ({
    id: textFieldOf(payload, 'id'),
    submittedAt: momentField(payload, 'submitted_at'),
  }))
}

/** Counts the orders in top-level rows, legs included. */
export function countOrders(payloads: readonly unknown[]): number {
  return payloads.reduce<number>((count, payload) => {
    const legs = fieldOf(payload, 'legs')
    return count + 1 + (Array.isArray(legs) ? legs.length : 0)
  }, 0)
}

/**
 * A multi-leg parent has the class `mleg` and legs. Its symbol and side do not decide: the stream
 * gives it the side `buy` (src/alpaca/README.md 1.3). Without legs only an empty symbol tells a
 * parent from a leg that was read flat, whose class is `mleg` too.
 */
function isMultilegParent(payload: unknown, legs: readonly unknown[]): boolean {
  const isMultiLeg = fieldOf(payload, 'order_class') === 'mleg'
  if (textFieldOf(payload, 'symbol') === null) return isMultiLeg || legs.length > 0
  return isMultiLeg && legs.length > 0
}

/** The legs of a row. Null and an absent key mean none (src/alpaca/README.md 1.3). */
function legsOf(payload: unknown): unknown {
  const legs = fieldOf(payload, 'legs')
  return legs === null || legs === undefined ? [] : legs
}

/** Rows of several answers, each id once: the newer state, and the parent that any row has. */
export function joinOrders(rows: readonly Order[]): Order[] {
  const orders = new Map<string, Order>()
  for (const row of rows) orders.set(row.id, merged(orders.get(row.id), row))
  return [...orders.values()]
}

/** Multi-leg parents of several answers, each id once, in the newer state. */
export function joinParents(rows: readonly BrokerParentOrder[]): BrokerParentOrder[] {
  const parents = new Map<string, BrokerParentOrder>()
  for (const row of rows) {
    const known = parents.get(row.id)
    if (known === undefined || !isOlder(row.updatedAt, known.updatedAt)) parents.set(row.id, row)
  }
  return [...parents.values()]
}

/** Merges two rows of one order on a page: the newer state, and the parent that either row has. */
function merged(known: Order | undefined, seen: Order): Order {
  if (known === undefined) return seen
  const newer = isOlder(seen.updatedAt, known.updatedAt) ? known : seen
  return { ...newer, parentOrderId: seen.parentOrderId ?? known.parentOrderId }
}

/** Whether one `updated_at` is before another. An absent one is before all others. */
function isOlder(one: string | null, other: string | null): boolean {
  if (one === null || other === null) return one === null && other !== null
  return compareMoments(one, other) < 0
}

function momentField(payload: unknown, name: string): string | null {
  const given = textFieldOf(payload, name)
  const time = given === null ? null : readMoment(given)
  return time instanceof Refusal ? null : time
}
