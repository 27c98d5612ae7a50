import * as z from 'zod'
import { QUARANTINE_SOURCES } from '../../db/quarantine/list'
import { field, nextCursor } from '../lists/fields'
import { accountParam, cursorMoment, cursorParam, limitParam, wordParam } from '../lists/parameters'

/** The name of this list in its cursors. */
export const QUARANTINE = 'quarantine'

const MOST_AT_ONCE = 100

const quarantineKey = z.tuple([cursorMoment, z.guid()])

export const quarantineQuery = z.strictObject({
  account: accountParam.optional(),
  source: wordParam(QUARANTINE_SOURCES).optional(),
  healed: wordParam(['true', 'false', 'all'])
    .default('false')
    .meta({ description: 'false: what still does not fit; true: what a good payload replaced.' }),
  limit: limitParam(100),
  cursor: cursorParam(QUARANTINE, quarantineKey).optional(),
})

export const quarantinedSchema = z
  .object({
    id: field.uuid(),
    account_id: field.text(),
    source: field.word(QUARANTINE_SOURCES),
    item_id: field
      .text()
      .nullable()
      .meta({ description: "Alpaca's id of it, or a symbol; null when it came without." }),
    reason: field.text().meta({ description: 'Which fields do not fit; never what they hold.' }),
    stored: field.flag().meta({
      description: 'Whether an order or activity is stored under this id, as it was before.',
    }),
    first_seen_at: field.time(),
    seen_at: field.time().meta({ description: 'Since when it looks as it does now.' }),
    tried_at: field
      .time()
      .nullable()
      .meta({ description: 'When it was last tried apart from what each run reads.' }),
    healed_at: field.time().nullable(),
  })
  .meta({ id: 'QuarantinedItem' })

export const quarantineListSchema = z
  .object({
    status: z.literal('success'),
    quarantine: z.array(quarantinedSchema),
    next_cursor: nextCursor(),
  })
  .meta({ id: 'QuarantineList' })

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
        .meta({ description: 'Rows of the list; without it, all that do not fit yet.' }),
    },
    { error: (issue) => (issue.code === 'invalid_type' ? 'must be an object' : undefined) },
  )
  .meta({ id: 'QuarantineRetryRequest' })

const figures = {
  retried: field.count().meta({ description: 'What did not fit and was tried again.' }),
  healed: field.count(),
  quarantined: field.count().meta({ description: 'What still does not fit.' }),
  has_more: field
    .flag()
    .meta({ description: 'The budget was used up before all was tried: call again.' }),
}

export const retrySchema = z
  .object({
    status: z.literal('success'),
    ...figures,
    duration_ms: field.count(),
    accounts: z.array(
      z.object({
        account_id: field.text(),
        label: field.text(),
        stopped: field.flag().meta({ description: 'Its sync is stopped: it was skipped.' }),
        ...figures,
      }),
    ),
  })
  .meta({ id: 'QuarantineRetry' })
