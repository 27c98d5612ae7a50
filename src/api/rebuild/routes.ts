import { jsonBody } from '../middleware/json-body'
import { responses } from '../responses'
import { createRoute } from '../route'
import { rebuildBody, rebuildSchema } from './schemas'

export const postRebuild = createRoute({
  method: 'post',
  path: '/trades/rebuild',
  operationId: 'rebuildTrades',
  tags: ['Trades'],
  summary: 'Works out every trade again from the beginning',
  description: 'Overrides are kept. Reads nothing from Alpaca.',
  middleware: [jsonBody()] as const,
  request: { body: { required: true, content: { 'application/json': { schema: rebuildBody } } } },
  responses: responses(
    'How much came out otherwise.',
    rebuildSchema,
    'invalid_parameter',
    'invalid_json',
    'forbidden',
    'sync_in_progress',
    'payload_too_large',
  ),
})
