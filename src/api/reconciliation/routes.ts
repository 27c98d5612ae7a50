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
    'Compares open lots with positions, symbol by symbol, the cash with everything that moved it, and the equity with what it was made of: equity - net deposits = realized + unrealized + dividends + interest + other - fees. Names the cause of each difference, and each activity that is not booked.',
  request: { query: reconciliationQuery },
  responses: responses(
    'Both sides of each symbol and of the cash.',
    reconciliationSchema,
    'invalid_parameter',
  ),
})
