import type { Micros } from '../../time/micros'
import type { BrokerExecution } from './activity'
import type { Books } from './books'
import { type Decimal, decimal, plain, sum } from './decimal'
import { positionSymbol } from './instrument'
import type { BrokerOrder, MultilegParent, SymbolOrder } from './order'
import { orderPayload } from './order-payload'
import { uuidOf } from './random'
import { streamTime, streamTimeOfNewYork } from './stream-time'
import type { TradeUpdateData } from './trade-listeners'

/**
 * The events of Alpaca's stream, of its SDKs (`held`, `restated`) and of the broker API
 * (`trade_bust`, `trade_correct`).
 */
export type TradeEvent =
  | 'new'
  | 'accepted'
  | 'fill'
  | 'partial_fill'
  | 'canceled'
  | 'expired'
  | 'done_for_day'
  | 'replaced'
  | 'rejected'
  | 'pending_new'
  | 'pending_cancel'
  | 'pending_replace'
  | 'stopped'
  | 'calculated'
  | 'suspended'
  | 'held'
  | 'restated'
  | 'order_replace_rejected'
  | 'order_cancel_rejected'
  | 'trade_bust'
  | 'trade_correct'

/** What happened to an order; of a multi-leg order always to its parent. */
export interface TradeUpdate {
  readonly event: TradeEvent
  readonly order: BrokerOrder
  readonly at: Micros
  /** The executions of a fill: one, or one of each leg that filled. */
  readonly executions?: readonly BrokerExecution[]
  /** Spreads that a fill of a multi-leg order filled. */
  readonly spreads?: Decimal
}

/** The JSON of an event: the order as it is now, and this execution alone. */
export function tradeUpdatePayload(books: Books, update: TradeUpdate): TradeUpdateData {
  const { event, order, at } = update
  const [execution] = update.executions ?? []
  const name = `${order.id}:${event}:${order.updatedAt}`
  const common = {
    at: streamTime(Math.max(at, order.updatedAt)),
    event_id: ulidOf(name),
    event,
    timestamp: streamTime(execution?.at ?? at),
    order: streamedOrder(order),
  }
  if (order.symbol === null) return { ...common, ...spreadFill(books, order, update) }
  const executionId = { execution_id: execution?.id ?? uuidOf(name) }
  if (!execution) return { ...common, ...executionId }
  return {
    ...common,
    ...executionId,
    price: execution.price,
    qty: execution.qty,
    position_qty: heldOf(books, execution.symbol),
  }
}

const heldOf = (books: Books, symbol: string): string =>
  plain(books.positions.qty(positionSymbol(symbol)))

/**
 * A multi-leg fill has no `execution_id` and no `position_qty` at its top: both are by leg.
 */
function spreadFill(books: Books, parent: MultilegParent, update: TradeUpdate): TradeUpdateData {
  const { executions = [], spreads } = update
  if (spreads === undefined) return {}
  return {
    price: plain(netPrice(parent, executions), 6),
    qty: plain(spreads),
    position_qtys: Object.fromEntries(
      parent.legs.map(({ symbol }) => [symbol, heldOf(books, symbol)]),
    ),
    legs: executions.map(({ id, qty, price, orderId, symbol, at }) => {
      return { execution_id: id, qty, price, order_id: orderId, symbol, timestamp: streamTime(at) }
    }),
  }
}

/** The net per share of one spread: buys positive, sells negative (src/alpaca/README.md 1.5). */
function netPrice(parent: MultilegParent, executions: readonly BrokerExecution[]): Decimal {
  return sum(
    executions.map((execution) => {
      const leg = parent.legs.find(({ id }) => id === execution.orderId)
      if (!leg) throw new RangeError(`execution ${execution.id} is of another order`)
      const weight = leg.ratio.div(leg.assetClass === 'us_option' ? 1 : 100)
      const price = decimal(execution.price).times(weight)
      return leg.side === 'sell' ? price.neg() : price
    }),
  )
}

const ABSENT = ['subtag', 'source', 'expires_at', 'position_intent'] as const

/**
 * An order as the stream shows it: times in nanoseconds, `buy` as the side of a multi-leg parent,
 * and legs without `position_intent` and type (src/alpaca/README.md 1.3, 5).
 */
function streamedOrder(order: BrokerOrder): Record<string, unknown> {
  const payload: Record<string, unknown> = {
    ...orderPayload(order, false),
    ...timesOf(order),
    cancel_requested_at: null,
  }
  for (const key of ABSENT) delete payload[key]
  if (order.symbol === null) {
    return { ...payload, side: 'buy', position_intent: '', legs: order.legs.map(streamedLeg) }
  }
  return order.intent === null ? payload : { ...payload, position_intent: order.intent }
}

function streamedLeg(leg: SymbolOrder): Record<string, unknown> {
  const { position_intent: _, ...payload } = streamedOrder(leg)
  return { ...payload, type: '', order_type: '' }
}

/** Coins have some of their times in New York's offset, as recorded. */
function timesOf(order: BrokerOrder): Record<string, string | null> {
  const write = (at: Micros | null) => (at === null ? null : streamTime(at))
  const writeSome = order.assetClass === 'crypto' ? streamTimeOfNewYork : streamTime
  return {
    created_at: writeSome(order.createdAt),
    updated_at: writeSome(order.updatedAt),
    submitted_at: writeSome(order.submittedAt),
    filled_at: write(order.filledAt),
    expired_at: write(order.expiredAt),
    canceled_at: write(order.canceledAt),
    failed_at: write(order.failedAt),
    replaced_at: write(order.replacedAt),
  }
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** 26 characters like those of a ULID; the same name always has the same ones. */
function ulidOf(name: string): string {
  const digits = uuidOf(name).replaceAll('-', '').slice(0, 26)
  return `0${[...digits.slice(1)].map((digit) => CROCKFORD[Number.parseInt(digit, 16)]).join('')}`
}
