import { type Micros, micros } from '../../time/micros'
import { type Books, moveClock } from './books'
import { assetClassOf } from './instrument'
import { type NewSymbolOrder, newMultilegLeg, newMultilegParent, newOrder } from './new-order'
import type { BrokerOrder, MultilegParent, OrderType, Side, SymbolOrder } from './order'
import { checkMultileg, checkOrder, type MultilegRequest, type OrderRequest } from './order-request'
import { reportChange } from './trade-updates'

/**
 * Microseconds from creation to submission, as recorded: of an order, of the first leg of a
 * multi-leg order, of each leg after it, of an OCO's take-profit.
 */
const SUBMIT_DELAY = 3_288
const FIRST_LEG_DELAY = 8_865
const NEXT_LEG_DELAY = 1_307
const OCO_PARENT_DELAY = 4_244

/**
 * Places an order on one symbol, with the exits of a bracket, OCO or OTO (src/alpaca/README.md
 * 1.6).
 */
export function placeOrder(books: Books, request: OrderRequest): SymbolOrder {
  const order = addOrder(books, request)
  reportPlaced(books, order)
  return order
}

/**
 * Places a multi-leg order: a parent without symbol or side, and legs with ids of their own
 * (src/alpaca/README.md 1.5).
 */
export function placeMultileg(books: Books, request: MultilegRequest): MultilegParent {
  const parent = addMultileg(books, request)
  reportPlaced(books, parent)
  return parent
}

/** Reports a placed order and its exits by their status. */
export function reportPlaced(books: Books, order: BrokerOrder): void {
  const members = order.symbol === null ? [order] : [order, ...order.legs]
  for (const member of members) {
    reportChange(books, placedEvent(member.status), member, member.submittedAt)
  }
}

function placedEvent(status: BrokerOrder['status']): 'accepted' | 'held' | 'new' | 'pending_new' {
  return status === 'accepted' || status === 'held' || status === 'pending_new' ? status : 'new'
}

/** Adds an order on one symbol to the books without reporting it. */
export function addOrder(books: Books, request: OrderRequest): SymbolOrder {
  checkOrder(request)
  const at = moveClock(books, micros(request.at))
  const { orderClass = 'simple' } = request
  const order =
    orderClass === 'oco' ? ocoTakeProfit(books, request, at) : entryOrder(books, request, at)
  order.legs = exitLegs(books, request, order)
  books.orders.add(order)
  return order
}

function entryOrder(books: Books, request: OrderRequest, at: Micros): SymbolOrder {
  const assetClass = assetClassOf(request.symbol)
  const { orderClass = 'simple' } = request
  const delay = orderClass === 'simple' ? SUBMIT_DELAY : 0
  return newOrder(books, at, {
    ...request,
    submittedAt: request.submittedAt === undefined ? at + delay : micros(request.submittedAt),
    // Coins have "" where shares have "simple" (src/alpaca/README.md 1.3).
    orderClass: assetClass === 'crypto' ? '' : orderClass,
    symbol: request.symbol,
    side: request.side,
    intent: request.intent,
    type: request.type ?? impliedType(request),
  })
}

/**
 * The take-profit is the parent of an OCO, and is submitted after its own leg (src/alpaca/README.md
 * 1.6).
 */
function ocoTakeProfit(books: Books, request: OrderRequest, at: Micros): SymbolOrder {
  const takeProfit = request.takeProfit?.limitPrice
  return newOrder(books, at, {
    ...request,
    submittedAt: at + OCO_PARENT_DELAY,
    orderClass: 'oco',
    type: 'limit',
    ...(takeProfit === undefined ? {} : { limitPrice: takeProfit }),
  })
}

function exitLegs(books: Books, request: OrderRequest, parent: SymbolOrder): SymbolOrder[] {
  const { orderClass = 'simple', takeProfit, stopLoss } = request
  if (orderClass === 'simple') return []
  const side = orderClass === 'oco' ? request.side : opposite(request.side)
  const exit = (
    type: OrderType,
    prices: Pick<NewSymbolOrder, 'limitPrice' | 'stopPrice'>,
  ): SymbolOrder =>
    newOrder(books, parent.createdAt, {
      ...(request.qty === undefined ? {} : { qty: request.qty }),
      ...(request.source === undefined ? {} : { source: request.source }),
      timeInForce: parent.timeInForce,
      submittedAt: parent.createdAt,
      orderClass,
      symbol: request.symbol,
      side,
      intent: request.intent === null ? null : side === 'sell' ? 'sell_to_close' : 'buy_to_close',
      type,
      status: 'held',
      parent,
      ...prices,
    })
  const legs: SymbolOrder[] = []
  if (takeProfit && orderClass !== 'oco')
    legs.push(exit('limit', { limitPrice: takeProfit.limitPrice }))
  if (stopLoss) legs.push(exit(stopLoss.limitPrice === undefined ? 'stop' : 'stop_limit', stopLoss))
  return legs
}

/** Adds a multi-leg order to the books without reporting it. */
export function addMultileg(books: Books, request: MultilegRequest): MultilegParent {
  checkMultileg(request)
  const at = moveClock(books, micros(request.at))
  const type = request.type ?? (request.limitPrice === undefined ? 'market' : 'limit')
  const firstSubmitted =
    request.submittedAt === undefined ? at + FIRST_LEG_DELAY : micros(request.submittedAt)
  const legSubmitted = (index: number): Micros => firstSubmitted + index * NEXT_LEG_DELAY
  const parent = newMultilegParent(books, at, {
    ...request,
    // The parent is submitted with its last leg, so its first leg is older
    // (src/alpaca/README.md 1.5).
    submittedAt: legSubmitted(request.legs.length - 1),
    type,
    symbols: request.legs.map(({ symbol }) => symbol),
  })
  parent.legs = request.legs.map(({ symbol, side, intent, ratio = '1' }, index) =>
    newMultilegLeg(books, parent, {
      qty: parent.qty.times(ratio).toFixed(),
      ratio,
      timeInForce: parent.timeInForce,
      submittedAt: legSubmitted(index),
      symbol,
      side,
      intent,
      type,
      status: parent.status,
      source: parent.source,
    }),
  )
  books.orders.add(parent)
  return parent
}

function opposite(side: Side): Side {
  return side === 'buy' ? 'sell' : 'buy'
}

function impliedType(request: OrderRequest): OrderType {
  if (request.trailPrice !== undefined || request.trailPercent !== undefined) return 'trailing_stop'
  if (request.stopPrice !== undefined)
    return request.limitPrice === undefined ? 'stop' : 'stop_limit'
  return request.limitPrice === undefined ? 'market' : 'limit'
}
