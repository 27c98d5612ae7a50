import { createRoute } from '../route'
import { healthSchema } from './schemas'

export const getHealth = createRoute({
  method: 'get',
  path: '/health',
  operationId: 'getHealth',
  tags: ['Service'],
  summary: 'Whether the Worker answers',
  description: 'Liveness only: reads no setting and no database, needs no token.',
  security: [],
  responses: {
    200: { description: 'It does.', content: { 'application/json': { schema: healthSchema } } },
  },
})
