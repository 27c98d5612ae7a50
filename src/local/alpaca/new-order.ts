import type { PositionIntent } from '../../alpaca/order'
import type { Micros } from '../../time/micros'
import type { Books } from './books'
import { type Decimal, decimal, ZERO } from './decimal'
import { assetClassOf, assetIdOf, positionSymbol } from './instrument'
import type {
  BrokerOrderStatus,
  MultilegLeg,
  MultilegParent,
  OrderClass,
  OrderType,
  Side,
  SymbolOrder,
} from './order'
import { expiresAt } from './order-expiry'

/** The fields in which new orders differ. */
interface NewOrder {
  type: OrderType
  submittedAt: Micros
  clientOrderId?: string
  timeInForce?: string
  limitPrice?: string
  stopPrice?: string
  trailPrice?: string
  trailPercent?: string
  extendedHours?: boolean
  source?: string | null
  status?: BrokerOrderStatus
}

/** A new order on one symbol. */
export interface NewSymbolOrder extends NewOrder {
  orderClass: OrderClass
  symbol: string
  side: Side
  qty?: string
  notional?: string
  intent?: PositionIntent | null | undefined
  parent?: SymbolOrder
}

/** A new multi-leg parent. */
export interface NewMultilegParent extends NewOrder {
  qty: string
  symbols: readonly string[]
}

/** A new multi-leg leg. */
export interface NewMultilegLeg extends Omit<NewSymbolOrder, 'orderClass' | 'parent'> {
  ratio: string
}

/** Creates an order that is not in the books yet. */
export function newOrder(books: Books, at: Micros, order: NewSymbolOrder): SymbolOrder {
  return {
    ...newState(books, at, order, [order.symbol]),
    ...symbolFields(books, order),
    parent: order.parent ?? null,
    orderClass: order.orderClass,
    ratio: null,
    legs: [],
  }
}

/** Creates a multi-leg parent without legs that is not in the books yet. */
export function newMultilegParent(
  books: Books,
  at: Micros,
  order: NewMultilegParent,
): MultilegParent {
  return {
    ...newState(books, at, order, order.symbols),
    parent: null,
    orderClass: 'mleg',
    symbol: null,
    assetClass: null,
    side: null,
    intent: null,
    qty: decimal(order.qty),
    notional: null,
    ratio: null,
    legs: [],
  }
}

/** Creates a leg of a multi-leg parent. */
export function newMultilegLeg(
  books: Books,
  parent: MultilegParent,
  order: NewMultilegLeg,
): MultilegLeg {
  return {
    ...newState(books, parent.createdAt, order, [order.symbol]),
    ...symbolFields(books, order),
    parent,
    orderClass: 'mleg',
    ratio: decimal(order.ratio),
    legs: [],
  }
}

function newState(books: Books, at: Micros, order: NewOrder, symbols: readonly string[]) {
  const isCoin = symbols.some((symbol) => assetClassOf(symbol) === 'crypto')
  const { timeInForce = isCoin ? 'gtc' : 'day', source = 'access_key', submittedAt } = order
  return {
    id: books.uuid(),
    clientOrderId: order.clientOrderId ?? books.uuid(),
    sequence: books.orders.nextSequence(),
    type: order.type,
    timeInForce,
    limitPrice: order.limitPrice ?? null,
    stopPrice: order.stopPrice ?? null,
    trailPrice: order.trailPrice ?? null,
    trailPercent: order.trailPercent ?? null,
    highWaterMark: null,
    extendedHours: order.extendedHours ?? false,
    source,
    status: order.status ?? 'new',
    filledQty: ZERO,
    filledValue: ZERO,
    replaces: null,
    replacedBy: null,
    createdAt: at,
    updatedAt: submittedAt,
    submittedAt,
    filledAt: null,
    expiredAt: null,
    canceledAt: null,
    failedAt: null,
    replacedAt: null,
    expiresAt: expiresAt(at, timeInForce, symbols),
  }
}

function symbolFields(books: Books, order: Omit<NewSymbolOrder, 'orderClass'>) {
  const { symbol, side, qty, notional = null } = order
  const quantity: Decimal | null = qty === undefined ? null : decimal(qty)
  return {
    symbol,
    assetClass: assetClassOf(symbol),
    assetId: assetIdOf(symbol),
    side,
    intent: intentOf(books, symbol, side, order.intent),
    qty: quantity,
    notional,
  }
}

/** The intent of the request, otherwise whether the order opens or closes the current position. */
function intentOf(
  books: Books,
  symbol: string,
  side: Side,
  given: PositionIntent | null | undefined,
): PositionIntent | null {
  if (!books.options.positionIntent) return null
  if (given !== undefined) return given
  const held = books.positions.qty(positionSymbol(symbol))
  if (side === 'buy') return held.lt(0) ? 'buy_to_close' : 'buy_to_open'
  return held.gt(0) ? 'sell_to_close' : 'sell_to_open'
}
