import { responses } from '../http/responses'
import { createRoute } from '../http/route'
import { healthQuery } from './requests'
import { healthSchema } from './schemas'

export const getHealth = createRoute({
  method: 'get',
  path: '/health',
  security: 'optional',
  request: { query: healthQuery },
  ...(import.meta.inBundle ?? {
    operationId: 'getHealth',
    tags: ['Service'],
    summary: 'Check that the Worker is alive or, with deep=1, healthy',
    description:
      'Without deep: liveness only. Reads no setting and no database, and needs no token. With deep=1 and a token: 200 if the database answers and has every migration, no sync is overdue, no ledger differs from the broker and all trades can be computed. Otherwise 503 `unhealthy` with the same `checks`, so the status is enough for a monitoring service.',
    responses: responses('Alive or, with deep=1, healthy.', healthSchema, 'unhealthy'),
  }),
})
