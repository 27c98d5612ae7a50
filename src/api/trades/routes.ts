import { responses } from '../http/responses'
import { createRoute } from '../http/route'
import { ofTradeQuery, tradePath } from '../orders/requests'
import { tradeQuery } from './requests'
import { tradeDetailSchema, tradeListSchema } from './schemas'

export const getTrades = createRoute({
  method: 'get',
  path: '/trades',
  request: { query: tradeQuery },
  ...(import.meta.inBundle ?? {
    operationId: 'listTrades',
    tags: ['Trades'],
    summary: 'List trades, last opened first',
    responses: responses('A page of trades.', tradeListSchema, 'invalid_parameter'),
  }),
})

export const getTrade = createRoute({
  method: 'get',
  path: '/trades/{trade_id}',
  request: { params: tradePath, query: ofTradeQuery },
  ...(import.meta.inBundle ?? {
    operationId: 'getTrade',
    tags: ['Trades'],
    summary: 'Get a trade with its fills, fees, order legs and chain',
    responses: responses('The trade.', tradeDetailSchema, 'invalid_parameter', 'trade_not_found'),
  }),
})
