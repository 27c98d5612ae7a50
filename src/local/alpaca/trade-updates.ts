import type { Micros } from '../../time/micros'
import type { BrokerExecution } from './activity'
import type { Books } from './books'
import type { Decimal } from './decimal'
import type { BrokerOrder, SymbolOrder } from './order'
import { type TradeEvent, type TradeUpdate, tradeUpdatePayload } from './trade-update-payload'

/** Tells the listeners of an account what happened to an order. */
export function report(books: Books, update: TradeUpdate): void {
  if (books.tradeListeners.areAny) books.tradeListeners.call(tradeUpdatePayload(books, update))
}

/** The order that the stream names: of a multi-leg order its parent, never a leg. */
export function streamedAs(order: BrokerOrder): BrokerOrder {
  return order.parent?.symbol === null ? order.parent : order
}

/** Reports an event of an order that is not a fill. */
export function reportChange(
  books: Books,
  event: TradeEvent,
  order: BrokerOrder,
  at: Micros,
): void {
  report(books, { event, order, at })
}

/** Reports one execution of an order on one symbol. */
export function reportFill(books: Books, order: SymbolOrder, execution: BrokerExecution): void {
  const event = order.status === 'filled' ? 'fill' : 'partial_fill'
  report(books, { event, order, at: execution.at, executions: [execution] })
}

/** Reports executions of legs of a multi-leg order as one event of their parent. */
export function reportSpreadFill(
  books: Books,
  parent: Extract<BrokerOrder, { symbol: null }>,
  executions: readonly BrokerExecution[],
  spreads: Decimal,
): void {
  const event = parent.status === 'filled' ? 'fill' : 'partial_fill'
  report(books, { event, order: parent, at: parent.updatedAt, executions, spreads })
}
