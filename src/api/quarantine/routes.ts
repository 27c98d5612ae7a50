import { responses, WRITE_ERRORS } from '../http/responses'
import { createRoute } from '../http/route'
import { jsonBody } from '../middleware/json-body'
import { quarantineQuery, retryBody } from './requests'
import { quarantineListSchema, retrySchema } from './schemas'

export const getQuarantine = createRoute({
  method: 'get',
  path: '/sync/quarantine',
  request: { query: quarantineQuery },
  ...(import.meta.inBundle ?? {
    operationId: 'listQuarantine',
    tags: ['Sync'],
    summary: 'List quarantined payloads, newest first',
    description:
      'Payloads that did not fit, and why. The payloads themselves can contain personal data and stay in the database.',
    responses: responses('A page of quarantined items.', quarantineListSchema, 'invalid_parameter'),
  }),
})

export const postRetry = createRoute({
  method: 'post',
  path: '/sync/quarantine/retry',
  middleware: [jsonBody()] as const,
  request: { body: { required: false, content: { 'application/json': { schema: retryBody } } } },
  ...(import.meta.inBundle ?? {
    operationId: 'retryQuarantine',
    tags: ['Sync'],
    summary: 'Retry quarantined payloads',
    description:
      'Requests each item from Alpaca again. If Alpaca no longer has it, the stored payload is tried. Every sync does this too, but less thoroughly.',
    responses: responses(
      'What the retry did. If has_more is true, call again.',
      retrySchema,
      ...WRITE_ERRORS,
      'invalid_json',
      'quarantine_not_found',
      'sync_in_progress',
      'ledger_failed',
      'alpaca_unavailable',
      'alpaca_unauthorized',
    ),
  }),
})
