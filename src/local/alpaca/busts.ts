import { type Micros, micros } from '../../time/micros'
import { type BrokerExecution, fillActivity } from './activity'
import { type Books, moveClock } from './books'
import { decimal, ZERO } from './decimal'
import { type SymbolOrder, touch } from './order'
import { reportChange, streamedAs } from './trade-updates'

/**
 * Takes an execution back. The order keeps its status and has filled less; the row of the execution
 * stays or vanishes by the account's `bustedFills` (src/alpaca/README.md 7).
 * @throws RangeError for an unknown execution.
 */
export function bustTrade(books: Books, executionId: string, request: { at: string }): void {
  const at = moveClock(books, micros(request.at))
  const execution = takeBack(books, executionId, at)
  const order = orderOf(books, execution)
  touch(order, at)
  reportChange(books, 'trade_bust', streamedAs(order), at)
}

/**
 * Replaces an execution by one at another price, with an id of its own. The order was
 * filled at the moment of the correction.
 * @throws RangeError for an unknown execution.
 */
export function correctTrade(
  books: Books,
  executionId: string,
  request: { at: string; price: string },
): BrokerExecution {
  const at = moveClock(books, micros(request.at))
  const old = takeBack(books, executionId, at)
  const order = orderOf(books, old)
  const next: BrokerExecution = { ...old, id: books.uuid(), price: request.price, at }
  order.filledQty = order.filledQty.plus(next.qty)
  order.filledValue = order.filledValue.plus(decimal(next.qty).times(next.price))
  order.filledAt = at
  touch(order, at)
  move(books, next, at, 1)
  books.executions.push(next)
  books.activities.add(fillActivity(next))
  reportChange(books, 'trade_correct', streamedAs(order), at)
  return next
}

function takeBack(books: Books, executionId: string, at: Micros): BrokerExecution {
  const index = books.executions.findIndex(({ id }) => id === executionId)
  const execution = books.executions[index]
  if (!execution) throw new RangeError(`no execution ${executionId}`)
  books.executions.splice(index, 1)
  if (books.options.bustedFills === 'vanish') books.activities.remove(fillActivity(execution).id)
  const order = orderOf(books, execution)
  order.filledQty = order.filledQty.minus(execution.qty)
  order.filledValue = order.filledValue.minus(decimal(execution.qty).times(execution.price))
  move(books, execution, at, -1)
  return execution
}

/** Books an execution, or the opposite of one, with its exact cost. */
function move(
  books: Books,
  { symbol, side, qty, price }: BrokerExecution,
  at: Micros,
  sign: 1 | -1,
) {
  const change = decimal(qty).times(side === 'buy' ? sign : -sign)
  const held = books.positions.of(symbol)
  const left = held.qty.plus(change)
  const cost = held.qty.times(held.average).plus(change.times(price))
  books.positions.set(symbol, at, left, left.eq(0) ? ZERO : cost.div(left))
  books.cash.add(change.times(price).times(books.contracts.multiplier(symbol)).neg())
}

function orderOf(books: Books, { orderId }: BrokerExecution): SymbolOrder {
  const order = books.orders.get(orderId)
  if (order.symbol === null) throw new RangeError(`order ${orderId} has no symbol`)
  return order
}
