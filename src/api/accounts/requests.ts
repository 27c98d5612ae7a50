import * as z from 'zod'
import { accountParam, cursorParam, cursorText, limitParam, wordParam } from '../lists/parameters'

/** Name of this list in cursors. */
export const ACCOUNTS = 'accounts'

export const accountsQuery = z.strictObject({
  account: accountParam.optional(),
  limit: limitParam(100),
  cursor: cursorParam(ACCOUNTS, z.tuple([cursorText])).optional(),
})

export const accountPath = z.object({
  label: accountParam,
})

export const deleteQuery = z.strictObject({
  data: wordParam(['erase']).optional().meta({
    description: 'erase: also deletes all data of the account. Without it, nothing is deleted.',
  }),
})
