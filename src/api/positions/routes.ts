import { responses } from '../http/responses'
import { createRoute } from '../http/route'
import { positionQuery } from './requests'
import { positionListSchema } from './schemas'

export const getPositions = createRoute({
  method: 'get',
  path: '/positions',
  request: { query: positionQuery },
  ...(import.meta.inBundle ?? {
    operationId: 'listPositions',
    tags: ['Positions'],
    summary: 'List positions by symbol',
    responses: responses('A page of positions.', positionListSchema, 'invalid_parameter'),
  }),
})
