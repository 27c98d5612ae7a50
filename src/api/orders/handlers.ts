import { listOrders, type OrderRow } from '../../db/orders/list'
import { ordersOfTrade } from '../../db/orders/of-trade'
import { requireScope } from '../auth/authenticate'
import { ApiError } from '../http/errors'
import type { RouteHandler } from '../http/route'
import { requireKnownAccount } from '../lists/known-account'
import { pageOf, writeCursor } from '../lists/paging'
import { presentOrder } from './present'
import { ORDERS } from './requests'
import type { getOrders, getTradeOrders } from './routes'

export const list: RouteHandler<typeof getOrders> = async (c) => {
  const query = c.req.valid('query')
  const { limit, offset, cursor, include, strategy_type: strategyType, ...filter } = query
  const { db, settings } = c.get('deps')
  if (include) requireScope(c.get('client'), include)
  const after = cursor && { submittedAt: cursor[0], alpacaOrderId: cursor[1] }
  const { rows, accountKnown } = await listOrders(
    db,
    { ...filter, strategyType },
    { limit: limit + 1, offset, after, withRaw: include !== undefined },
  )
  requireKnownAccount(settings, filter.account, accountKnown)
  const { shown, nextCursor } = pageOf(rows, limit, cursorAfter)
  return c.json(
    { status: 'success' as const, orders: shown.map(presentOrder), next_cursor: nextCursor },
    200,
  )
}

export const ofTrade: RouteHandler<typeof getTradeOrders> = async (c) => {
  const { include, account } = c.req.valid('query')
  if (include) requireScope(c.get('client'), include)
  const { db, settings } = c.get('deps')
  const { rows, accountKnown } = await ordersOfTrade(db, c.req.valid('param').trade_id, {
    account,
    withRaw: include !== undefined,
  })
  requireKnownAccount(settings, account, accountKnown)
  if (rows === null) throw new ApiError('trade_not_found', { param: 'trade_id' })
  return c.json({ status: 'success' as const, orders: rows.map(presentOrder) }, 200)
}

function cursorAfter(row: OrderRow): string {
  const { submitted_at, alpaca_order_id } = presentOrder(row)
  return writeCursor(ORDERS, [submitted_at, alpaca_order_id])
}
