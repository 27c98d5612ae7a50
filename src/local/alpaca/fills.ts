import { type Micros, micros } from '../../time/micros'
import { type Execution, fillActivity } from './activity'
import { type Books, moveClock } from './books'
import { type Decimal, decimal, plain, smaller, sum, ZERO } from './decimal'
import { chargeClearingFee } from './fees'
import { isWorking, type Order, remainingQty, touch } from './order'

/** One execution of an order on one symbol. */
export interface FillRequest {
  at: string
  /** Per share, premium or coin. */
  price: string
  /** All that remains when absent; of a notional order what its dollars buy. */
  qty?: string
}

/** One execution of each leg of an mleg, in the order of its legs. */
export interface SpreadFillRequest {
  at: string
  prices: readonly string[]
  /** Spreads; all that remain when absent. */
  qty?: string
}

/** Between the executions of two legs, as recorded. */
const NEXT_LEG = 4

export function fillOrder(books: Books, order: Order, request: FillRequest): Execution {
  const at = moveClock(books, micros(request.at))
  return execute(books, order, at, fillQty(order, request), decimal(request.price))
}

export function fillSpread(books: Books, parent: Order, request: SpreadFillRequest): Execution[] {
  const at = moveClock(books, micros(request.at))
  const spreads = decimal(request.qty ?? parent.qty?.minus(parent.filledQty) ?? 0)
  return parent.legs.map((leg, index) => {
    const price = request.prices[index]
    if (price === undefined) throw new RangeError(`no price for leg ${index}`)
    const moment = moveClock(books, at + index * NEXT_LEG)
    return execute(books, leg, moment, spreads.times(leg.ratio ?? 1), decimal(price))
  })
}

function fillQty(order: Order, request: FillRequest): Decimal {
  if (request.qty !== undefined) return decimal(request.qty)
  const remaining = remainingQty(order)
  if (remaining) return remaining
  const left = decimal(order.notional ?? 0).minus(order.filledValue)
  return left.div(request.price).round(9, 0)
}

function execute(books: Books, order: Order, at: Micros, qty: Decimal, price: Decimal): Execution {
  const { symbol, side } = order
  if (symbol === null || side === null)
    throw new RangeError('an mleg fills by its legs: fillSpread')
  if (!isWorking(order)) throw new RangeError(`the order is ${order.status}`)
  const remaining = remainingQty(order)
  if (qty.lte(0) || remaining?.lt(qty)) throw new RangeError('more than remains to fill')

  const short = sellsShort(books, order, symbol)
  order.filledQty = order.filledQty.plus(qty)
  order.filledValue = order.filledValue.plus(qty.times(price))
  const done = remaining ? remaining.eq(qty) : isNotionalSpent(order, price)
  settleStatus(order, at, done)

  const change = side === 'buy' ? qty : qty.neg()
  books.positions.change(symbol, at, change, price)
  books.cash.add(change.times(price).times(books.contracts.multiplier(symbol)).neg())
  const execution: Execution = {
    id: books.uuid(),
    orderId: order.id,
    symbol,
    side: short ? 'sell_short' : side,
    qty: plain(qty),
    price: plain(price),
    cumQty: plain(order.filledQty),
    leavesQty: done ? '0' : plain(remaining?.minus(qty) ?? ZERO),
    orderStatus: order.status,
    at,
  }
  books.executions.push(execution)
  books.activities.add(fillActivity(execution))
  if (books.options.fees) chargeClearingFee(books, execution)
  if (order.parent?.orderClass === 'mleg') followLegs(order.parent, at)
  else settleGroup(order, at)
  return execution
}

/** What opens a short is `sell_short` in the activities (src/alpaca/README.md 3.2). */
function sellsShort(books: Books, order: Order, symbol: string): boolean {
  if (order.side !== 'sell') return false
  return order.intent === null
    ? books.positions.qty(symbol).lte(0)
    : order.intent === 'sell_to_open'
}

/** A notional order is done when less than a billionth of a share is left to buy. */
function isNotionalSpent(order: Order, price: Decimal): boolean {
  return decimal(order.notional ?? 0)
    .minus(order.filledValue)
    .lt(price.times('0.000000001'))
}

function settleStatus(order: Order, at: Micros, done: boolean): void {
  order.status = done ? 'filled' : 'partially_filled'
  order.filledAt = done ? at : order.filledAt
  touch(order, at)
}

/** The envelope counts whole spreads (src/alpaca/README.md 1.5). */
function followLegs(parent: Order, at: Micros): void {
  const spreads = parent.legs.map((leg) => leg.filledQty.div(leg.ratio ?? 1).round(0, 0))
  const least = spreads.reduce(smaller)
  parent.filledQty = least
  parent.filledValue = sum(parent.legs.map((leg) => leg.filledValue))
  const done = parent.legs.every((leg) => leg.status === 'filled')
  const begun = parent.legs.some((leg) => leg.filledQty.gt(0))
  if (begun) settleStatus(parent, at, done)
}

/**
 * A filled entry wakes its take-profit while the stop stays held; a fill of one exit cuts or
 * cancels the other (src/alpaca/README.md 1.3, 1.6).
 */
function settleGroup(order: Order, at: Micros): void {
  if (order.parent === null && order.orderClass !== 'oco') {
    if (order.status === 'filled') wakeExits(order, at)
    return
  }
  const entry = order.parent?.orderClass === 'oco' || order.parent === null ? null : order.parent
  const group = order.parent ? [order.parent, ...order.parent.legs] : [order, ...order.legs]
  for (const other of group) {
    if (other === order || other === entry || !isWorking(other)) continue
    if (order.status === 'filled') {
      other.status = 'canceled'
      other.canceledAt = at
    } else {
      other.qty = remainingQty(order)
    }
    touch(other, at)
  }
}

function wakeExits(entry: Order, at: Micros): void {
  const takeProfit = entry.legs.find((leg) => leg.type === 'limit')
  const first = takeProfit ?? entry.legs[0]
  if (!first) return
  first.status = 'new'
  touch(first, at)
}
