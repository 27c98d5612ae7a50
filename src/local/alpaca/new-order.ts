import type { Micros } from '../../time/micros'
import type { Books } from './books'
import { decimal, ZERO } from './decimal'
import { assetClassOf, assetIdOf } from './instrument'
import type { Order, OrderClass, OrderStatus, OrderType, PositionIntent, Side } from './order'
import { expiresAt } from './order-expiry'

/** What differs from order to order at its birth. */
export interface OrderFields {
  clientOrderId?: string
  qty?: string
  notional?: string
  ratio?: string
  limitPrice?: string
  stopPrice?: string
  trailPrice?: string
  trailPercent?: string
  timeInForce?: string
  extendedHours?: boolean
  source?: string | null
  symbol?: string
  side?: Side
  intent?: PositionIntent | null | undefined
  status?: OrderStatus
  parent?: Order
  expiresAt?: Micros
  orderClass: OrderClass
  type: OrderType
  submittedAt: Micros
}

/** An order that has not been taken in yet; without a symbol it is an mleg envelope. */
export function newOrder(books: Books, at: Micros, fields: OrderFields): Order {
  const { symbol = null, side = null } = fields
  const assetClass = symbol === null ? null : assetClassOf(symbol)
  const timeInForce = fields.timeInForce ?? (assetClass === 'crypto' ? 'gtc' : 'day')
  const own = symbol !== null && assetClass !== null ? [{ symbol, assetClass }] : []
  return {
    id: books.uuid(),
    clientOrderId: fields.clientOrderId ?? books.uuid(),
    sequence: books.orders.nextSequence(),
    parent: fields.parent ?? null,
    orderClass: fields.orderClass,
    symbol,
    assetClass,
    assetId: symbol === null ? null : assetIdOf(symbol),
    side,
    intent: symbol === null || side === null ? null : intentOf(books, symbol, side, fields.intent),
    qty: fields.qty === undefined ? null : decimal(fields.qty),
    notional: fields.notional ?? null,
    ratio: fields.ratio === undefined ? null : decimal(fields.ratio),
    type: fields.type,
    timeInForce,
    limitPrice: fields.limitPrice ?? null,
    stopPrice: fields.stopPrice ?? null,
    trailPrice: fields.trailPrice ?? null,
    trailPercent: fields.trailPercent ?? null,
    highWaterMark: null,
    extendedHours: fields.extendedHours ?? false,
    source: fields.source === undefined ? 'access_key' : fields.source,
    legs: [],
    status: fields.status ?? 'new',
    filledQty: ZERO,
    filledValue: ZERO,
    replaces: null,
    replacedBy: null,
    createdAt: at,
    updatedAt: fields.submittedAt,
    submittedAt: fields.submittedAt,
    filledAt: null,
    expiredAt: null,
    canceledAt: null,
    failedAt: null,
    replacedAt: null,
    expiresAt: fields.expiresAt ?? expiresAt(at, timeInForce, own),
  }
}

/** What the order does to the running position, unless the request says so itself. */
function intentOf(
  books: Books,
  symbol: string,
  side: Side,
  given: PositionIntent | null | undefined,
): PositionIntent | null {
  if (!books.options.positionIntent) return null
  if (given !== undefined) return given
  const held = books.positions.qty(symbol)
  if (side === 'buy') return held.lt(0) ? 'buy_to_close' : 'buy_to_open'
  return held.gt(0) ? 'sell_to_close' : 'sell_to_open'
}
