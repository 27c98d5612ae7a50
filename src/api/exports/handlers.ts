import { endOfOrders, listOrders, type OrderKey, type OrderRow } from '../../db/orders/list'
import { endOfTrades, listTrades, type TradeKey } from '../../db/trades/list'
import type { StoredTrade } from '../../db/trades/select'
import { answerCsv, type Listing } from '../csv/download'
import { jsonTime } from '../http/json-values'
import type { RouteHandler } from '../http/route'
import { writeCursor } from '../lists/paging'
import { ORDERS } from '../orders/requests'
import { tradeFilterOf } from '../trades/handlers'
import { TRADES } from '../trades/requests'
import { ORDER_COLUMNS, TRADE_COLUMNS } from './present'
import type { getOrdersCsv, getTradesCsv } from './routes'

export const orders: RouteHandler<typeof getOrdersCsv> = async (c) => {
  const { limit, cursor, fields, strategy_type: strategyType, ...named } = c.req.valid('query')
  const { db } = c.get('deps')
  const filter = { ...named, strategyType }
  const listing: Listing<OrderRow, OrderKey> = {
    name: ORDERS,
    columns: ORDER_COLUMNS,
    page: (part) => listOrders(db, filter, part),
    end: (after, most) => endOfOrders(db, filter, after, most),
    keyOf: ({ submittedAt, alpacaOrderId }) => ({ submittedAt, alpacaOrderId }),
    cursorOf: ({ submittedAt, alpacaOrderId }) =>
      writeCursor(ORDERS, [jsonTime(submittedAt), alpacaOrderId]),
  }
  const after = cursor && { submittedAt: cursor[0], alpacaOrderId: cursor[1] }
  return await answerCsv(c, listing, { fields, limit, after, account: filter.account })
}

export const trades: RouteHandler<typeof getTradesCsv> = async (c) => {
  const { limit, cursor, fields, ...asked } = c.req.valid('query')
  const { db } = c.get('deps')
  const filter = tradeFilterOf(asked)
  const listing: Listing<StoredTrade, TradeKey> = {
    name: TRADES,
    columns: TRADE_COLUMNS,
    page: (part) => listTrades(db, filter, part),
    end: (after, most) => endOfTrades(db, filter, after, most),
    keyOf: ({ openedAt, tradeId }) => ({ openedAt, tradeId }),
    cursorOf: ({ openedAt, tradeId }) => writeCursor(TRADES, [jsonTime(openedAt), tradeId]),
  }
  const after = cursor && { openedAt: cursor[0], tradeId: cursor[1] }
  return await answerCsv(c, listing, { fields, limit, after, account: filter.account })
}
