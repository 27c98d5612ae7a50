import { responses, WRITE_ERRORS } from '../http/responses'
import { createRoute } from '../http/route'
import { jsonBody } from '../middleware/json-body'
import { rebuildBody, rebuildSchema } from './schemas'

export const postRebuild = createRoute({
  method: 'post',
  path: '/trades/rebuild',
  operationId: 'rebuildTrades',
  tags: ['Trades'],
  summary: 'Works out every trade again from the beginning',
  description: 'Overrides are kept. Reads nothing from Alpaca.',
  middleware: [jsonBody()] as const,
  request: { body: { required: false, content: { 'application/json': { schema: rebuildBody } } } },
  responses: responses(
    'How much came out otherwise.',
    rebuildSchema,
    ...WRITE_ERRORS,
    'invalid_json',
    'sync_in_progress',
    'ledger_failed',
  ),
})
