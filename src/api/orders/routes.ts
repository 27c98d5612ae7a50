import { responses } from '../http/responses'
import { createRoute } from '../http/route'
import {
  orderListSchema,
  orderQuery,
  tradeOrdersQuery,
  tradeOrdersSchema,
  tradePath,
} from './schemas'

export const getOrders = createRoute({
  method: 'get',
  path: '/orders',
  operationId: 'listOrders',
  tags: ['Orders'],
  summary: 'Order legs, newest first',
  request: { query: orderQuery },
  responses: responses('A page of order legs.', orderListSchema, 'invalid_parameter'),
})

export const getTradeOrders = createRoute({
  method: 'get',
  path: '/orders/{trade_id}',
  operationId: 'listTradeOrders',
  tags: ['Orders'],
  summary: 'All order legs of a trade',
  description:
    'By leg number, then by submission. An order that closed several trades is listed under each.',
  request: { params: tradePath, query: tradeOrdersQuery },
  responses: responses(
    'Its order legs.',
    tradeOrdersSchema,
    'invalid_parameter',
    'trade_not_found',
  ),
})
