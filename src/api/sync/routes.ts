import type { SyncScope } from '../../sync/run/context'
import { responses, WRITE_ERRORS } from '../http/responses'
import { createRoute } from '../http/route'
import { jsonBody } from '../middleware/json-body'
import { syncBody, syncStatusQuery } from './requests'
import { syncReportSchema, syncStatusSchema } from './schemas'

const SUMMARIES: Record<SyncScope, string> = {
  all: 'Sync orders, activities and positions, and update the trades',
  orders: 'Sync orders',
  positions: 'Sync positions',
  activities: 'Sync fills and other activities',
}

const postRoute = (scope: SyncScope, path: string, operationId: string) =>
  createRoute({
    method: 'post',
    path,
    middleware: [jsonBody()] as const,
    request: { body: { required: false, content: { 'application/json': { schema: syncBody } } } },
    ...(import.meta.inBundle ?? {
      operationId,
      tags: ['Sync'],
      summary: SUMMARIES[scope],
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
    }),
  })

/** The routes that start a run, by what the run reads. */
export const postSync = {
  all: postRoute('all', '/sync', 'sync'),
  orders: postRoute('orders', '/sync/orders', 'syncOrders'),
  positions: postRoute('positions', '/sync/positions', 'syncPositions'),
  activities: postRoute('activities', '/sync/activities', 'syncActivities'),
} satisfies Record<SyncScope, unknown>

export const getSyncStatus = createRoute({
  method: 'get',
  path: '/sync',
  request: { query: syncStatusQuery },
  ...(import.meta.inBundle ?? {
    operationId: 'getSyncStatus',
    tags: ['Sync'],
    summary: 'Sync status per account',
    responses: responses(
      'Sync status of each account by label, never synced accounts included.',
      syncStatusSchema,
      'invalid_parameter',
    ),
  }),
})
