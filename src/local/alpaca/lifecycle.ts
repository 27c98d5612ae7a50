import { type Micros, micros } from '../../time/micros'
import { type Books, moveClock } from './books'
import {
  type BrokerOrder,
  type BrokerOrderStatus,
  isWorking,
  type MultilegParent,
  type SymbolOrder,
  touch,
} from './order'
import type { ReplaceRequest } from './order-request'
import { addMultileg, addOrder, reportPlaced } from './placing'
import type { TradeEvent } from './trade-update-payload'
import { reportChange, streamedAs } from './trade-updates'

/** Statuses on the way, which end nothing. */
export type PassingStatus = Extract<
  BrokerOrderStatus,
  | 'new'
  | 'accepted'
  | 'pending_new'
  | 'pending_cancel'
  | 'pending_replace'
  | 'done_for_day'
  | 'suspended'
  | 'stopped'
  | 'calculated'
>

/**
 * Ends an order and every member of its group that still works. What has filled stays filled
 * (src/alpaca/README.md 1.3, 1.6).
 */
export function endOrder(
  books: Books,
  order: BrokerOrder,
  status: Extract<BrokerOrderStatus, 'canceled' | 'expired' | 'rejected'>,
  at: Micros,
): void {
  moveClock(books, at)
  if (!isWorking(order)) throw new RangeError(`the order is ${order.status}`)
  const top = order.parent ?? order
  const ended = [top, ...top.legs].filter(isWorking)
  for (const member of ended) {
    member.status = status
    touch(member, at)
    if (status === 'canceled') member.canceledAt = at
    if (status === 'expired') member.expiredAt = at
    if (status === 'rejected') member.failedAt = at
  }
  reportEach(books, status, ended, at)
}

/** Reports an event of several orders of one group; the legs of a multi-leg order have none. */
function reportEach(
  books: Books,
  event: TradeEvent,
  orders: readonly BrokerOrder[],
  at: Micros,
): void {
  for (const order of orders) {
    if (streamedAs(order) === order) reportChange(books, event, order, at)
  }
}

/**
 * Gives a working order another status that ends nothing, as Alpaca does on the way: at the end of
 * a day, while a change is pending, during a halt.
 */
export function moveOrder(
  books: Books,
  order: BrokerOrder,
  status: PassingStatus,
  at: Micros,
): void {
  moveClock(books, at)
  if (!isWorking(order)) throw new RangeError(`the order is ${order.status}`)
  order.status = status
  touch(order, at)
  reportChange(books, status, streamedAs(order), at)
}

/** Refuses a change of an order, which works on as before (src/alpaca/README.md 1.7). */
export function refuseChange(
  books: Books,
  order: BrokerOrder,
  change: 'cancel' | 'replace',
  at: Micros,
): void {
  moveClock(books, at)
  if (order.status === 'pending_cancel' || order.status === 'pending_replace') {
    order.status = order.filledQty.gt(0) ? 'partially_filled' : 'new'
  }
  touch(order, at)
  reportChange(books, `order_${change}_rejected`, streamedAs(order), at)
}

/** Expires every order that is due: day orders at the close, GTC orders after 90 days. */
export function expireDue(books: Books, at: Micros): BrokerOrder[] {
  const due = books.orders
    .working(isWorking)
    .filter((order) => order.parent === null && order.expiresAt <= at)
  for (const order of due) endOrder(books, order, 'expired', at)
  // The exits of a filled entry expire on their own.
  const exits = books.orders.working(isWorking).filter((order) => order.expiresAt <= at)
  for (const order of exits) if (isWorking(order)) endOrder(books, order, 'expired', at)
  return due
}

/**
 * Replaces an order by a new one with a new id. What the old one has filled stays its own
 * (src/alpaca/README.md 1.7).
 */
export function replaceOrder(books: Books, old: BrokerOrder, request: ReplaceRequest): BrokerOrder {
  const at = micros(request.at)
  if (!isWorking(old)) throw new RangeError(`the order is ${old.status}`)
  if (old.parent) throw new RangeError('legs cannot be replaced alone')
  if (old.symbol !== null && old.legs.length > 0)
    throw new RangeError(`an order of class ${old.orderClass} cannot be replaced`)
  const next =
    old.symbol === null ? nextMultileg(books, old, request) : nextOrder(books, old, request)
  link(old, next, at)
  old.legs.forEach((leg, index) => {
    const follower = next.legs[index]
    if (follower && books.options.replaceLinksOnLegs) link(leg, follower, at)
    else markReplaced(leg, at)
  })
  // The event carries the old order (src/alpaca/README.md 1.7).
  reportChange(books, 'replaced', old, at)
  reportPlaced(books, next)
  return next
}

function nextOrder(books: Books, old: SymbolOrder, request: ReplaceRequest): BrokerOrder {
  const { symbol, side } = old
  return addOrder(books, {
    ...carried(old, request),
    symbol,
    side,
    intent: old.intent,
    extendedHours: old.extendedHours,
    ...given('notional', old.notional),
    ...given('stopPrice', request.stopPrice ?? old.stopPrice),
    ...given('trailPrice', old.trailPrice),
    ...given('trailPercent', old.trailPercent),
    ...given('qty', request.qty ?? (old.qty === null ? null : old.qty.toFixed())),
  })
}

function nextMultileg(books: Books, old: MultilegParent, request: ReplaceRequest): BrokerOrder {
  return addMultileg(books, {
    ...carried(old, request),
    qty: request.qty ?? old.qty.toFixed(),
    legs: old.legs.map((leg) => ({
      symbol: leg.symbol,
      side: leg.side,
      ratio: leg.ratio.toFixed(),
      intent: leg.intent,
    })),
  })
}

function carried(old: BrokerOrder, request: ReplaceRequest) {
  return {
    at: request.at,
    type: old.type,
    timeInForce: request.timeInForce ?? old.timeInForce,
    source: old.source,
    ...given('limitPrice', request.limitPrice ?? old.limitPrice),
    ...given('clientOrderId', request.clientOrderId ?? null),
  }
}

function given<K extends string>(key: K, value: string | null): { [P in K]?: string } {
  const field: { [P in K]?: string } = {}
  if (value !== null) field[key] = value
  return field
}

function link(old: BrokerOrder, next: BrokerOrder, at: Micros): void {
  markReplaced(old, at)
  old.replacedBy = next
  next.replaces = old
}

function markReplaced(order: BrokerOrder, at: Micros): void {
  order.status = 'replaced'
  order.replacedAt = at
  touch(order, at)
}
