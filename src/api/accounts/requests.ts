import * as z from 'zod'
import { accountParam, cursorParam, cursorText, limitParam, wordParam } from '../lists/parameters'
import { accountLabel, alpacaHost, alpacaKey, PAPER_HOST } from './key-fields'

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

export const labelPath = z.object({
  label: accountLabel.meta({
    pattern: '^[^/\\\\?#%\\u0000-\\u001f\\u007f-\\u009f]*$',
    description: 'Your label of the account, without / \\ ? # and %. Not the form of an id.',
  }),
})

const KEY = { type: 'string', pattern: '^[!-~]{1,256}$' } as const

export const keysBody = z
  .strictObject(
    {
      key_id: alpacaKey.meta({ ...KEY, description: 'Key id, as Alpaca shows it.' }),
      secret_key: alpacaKey.meta({
        ...KEY,
        description: 'Secret key. It is sealed, and never shown again.',
      }),
      base_url: alpacaHost.optional().meta({
        type: 'string',
        format: 'uri',
        maxLength: 300,
        examples: [PAPER_HOST],
        description: `Host that the keys are for. By default that of the stored keys, else ${PAPER_HOST}.`,
      }),
    },
    { error: (issue) => (issue.code === 'invalid_type' ? 'must be an object' : undefined) },
  )
  .meta({ id: 'AccountKeysRequest', description: 'Keys of an account.' })
