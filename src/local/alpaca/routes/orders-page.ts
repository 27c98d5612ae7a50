import type { Micros } from '../../../time/micros'
import type { Broker } from '../broker'
import { heldSymbol } from '../instrument'
import { type BrokerOrder, isOpen } from '../order'
import { unprocessable } from './errors'
import {
  flagParameter,
  listParameter,
  momentParameter,
  parameter,
  wholeParameter,
  wordParameter,
} from './query'

const ASSET_CLASSES = [
  'us_equity',
  'us_option',
  'crypto',
  'crypto_perp',
  'treasury',
  'corporate',
  'global_equity',
  'us_index',
  'us_equity_chain',
  'ipo',
  'all',
]

/** Choices that are unknown of the real API (src/alpaca/README.md 7). */
export interface PagingChoices {
  /** Whether the legs of nested orders count towards `limit`. */
  legsCountTowardLimit: boolean
  /**
   * `total`: orders with one submitted_at are ordered by arrival. `time`: a cursor skips orders
   * with its own submitted_at.
   */
  idCursorTies: 'total' | 'time'
}

interface OrdersQuery {
  status: 'open' | 'closed' | 'all'
  limit: number
  after: Micros | null
  until: Micros | null
  direction: 'asc' | 'desc'
  nested: boolean
  symbols: string[]
  side: 'buy' | 'sell' | null
  assetClasses: string[]
  beforeOrder: BrokerOrder | null
  afterOrder: BrokerOrder | null
}

/**
 * Selects the page of `/v2/orders` for a query (src/alpaca/README.md 1.1, 1.2).
 * @throws StandInError 422.
 */
export function ordersPage(
  broker: Broker,
  params: URLSearchParams,
  choices: PagingChoices,
): { orders: BrokerOrder[]; nested: boolean } {
  const query = readQuery(broker, params)
  const rows = [...broker.orders.all()].filter((order) => isRow(order, query.nested))
  const found = rows.filter(
    (order) => matches(broker, order, query) && isInRange(order, query, choices),
  )
  found.sort(query.direction === 'asc' ? byArrival : (a, b) => byArrival(b, a))
  return { orders: cut(found, query, choices), nested: query.nested }
}

function readQuery(broker: Broker, params: URLSearchParams): OrdersQuery {
  const after = momentParameter(params, 'after')
  const until = momentParameter(params, 'until')
  const before = parameter(params, 'before_order_id')
  const following = parameter(params, 'after_order_id')
  if (before !== null && following !== null) {
    throw unprocessable('before_order_id and after_order_id are mutually exclusive')
  }
  if ((before !== null || following !== null) && (after !== null || until !== null)) {
    throw unprocessable('before_order_id and after_order_id cannot be combined with after or until')
  }
  const assetClasses = listParameter(params, 'asset_class')
  const unknown = assetClasses.find((word) => !ASSET_CLASSES.includes(word))
  if (unknown !== undefined) throw unprocessable(`invalid asset_class: ${unknown}`)
  const side = wordParameter(params, 'side', ['buy', 'sell', ''], '')
  return {
    status: wordParameter(params, 'status', ['open', 'closed', 'all'], 'open'),
    limit: wholeParameter(params, 'limit', { otherwise: 50, most: 500 }),
    after,
    until,
    direction: wordParameter(params, 'direction', ['asc', 'desc'], 'desc'),
    nested: flagParameter(params, 'nested'),
    symbols: listParameter(params, 'symbols'),
    side: side === '' ? null : side,
    assetClasses: assetClasses.includes('all') ? [] : assetClasses,
    beforeOrder: before === null ? null : cursor(broker, before),
    afterOrder: following === null ? null : cursor(broker, following),
  }
}

function cursor(broker: Broker, id: string): BrokerOrder {
  const order = broker.orders.find(id)
  if (!order) throw unprocessable(`order not found: ${id}`)
  return order
}

/**
 * Nested lists have top-level orders. Flat lists have every order on a symbol, without multi-leg
 * parents (src/alpaca/README.md 1.5).
 */
function isRow(order: BrokerOrder, nested: boolean): boolean {
  return nested ? order.parent === null : order.symbol !== null
}

/**
 * Filters by symbol, side and asset class miss multi-leg parents, which have none
 * (src/alpaca/README.md 1.1).
 */
function matches(broker: Broker, order: BrokerOrder, query: OrdersQuery): boolean {
  if (query.status !== 'all' && !hasStatus(order, query.status)) return false
  if (query.side !== null && order.side !== query.side) return false
  if (query.assetClasses.length > 0) {
    const { assetClass } = order
    if (assetClass === null || !query.assetClasses.includes(assetClass)) return false
  }
  return (
    query.symbols.length === 0 ||
    query.symbols.some((symbol) => names(broker, order, symbol, query))
  )
}

/** `held` is neither open nor closed (src/alpaca/README.md 1.4). */
function hasStatus(order: BrokerOrder, status: 'open' | 'closed'): boolean {
  return status === 'open' ? isOpen(order) : !isOpen(order) && order.status !== 'held'
}

function names(broker: Broker, order: BrokerOrder, symbol: string, query: OrdersQuery): boolean {
  if (order.symbol === null) return false
  if (order.symbol === symbol || heldSymbol(order.symbol) === symbol) return true
  const byUnderlying = query.assetClasses.includes('us_option')
  return byUnderlying && broker.contracts.terms(order.symbol)?.underlying === symbol
}

function isInRange(order: BrokerOrder, query: OrdersQuery, choices: PagingChoices): boolean {
  if (query.after !== null && order.submittedAt <= query.after) return false
  if (query.until !== null && order.submittedAt >= query.until) return false
  const follows = choices.idCursorTies === 'total' ? byArrival : bySubmission
  if (query.afterOrder && follows(order, query.afterOrder) <= 0) return false
  if (query.beforeOrder && follows(order, query.beforeOrder) >= 0) return false
  return true
}

function bySubmission(a: BrokerOrder, b: BrokerOrder): number {
  return a.submittedAt - b.submittedAt
}

function byArrival(a: BrokerOrder, b: BrokerOrder): number {
  return bySubmission(a, b) || a.sequence - b.sequence
}

function cut(found: BrokerOrder[], query: OrdersQuery, choices: PagingChoices): BrokerOrder[] {
  if (!query.nested || !choices.legsCountTowardLimit) return found.slice(0, query.limit)
  let room = query.limit
  const page: BrokerOrder[] = []
  for (const order of found) {
    room -= 1 + order.legs.length
    if (room < 0 && page.length > 0) break
    page.push(order)
  }
  return page
}
