import { responses } from '../http/responses'
import { createRoute } from '../http/route'
import { statsQuery, statsSchema } from './schemas'

export const getStats = createRoute({
  method: 'get',
  path: '/stats',
  operationId: 'getStats',
  tags: ['Trades'],
  summary: 'What the trades made',
  description:
    'Trades are counted, not legs. Profit falls on the New York day of the closing execution, a fee on its own; a closed ' +
    'trade counts when it was last closed, an open one when it was opened. So the rows of each view add up to the total. ' +
    'Incomplete trades have no profit to tell: their money and fees are left out.',
  isExpensive: true,
  request: { query: statsQuery },
  responses: responses('All views.', statsSchema, 'invalid_parameter'),
})
