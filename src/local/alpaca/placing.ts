import { type Micros, micros } from '../../time/micros'
import { type Books, moveClock } from './books'
import { decimal } from './decimal'
import { assetClassOf } from './instrument'
import { newOrder, type OrderFields } from './new-order'
import type { Order, OrderType, Side } from './order'
import { expiresAt } from './order-expiry'
import { checkMultileg, checkOrder, type MultilegRequest, type OrderRequest } from './order-request'

/**
 * From creation to passing on, as recorded: one order, the first leg of an mleg, each leg after it.
 */
const SUBMIT_DELAY = 3_288
const FIRST_LEG_DELAY = 8_865
const NEXT_LEG_DELAY = 1_307
const OCO_PARENT_DELAY = 4_244

/**
 * Places an order on one symbol, with the exits of a bracket, OCO or OTO (src/alpaca/README.md
 * 1.6).
 */
export function placeOrder(books: Books, request: OrderRequest): Order {
  checkOrder(request)
  const at = moveClock(books, micros(request.at))
  const { orderClass = 'simple' } = request
  const order =
    orderClass === 'oco' ? ocoTakeProfit(books, request, at) : entryOrder(books, request, at)
  order.legs = exitLegs(books, request, order)
  books.orders.add(order)
  return order
}

function entryOrder(books: Books, request: OrderRequest, at: Micros): Order {
  const assetClass = assetClassOf(request.symbol)
  const { orderClass = 'simple' } = request
  const delay = orderClass === 'simple' ? SUBMIT_DELAY : 0
  return newOrder(books, at, {
    ...request,
    submittedAt: request.submittedAt === undefined ? at + delay : micros(request.submittedAt),
    // Coins still say "" where shares say "simple" (src/alpaca/README.md 1.3).
    orderClass: assetClass === 'crypto' ? '' : orderClass,
    symbol: request.symbol,
    side: request.side,
    intent: request.intent,
    type: request.type ?? impliedType(request),
  })
}

/**
 * The take-profit IS the OCO's parent, and is passed on after its own leg (src/alpaca/README.md
 * 1.6).
 */
function ocoTakeProfit(books: Books, request: OrderRequest, at: Micros): Order {
  const takeProfit = request.takeProfit?.limitPrice
  return newOrder(books, at, {
    ...request,
    submittedAt: at + OCO_PARENT_DELAY,
    orderClass: 'oco',
    type: 'limit',
    ...(takeProfit === undefined ? {} : { limitPrice: takeProfit }),
  })
}

function exitLegs(books: Books, request: OrderRequest, parent: Order): Order[] {
  const { orderClass = 'simple', takeProfit, stopLoss } = request
  if (orderClass === 'simple') return []
  const side = orderClass === 'oco' ? request.side : opposite(request.side)
  const exit = (type: OrderType, prices: Pick<OrderFields, 'limitPrice' | 'stopPrice'>): Order =>
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
  const legs: Order[] = []
  if (takeProfit && orderClass !== 'oco')
    legs.push(exit('limit', { limitPrice: takeProfit.limitPrice }))
  if (stopLoss) legs.push(exit(stopLoss.limitPrice === undefined ? 'stop' : 'stop_limit', stopLoss))
  return legs
}

/**
 * Places a multi-leg order: an envelope without symbol or side, and legs with ids of their own
 * (src/alpaca/README.md 1.5).
 */
export function placeMultileg(books: Books, request: MultilegRequest): Order {
  checkMultileg(request)
  const at = moveClock(books, micros(request.at))
  const type = request.type ?? (request.limitPrice === undefined ? 'market' : 'limit')
  const legSubmitted = (index: number): Micros =>
    (request.submittedAt === undefined ? at + FIRST_LEG_DELAY : micros(request.submittedAt)) +
    index * NEXT_LEG_DELAY
  const symbols = request.legs.map(({ symbol }) => ({ symbol, assetClass: assetClassOf(symbol) }))
  const parent = newOrder(books, at, {
    ...request,
    // The envelope goes on with its last leg, so its first one is older (src/alpaca/README.md 1.5).
    submittedAt: legSubmitted(request.legs.length - 1),
    orderClass: 'mleg',
    intent: null,
    type,
    expiresAt: expiresAt(at, request.timeInForce ?? 'day', symbols),
  })
  parent.legs = request.legs.map((leg, index) =>
    newOrder(books, at, {
      qty: decimal(request.qty)
        .times(leg.ratio ?? '1')
        .toFixed(),
      ratio: leg.ratio ?? '1',
      timeInForce: parent.timeInForce,
      submittedAt: legSubmitted(index),
      orderClass: 'mleg',
      symbol: leg.symbol,
      side: leg.side,
      intent: leg.intent,
      type,
      parent,
      ...(request.status === undefined ? {} : { status: request.status }),
      ...(request.source === undefined ? {} : { source: request.source }),
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
