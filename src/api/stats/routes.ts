import { responses } from '../http/responses'
import { createRoute } from '../http/route'
import { statsQuery, statsSchema } from './schemas'

export const getStats = createRoute({
  method: 'get',
  path: '/stats',
  operationId: 'getStats',
  tags: ['Trades'],
  summary: 'Get profit statistics',
  description:
    'Counts trades, not legs. Profit counts on the New York day of the closing execution, a fee on its own day, a closed ' +
    'trade on the day it was last closed, and an open trade on the day it was opened. The rows of each group therefore ' +
    'add up to the total. The profit of incomplete trades is unknown, so their money and fees are left out.',
  isExpensive: true,
  request: { query: statsQuery },
  responses: responses('The statistics.', statsSchema, 'invalid_parameter'),
})
