import { responses, WRITE_ERRORS } from '../http/responses'
import { createRoute } from '../http/route'
import { jsonBody } from '../middleware/json-body'
import { quarantineListSchema, quarantineQuery, retryBody, retrySchema } from './schemas'

export const getQuarantine = createRoute({
  method: 'get',
  path: '/sync/quarantine',
  operationId: 'listQuarantine',
  tags: ['Sync'],
  summary: 'Payloads that did not fit, the last one first',
  description:
    'Why each was put aside. The payloads, which may hold personal data, stay in the database.',
  request: { query: quarantineQuery },
  responses: responses('A page of what was put aside.', quarantineListSchema, 'invalid_parameter'),
})

export const postRetry = createRoute({
  method: 'post',
  path: '/sync/quarantine/retry',
  operationId: 'retryQuarantine',
  tags: ['Sync'],
  summary: 'Tries again what was put aside',
  description:
    'Asks Alpaca for each, and reads what it no longer has as it is stored. Every run does so too, but not as thoroughly.',
  middleware: [jsonBody()] as const,
  request: { body: { required: false, content: { 'application/json': { schema: retryBody } } } },
  responses: responses(
    'What became of it. With has_more false all was tried.',
    retrySchema,
    ...WRITE_ERRORS,
    'invalid_json',
    'quarantine_not_found',
    'sync_in_progress',
    'ledger_failed',
    'alpaca_unavailable',
    'alpaca_unauthorized',
  ),
})
