import * as z from 'zod'
import { QUARANTINE_SOURCES } from '../../db/quarantine/list'
import { accountParam, cursorMoment, cursorParam, limitParam, wordParam } from '../lists/parameters'

/** Name of this list in cursors. */
export const QUARANTINE = 'quarantine'

const MOST_AT_ONCE = 100

const quarantineKey = z.tuple([cursorMoment, z.guid()])

export const quarantineQuery = z.strictObject({
  account: accountParam.optional(),
  source: wordParam(QUARANTINE_SOURCES)
    .optional()
    .meta({ description: 'Only payloads of this kind.' }),
  healed: wordParam(['true', 'false', 'all']).default('false').meta({
    description: 'false: payloads that do not fit yet. true: payloads that fit by now. all: both.',
  }),
  limit: limitParam(100),
  cursor: cursorParam(QUARANTINE, quarantineKey).optional(),
})

export const retryBody = z
  .strictObject(
    {
      account: accountParam.optional(),
      ids: z
        .array(z.guid('must be UUIDs'), 'must be a list of ids')
        .min(1, 'must not be empty')
        .max(MOST_AT_ONCE, `must be at most ${MOST_AT_ONCE} ids`)
        .transform((ids) => [...new Set(ids.map((id) => id.toLowerCase()))])
        .optional()
        .meta({
          description: 'Ids of quarantined items. Without it, all that do not fit yet.',
        }),
    },
    { error: (issue) => (issue.code === 'invalid_type' ? 'must be an object' : undefined) },
  )
  .meta({
    id: 'QuarantineRetryRequest',
    description: 'Which items to try again. All properties are optional.',
  })
