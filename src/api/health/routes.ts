import { responses } from '../http/responses'
import { createRoute } from '../http/route'
import { healthQuery, healthSchema } from './schemas'

export const getHealth = createRoute({
  method: 'get',
  path: '/health',
  operationId: 'getHealth',
  tags: ['Service'],
  summary: 'Whether the Worker answers; with deep=1, whether all is well',
  description:
    'Without deep, liveness only: reads no setting and no database, needs no token. With deep=1 and a token: 200 when the database answers and has every migration, no sync is overdue, no ledger differs from the broker, and all trades can be worked out; else 503 `unhealthy` with the same `checks`, so that a monitoring service can go by the status alone.',
  security: 'optional',
  request: { query: healthQuery },
  responses: responses('All is well.', healthSchema, 'unhealthy'),
})
