import { responses } from '../http/responses'
import { createRoute } from '../http/route'
import { statsQuery } from './requests'
import { statsSchema } from './schemas'

export const getStats = createRoute({
  method: 'get',
  path: '/stats',
  isExpensive: true,
  request: { query: statsQuery },
  ...(import.meta.inBundle ?? {
    operationId: 'getStats',
    tags: ['Trades'],
    summary: 'Get profit statistics',
    description:
      'Counts trades, not legs; with unit=campaign whole campaigns, closed when all their chosen trades are. Profit counts on the New York day of the closing execution, fees and dividends on their own days, a closed ' +
      'trade on the day it was last closed, and an open trade on the day it was opened. The rows of each group therefore ' +
      'add up to the total. The profit of incomplete trades is unknown, so their money and fees are left out; their dividends count.',
    responses: responses('The statistics.', statsSchema, 'invalid_parameter'),
  }),
})
