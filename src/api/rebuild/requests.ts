import * as z from 'zod'
import { accountParam } from '../lists/parameters'

export const rebuildBody = z
  .strictObject(
    { account: accountParam.optional() },
    { error: (issue) => (issue.code === 'invalid_type' ? 'must be an object' : undefined) },
  )
  .meta({
    id: 'RebuildRequest',
    description: 'Which account to rebuild. All properties are optional.',
  })
