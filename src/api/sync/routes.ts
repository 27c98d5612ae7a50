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
      'What the run did. If has_more is true, call again.',
      syncReportSchema,
      ...WRITE_ERRORS,
      'invalid_json',
      'sync_in_progress',
      'ledger_failed',
      'alpaca_unavailable',
      'alpaca_unauthorized',
    ),
  })

/** The routes that start a run, by what the run reads. */
export const postSync = {
  all: postRoute('sync', '/sync', 'Sync orders, activities and positions, and update the trades'),
  orders: postRoute('syncOrders', '/sync/orders', 'Sync orders'),
  positions: postRoute('syncPositions', '/sync/positions', 'Sync positions'),
  activities: postRoute('syncActivities', '/sync/activities', 'Sync fills and other activities'),
} satisfies Record<SyncScope, unknown>

export const getSyncStatus = createRoute({
  method: 'get',
  path: '/sync',
  operationId: 'getSyncStatus',
  tags: ['Sync'],
  summary: 'Sync status per account',
  request: { query: syncStatusQuery },
  responses: responses(
    'Sync status of each account by label, never synced accounts included.',
    syncStatusSchema,
    'invalid_parameter',
  ),
})
