import type { SyncScope } from '../../sync/run/context'
import { responses, WRITE_ERRORS } from '../http/responses'
import { createRoute } from '../http/route'
import { jsonBody } from '../middleware/json-body'
import { syncBody, syncReportSchema, syncStatusQuery, syncStatusSchema } from './schemas'

const postRoute = (operationId: string, path: string, summary: string) =>
  createRoute({
    method: 'post',
    path,
    operationId,
    tags: ['Sync'],
    summary,
    middleware: [jsonBody()] as const,
    request: { body: { required: false, content: { 'application/json': { schema: syncBody } } } },
    responses: responses(
      'What the run did. With has_more false it is complete.',
      syncReportSchema,
      ...WRITE_ERRORS,
      'invalid_json',
      'sync_in_progress',
      'ledger_failed',
      'alpaca_unavailable',
      'alpaca_unauthorized',
    ),
  })

/** The four ways to start a run, by what it reads. */
export const postSync = {
  all: postRoute(
    'sync',
    '/sync',
    'Reads orders, activities and positions, and brings the trades up to date',
  ),
  orders: postRoute('syncOrders', '/sync/orders', 'Reads orders'),
  positions: postRoute('syncPositions', '/sync/positions', 'Reads positions'),
  activities: postRoute('syncActivities', '/sync/activities', 'Reads fills and other activities'),
} satisfies Record<SyncScope, unknown>

export const getSyncStatus = createRoute({
  method: 'get',
  path: '/sync',
  operationId: 'getSyncStatus',
  tags: ['Sync'],
  summary: 'How the sync of each account stands',
  request: { query: syncStatusQuery },
  responses: responses(
    'Accounts by label, those that were never synced too.',
    syncStatusSchema,
    'invalid_parameter',
  ),
})
