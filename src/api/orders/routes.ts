import { responses } from '../http/responses'
import { createRoute } from '../http/route'
import { orderQuery, tradeOrdersQuery, tradePath } from './requests'
import { orderListSchema, tradeOrdersSchema } from './schemas'

export const getOrders = createRoute({
  method: 'get',
  path: '/orders',
  request: { query: orderQuery },
  ...(import.meta.inBundle ?? {
    operationId: 'listOrders',
    tags: ['Orders'],
    summary: 'List order legs, newest first',
    responses: responses('A page of order legs.', orderListSchema, 'invalid_parameter'),
  }),
})

export const getTradeOrders = createRoute({
  method: 'get',
  path: '/orders/{trade_id}',
  request: { params: tradePath, query: tradeOrdersQuery },
  ...(import.meta.inBundle ?? {
    operationId: 'listTradeOrders',
    tags: ['Orders'],
    summary: 'List all order legs of a trade',
    description:
      'Sorted by leg number, then by submission. An order that closed several trades is listed under each of them.',
    responses: responses(
      'The order legs of the trade.',
      tradeOrdersSchema,
      'invalid_parameter',
      'trade_not_found',
    ),
  }),
})
