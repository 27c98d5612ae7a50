import { responses } from '../http/responses'
import { createRoute } from '../http/route'
import { positionListSchema, positionQuery } from './schemas'

export const getPositions = createRoute({
  method: 'get',
  path: '/positions',
  operationId: 'listPositions',
  tags: ['Positions'],
  summary: 'List positions by symbol',
  request: { query: positionQuery },
  responses: responses('A page of positions.', positionListSchema, 'invalid_parameter'),
})
