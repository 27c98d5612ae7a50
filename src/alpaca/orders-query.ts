import type { Query } from './request'

/** The largest page of orders. */
export const MOST_ORDERS = 500

/** Selects orders. `after` and `until` are exclusive RFC 3339 times of submission. */
export interface OrdersQuery {
  after?: string | undefined
  until?: string | undefined
  /**
   * Exclusive cursor: the id of the last top-level row of the previous page. Cannot be combined
   * with `after` or `until`.
   */
  afterOrderId?: string | undefined
  /**
   * Default `all`: Alpaca's own default hides completed orders, and `open` hides held legs
   * (src/alpaca/README.md 1.4).
   */
  status?: 'open' | 'closed' | 'all' | undefined
  /** 1 to 500, default 500. */
  limit?: number | undefined
  /** Default `asc`. */
  direction?: 'asc' | 'desc' | undefined
  symbols?: string[] | undefined
}

/**
 * The parameters of `GET /v2/orders`. Alpaca's defaults would hide completed orders
 * (src/alpaca/README.md 1.1).
 */
export function ordersParameters(query: OrdersQuery): Query {
  const {
    after,
    until,
    afterOrderId,
    status = 'all',
    limit = MOST_ORDERS,
    direction = 'asc',
    symbols,
  } = query
  if (afterOrderId !== undefined && (after ?? until) !== undefined) {
    throw new TypeError('afterOrderId cannot be combined with after or until')
  }
  return {
    status,
    direction,
    limit,
    nested: true,
    after,
    until,
    after_order_id: afterOrderId,
    symbols: symbols?.join(','),
  }
}
