import * as z from 'zod'
import { OVERRIDE_KINDS } from '../../db/overrides/list'
import { field, nextCursor } from '../lists/fields'
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
import { tradeSchema } from '../trades/schemas'

/** The name of this list in its cursors. */
export const OVERRIDES = 'overrides'

const MOST_TAGS = 20
const MOST_AT_ONCE = 100

const overrideKey = z.tuple([cursorMoment, z.guid()])

export const overrideQuery = z.strictObject({
  account: accountParam.optional(),
  underlying: underlyingParam.optional(),
  kind: wordParam(OVERRIDE_KINDS).optional(),
  limit: limitParam(100),
  cursor: cursorParam(OVERRIDES, overrideKey).optional(),
})

export const overridePath = z.object({
  id: z
    .guid('must be a UUID')
    .transform((id) => id.toLowerCase())
    .meta({ type: 'string', format: 'uuid', description: "An override's id." }),
})

/** A name or a tag: one line, without spaces around it. */
const nameText = z.string('must be text or null').trim().pipe(textParam(64))

/** The same for readers of the contract. */
const LINE = { minLength: 1, maxLength: 64, pattern: NO_CONTROL_CHARACTERS }

const noteText = z
  .string('must be text or null')
  .max(2000, 'must be at most 2000 characters')
  .regex(/^[\P{Cc}\t\n\r]*$/u, 'must not have control characters')

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
          description: 'What to call it; null: as it was recognised.',
        }),
      tags: z
        .array(nameText, 'must be a list of tags, or null')
        .max(MOST_TAGS, `must be at most ${MOST_TAGS} tags`)
        .nullable()
        .transform((tags) => (tags === null || isEmpty(tags) ? null : [...new Set(tags)]))
        .optional()
        .meta({ type: ['array', 'null'], items: { type: 'string', ...LINE } }),
      note: noteText
        .nullable()
        .transform((note) => (note === null || isEmpty(note) ? null : note))
        .optional()
        .meta({
          type: ['string', 'null'],
          maxLength: 2000,
          // As above, for readers of the contract whose patterns know no Unicode classes.
          pattern: '^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]*$',
        }),
    },
    body('must be an object'),
  )
  .refine(
    (given) => Object.values(given).some((value) => value !== undefined),
    'must have strategy, tags or note',
  )
  .meta({ id: 'AnnotateRequest', minProperties: 1 })

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
      }),
    },
    body('must be an object'),
  )
  .meta({ id: 'MergeRequest' })

export const splitBody = z
  .strictObject(
    {
      trade_id: tradeIdParam,
      order_ids: listOf(textParam(64), 1, 'must be one or more order ids').meta({
        type: 'array',
        items: { type: 'string', ...LINE },
        minItems: 1,
        description: "Alpaca's ids of orders that opened the trade, not all of them.",
      }),
    },
    body('must be an object'),
  )
  .meta({ id: 'SplitRequest' })

export const overrideSchema = z
  .object({
    id: field.uuid(),
    account_id: field.text(),
    underlying: field.text(),
    kind: field.word(OVERRIDE_KINDS),
    facts: z.array(z.string()).meta({
      description: 'Orders (or activities) by Alpaca ids: what opened the trades it speaks of.',
    }),
    trade_ids: z.array(field.uuid()).meta({ description: 'The trades that these are in now.' }),
    strategy: field.text().nullable(),
    tags: z.array(z.string()).nullable(),
    note: field.text().nullable(),
    created_at: field.time(),
    updated_at: field.time(),
  })
  .meta({ id: 'Override' })

const success = z.literal('success')
const hasMore = field.flag().meta({
  description: 'It is written, but the trades are not worked out yet: the next sync does it.',
})

export const overrideListSchema = z.object({
  status: success,
  overrides: z.array(overrideSchema),
  next_cursor: nextCursor(),
})

export const annotatedSchema = z.object({
  status: success,
  trade: tradeSchema,
  override: overrideSchema.nullable().meta({ description: 'null when nothing is said.' }),
  has_more: hasMore,
})

export const mergedSchema = z.object({
  status: success,
  trade: tradeSchema,
  override: overrideSchema,
  has_more: hasMore,
})

export const splitSchema = z.object({
  status: success,
  trades: z.array(tradeSchema).meta({ description: 'What the trade has become.' }),
  override: overrideSchema,
  has_more: hasMore,
})

export const undoneSchema = z.object({
  status: success,
  trades: z.array(tradeSchema).meta({ description: 'The trades that its orders are in again.' }),
  has_more: hasMore,
})
