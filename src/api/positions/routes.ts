import { createRoute } from '@hono/zod-openapi'
import { responses } from '../responses'
import { positionListSchema, positionQuery } from './schemas'

export const getPositions = createRoute({
  method: 'get',
  path: '/positions',
  tags: ['Positions'],
  summary: 'Positions, by symbol',
  request: { query: positionQuery },
  responses: responses('A page of positions.', positionListSchema, 'invalid_parameter'),
})
