import * as z from 'zod'
import { accountParam, momentParam } from '../lists/parameters'

export const syncBody = z
  .strictObject(
    {
      account: accountParam.optional(),
      since: momentParam
        .optional()
        .meta({ description: 'Also reads again everything after this time.' }),
    },
    { error: (issue) => (issue.code === 'invalid_type' ? 'must be an object' : undefined) },
  )
  .meta({ id: 'SyncRequest', description: 'What a sync reads. All properties are optional.' })

export const syncStatusQuery = z.strictObject({ account: accountParam.optional() })
