import { type Micros, micros } from '../../time/micros'
import { type BrokerExecution, fillActivity } from './activity'
import { type Books, moveClock } from './books'
import { settleFill } from './coins'
import { type Decimal, decimal, plain, smaller, sum, ZERO } from './decimal'
import { chargeClearingFee } from './fees'
import { positionSymbol } from './instrument'
import {
  type BrokerOrder,
  isWorking,
  type MultilegParent,
  notionalOf,
  remainingQty,
  type SymbolOrder,
  touch,
} from './order'
import { reportChange, reportFill, reportSpreadFill } from './trade-updates'

/** One execution of an order on one symbol. */
export interface FillRequest {
  at: string
  /** Per share, premium or coin. */
  price: string
  /** Default: all that remains; of an order by amount, what its remaining dollars buy. */
  qty?: string
}

/** One execution of each leg of a multi-leg order, in the order of its legs. */
export interface SpreadFillRequest {
  at: string
  prices: readonly string[]
  /** Spreads; default all that remain. */
  qty?: string
}

/** Microseconds between the executions of two legs, as recorded. */
const NEXT_LEG = 4

export function fillOrder(books: Books, order: BrokerOrder, request: FillRequest): BrokerExecution {
  const at = moveClock(books, micros(request.at))
  if (order.symbol === null) throw new RangeError('a multi-leg order fills by its legs: fillSpread')
  const { parent } = order
  const before = parent?.filledQty ?? ZERO
  const execution = execute(books, order, at, fillQty(order, request), decimal(request.price))
  if (parent?.symbol === null) {
    reportSpreadFill(books, parent, [execution], parent.filledQty.minus(before))
  }
  return execution
}

export function fillSpread(
  books: Books,
  parent: MultilegParent,
  request: SpreadFillRequest,
): BrokerExecution[] {
  const at = moveClock(books, micros(request.at))
  const remaining = parent.qty.minus(parent.filledQty)
  const spreads = request.qty === undefined ? remaining : decimal(request.qty)
  const executions = parent.legs.map((leg, index) => {
    const price = request.prices[index]
    if (price === undefined) throw new RangeError(`no price for leg ${index}`)
    const moment = moveClock(books, at + index * NEXT_LEG)
    return execute(books, leg, moment, spreads.times(leg.ratio), decimal(price))
  })
  reportSpreadFill(books, parent, executions, spreads)
  return executions
}

function fillQty(order: SymbolOrder, request: FillRequest): Decimal {
  if (request.qty !== undefined) return decimal(request.qty)
  const remaining = remainingQty(order)
  if (remaining) return remaining
  const left = notionalOf(order).minus(order.filledValue)
  return left.div(request.price).round(9, 0)
}

function execute(
  books: Books,
  order: SymbolOrder,
  at: Micros,
  qty: Decimal,
  price: Decimal,
): BrokerExecution {
  const { symbol, side } = order
  if (!isWorking(order)) throw new RangeError(`the order is ${order.status}`)
  const remaining = remainingQty(order)
  if (qty.lte(0) || remaining?.lt(qty)) throw new RangeError('more than remains to fill')

  const short = sellsShort(books, order)
  order.filledQty = order.filledQty.plus(qty)
  order.filledValue = order.filledValue.plus(qty.times(price))
  const done = remaining ? remaining.eq(qty) : isNotionalSpent(order, price)
  settleStatus(order, at, done)

  const change = side === 'buy' ? qty : qty.neg()
  settleFill(books, { symbol, at, change, price })
  const execution: BrokerExecution = {
    id: books.uuid(),
    orderId: order.id,
    symbol,
    side: short ? 'sell_short' : side,
    qty: plain(qty),
    price: plain(price),
    cumQty: plain(order.filledQty),
    // An order by amount has no quantity to leave.
    leavesQty: done || remaining === null ? '0' : plain(remaining.minus(qty)),
    orderStatus: order.status,
    at,
  }
  books.executions.push(execution)
  books.activities.add(fillActivity(execution))
  if (books.options.fees) chargeClearingFee(books, execution)
  const { parent } = order
  if (parent?.symbol === null) {
    followLegs(parent, at)
    return execution
  }
  reportFill(books, order, execution)
  if (parent === null) settleTop(books, order, at)
  else settleExit(books, order, parent, at)
  return execution
}

/**
 * An execution that opens a short position has the side `sell_short` (src/alpaca/README.md 3.2).
 */
function sellsShort(books: Books, order: SymbolOrder): boolean {
  if (order.side !== 'sell') return false
  return order.intent === null
    ? books.positions.qty(positionSymbol(order.symbol)).lte(0)
    : order.intent === 'sell_to_open'
}

/** An order by amount is filled when less than a billionth of a share is left to buy. */
function isNotionalSpent(order: SymbolOrder, price: Decimal): boolean {
  const left = notionalOf(order).minus(order.filledValue)
  return left.lt(price.times('0.000000001'))
}

function settleStatus(order: BrokerOrder, at: Micros, done: boolean): void {
  order.status = done ? 'filled' : 'partially_filled'
  order.filledAt = done ? at : order.filledAt
  touch(order, at)
}

/** Updates a parent from its legs. It counts whole spreads (src/alpaca/README.md 1.5). */
function followLegs(parent: MultilegParent, at: Micros): void {
  const spreads = parent.legs.map((leg) => leg.filledQty.div(leg.ratio).round(0, 0))
  const least = spreads.reduce(smaller)
  parent.filledQty = least
  parent.filledValue = sum(parent.legs.map((leg) => leg.filledValue))
  const done = parent.legs.every((leg) => leg.status === 'filled')
  const begun = parent.legs.some((leg) => leg.filledQty.gt(0))
  if (begun) settleStatus(parent, at, done)
}

/** A filled entry activates its exits; a fill of an OCO's take-profit affects its stop. */
function settleTop(books: Books, order: SymbolOrder, at: Micros): void {
  if (order.orderClass === 'oco') settleOthers(books, order, order.legs, at)
  else if (order.status === 'filled') wakeExits(books, order, at)
}

function settleExit(books: Books, exit: SymbolOrder, parent: SymbolOrder, at: Micros): void {
  const others = parent.legs.filter((leg) => leg !== exit)
  settleOthers(books, exit, parent.orderClass === 'oco' ? [parent, ...others] : others, at)
}

/** A filled exit cancels the others, a partial fill reduces them (src/alpaca/README.md 1.6). */
function settleOthers(
  books: Books,
  exit: SymbolOrder,
  others: readonly SymbolOrder[],
  at: Micros,
): void {
  for (const other of others) {
    if (!isWorking(other)) continue
    if (exit.status === 'filled') {
      other.status = 'canceled'
      other.canceledAt = at
    } else {
      other.qty = remainingQty(exit)
    }
    touch(other, at)
    reportChange(books, exit.status === 'filled' ? 'canceled' : 'restated', other, at)
  }
}

/**
 * Activates the take-profit of a filled entry. Its stop stays `held` (src/alpaca/README.md 1.6).
 */
function wakeExits(books: Books, entry: SymbolOrder, at: Micros): void {
  const takeProfit = entry.legs.find((leg) => leg.type === 'limit')
  const first = takeProfit ?? entry.legs[0]
  if (!first) return
  first.status = 'new'
  touch(first, at)
  reportChange(books, 'new', first, at)
}
