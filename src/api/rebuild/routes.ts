import { responses, WRITE_ERRORS } from '../http/responses'
import { createRoute } from '../http/route'
import { jsonBody } from '../middleware/json-body'
import { rebuildBody } from './requests'
import { rebuildSchema } from './schemas'

export const postRebuild = createRoute({
  method: 'post',
  path: '/trades/rebuild',
  middleware: [jsonBody()] as const,
  request: { body: { required: false, content: { 'application/json': { schema: rebuildBody } } } },
  ...(import.meta.inBundle ?? {
    operationId: 'rebuildTrades',
    tags: ['Trades'],
    summary: 'Compute every trade again from the beginning',
    description:
      'Computes from stored rows alone, counts the differences and corrects them. Overrides are kept. Reads nothing from Alpaca.',
    responses: responses(
      'Number of differences that were corrected. If has_more is true, call again.',
      rebuildSchema,
      ...WRITE_ERRORS,
      'invalid_json',
      'sync_in_progress',
      'ledger_failed',
    ),
  }),
})
