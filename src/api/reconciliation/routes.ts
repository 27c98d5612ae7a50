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
      'Compares open lots with positions, symbol by symbol, the cash with everything that moved it, and the equity with what it was made of: equity - net deposits = realized + unrealized + dividends + interest + other - fees. Names the cause of each difference, and each activity that is not booked.',
    responses: responses(
      'Both sides of each symbol and of the cash.',
      reconciliationSchema,
      'invalid_parameter',
    ),
  }),
})
