import * as z from 'zod'
import { OVERRIDE_KINDS } from '../../db/overrides/list'
import {
  accountParam,
  cursorMoment,
  cursorParam,
  limitParam,
  NO_CONTROL_CHARACTERS,
  textParam,
  tradeIdParam,
  underlyingParam,
  wordParam,
} from '../lists/parameters'

/** Name of this list in cursors. */
export const OVERRIDES = 'overrides'

const MOST_TAGS = 20

const MOST_AT_ONCE = 100

const overrideKey = z.tuple([cursorMoment, z.guid()])

export const overrideQuery = z.strictObject({
  account: accountParam.optional(),
  underlying: underlyingParam.optional(),
  kind: wordParam(OVERRIDE_KINDS).optional().meta({ description: 'Only overrides of this kind.' }),
  limit: limitParam(100),
  cursor: cursorParam(OVERRIDES, overrideKey).optional(),
})

export const overridePath = z.object({
  id: z
    .guid('must be a UUID')
    .transform((id) => id.toLowerCase())
    .meta({ type: 'string', format: 'uuid', description: 'Id of the override.' }),
})

/** A name or a tag: one line, trimmed. */
const nameText = z.string('must be text or null').trim().pipe(textParam(64))

/** The same in JSON Schema. */
const LINE = { minLength: 1, maxLength: 64, pattern: NO_CONTROL_CHARACTERS }

const noteText = z
  .string('must be text or null')
  .max(2000, 'must be at most 2000 characters')
  .regex(/^[\P{Cc}\t\n\r]*$/u, 'must not contain control characters')

const body = (error: string) => ({
  error: (issue: { code?: string | undefined }) =>
    issue.code === 'invalid_type' ? error : undefined,
})

const isEmpty = (value: string | readonly string[] | null) => value === null || value.length === 0

export const annotateBody = z
  .strictObject(
    {
      strategy: nameText
        .nullable()
        .optional()
        .meta({
          ...LINE,
          type: ['string', 'null'],
          description: 'Name of the strategy. null restores the recognised name.',
        }),
      tags: z
        .array(nameText, 'must be a list of tags, or null')
        .max(MOST_TAGS, `must be at most ${MOST_TAGS} tags`)
        .nullable()
        .transform((tags) => (tags === null || isEmpty(tags) ? null : [...new Set(tags)]))
        .optional()
        .meta({
          type: ['array', 'null'],
          items: { type: 'string', ...LINE },
          description: 'Tags, replacing the present ones. null or an empty list removes them.',
        }),
      note: noteText
        .nullable()
        .transform((note) => (note === null || isEmpty(note) ? null : note))
        .optional()
        .meta({
          type: ['string', 'null'],
          maxLength: 2000,
          description: 'Note. null or an empty text removes it.',
          // The same without Unicode classes, which JSON Schema patterns lack.
          pattern: '^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]*$',
        }),
    },
    body('must be an object'),
  )
  .refine(
    (given) => Object.values(given).some((value) => value !== undefined),
    'must have strategy, tags or note',
  )
  .meta({
    id: 'AnnotateRequest',
    minProperties: 1,
    description: 'Changes of a trade. A property that is left out stays as it is.',
  })

const listOf = <Item extends z.ZodType>(item: Item, least: number, message: string) =>
  z
    .array(item, message)
    .max(MOST_AT_ONCE, `must be at most ${MOST_AT_ONCE}`)
    .transform((ids) => [...new Set(ids)])
    .refine((ids) => ids.length >= least, message)

export const mergeBody = z
  .strictObject(
    {
      trade_ids: listOf(tradeIdParam, 2, 'must be two or more trade ids').meta({
        type: 'array',
        items: { type: 'string', format: 'uuid' },
        minItems: 2,
        description: 'Ids of the trades to merge, of one account and underlying.',
      }),
    },
    body('must be an object'),
  )
  .meta({ id: 'MergeRequest', description: 'Trades to merge.' })

export const splitBody = z
  .strictObject(
    {
      trade_id: tradeIdParam,
      order_ids: listOf(textParam(64), 1, 'must be one or more order ids').meta({
        type: 'array',
        items: { type: 'string', ...LINE },
        minItems: 1,
        description: "Alpaca's ids of opening orders of the trade, but not of all of them.",
      }),
    },
    body('must be an object'),
  )
  .meta({ id: 'SplitRequest', description: 'Opening orders to split off a trade.' })
