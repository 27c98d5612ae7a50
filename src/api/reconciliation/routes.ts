import { responses } from '../http/responses'
import { createRoute } from '../http/route'
import { reconciliationQuery } from './requests'
import { reconciliationSchema } from './schemas'

export const getReconciliation = createRoute({
  method: 'get',
  path: '/reconciliation',
  request: { query: reconciliationQuery },
  ...(import.meta.inBundle ?? {
    operationId: 'getReconciliation',
    tags: ['Trades'],
    summary: 'Compare the ledger with the broker',
    description:
      'Compares open lots with positions, symbol by symbol, and the cash with everything that moved it. Names the cause of each difference.',
    responses: responses(
      'Both sides of each symbol and of the cash.',
      reconciliationSchema,
      'invalid_parameter',
    ),
  }),
})
