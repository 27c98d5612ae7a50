import { responses } from '../http/responses'
import { createRoute } from '../http/route'
import { reconciliationQuery, reconciliationSchema } from './schemas'

export const getReconciliation = createRoute({
  method: 'get',
  path: '/reconciliation',
  operationId: 'getReconciliation',
  tags: ['Trades'],
  summary: 'Whether the ledger agrees with the broker',
  description:
    'Open lots against positions, symbol by symbol, and cash against what moved it; a difference has its cause in words.',
  request: { query: reconciliationQuery },
  responses: responses('Both sides.', reconciliationSchema, 'invalid_parameter'),
})
