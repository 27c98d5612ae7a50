import { responses } from '../http/responses'
import { createRoute } from '../http/route'
import { reconciliationQuery, reconciliationSchema } from './schemas'

export const getReconciliation = createRoute({
  method: 'get',
  path: '/reconciliation',
  operationId: 'getReconciliation',
  tags: ['Trades'],
  summary: 'Compare the ledger with the broker',
  description:
    'Compares open lots with positions, symbol by symbol, and the cash with everything that moved it. Names the cause of each difference.',
  request: { query: reconciliationQuery },
  responses: responses(
    'Both sides of each symbol and of the cash.',
    reconciliationSchema,
    'invalid_parameter',
  ),
})
