import { z } from '@hono/zod-openapi'
import { field } from '../fields'
import { accountParam, momentParam } from '../parameters'

export const syncBody = z
  .strictObject(
    {
      account: accountParam.optional(),
      since: momentParam
        .optional()
        .openapi({ description: 'Reads again what is newer than this.' }),
    },
    { error: (issue) => (issue.code === 'invalid_type' ? 'must be an object' : undefined) },
  )
  .openapi('SyncRequest')

const counts = {
  count: field
    .count()
    .openapi({ description: 'Rows read from Alpaca that now stand in the database.' }),
  seen: field.count().openapi({ description: 'Rows read from Alpaca, refused ones included.' }),
  inserted: field.count(),
  updated: field.count(),
  unchanged: field.count(),
  quarantined: field
    .count()
    .openapi({ description: 'Payloads that did not fit, put aside whole.' }),
}

const progress = {
  has_more: field
    .flag()
    .openapi({ description: 'The budget was used up: the next run goes on from here.' }),
  duration_ms: field.count(),
}

const accountReport = z
  .object({
    account_id: field.text(),
    label: field.text(),
    ...counts,
    ...progress,
    orders: z.object(counts),
    activities: z.object(counts),
    positions: z.object(counts),
  })
  .openapi('AccountSyncReport')

export const syncReportSchema = z
  .object({
    status: z.literal('success'),
    ...counts,
    ...progress,
    accounts: z.array(accountReport),
  })
  .openapi('SyncReport')
