import { responses } from '../http/responses'
import { createRoute } from '../http/route'
import { ofTradeQuery, tradePath } from '../orders/schemas'
import { tradeDetailSchema, tradeListSchema, tradeQuery } from './schemas'

export const getTrades = createRoute({
  method: 'get',
  path: '/trades',
  operationId: 'listTrades',
  tags: ['Trades'],
  summary: 'List trades, last opened first',
  request: { query: tradeQuery },
  responses: responses('A page of trades.', tradeListSchema, 'invalid_parameter'),
})

export const getTrade = createRoute({
  method: 'get',
  path: '/trades/{trade_id}',
  operationId: 'getTrade',
  tags: ['Trades'],
  summary: 'Get a trade with its fills, fees, order legs and chain',
  request: { params: tradePath, query: ofTradeQuery },
  responses: responses('The trade.', tradeDetailSchema, 'invalid_parameter', 'trade_not_found'),
})
