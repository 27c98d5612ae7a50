import * as z from 'zod'
import { OVERRIDE_KINDS } from '../../db/overrides/list'
import { field, nextCursor, shared } from '../lists/fields'
import { tradeSchema } from '../trades/schemas'

export const overrideSchema = z
  .object({
    id: field.uuid('Id of the override.'),
    account_id: shared.accountId(),
    underlying: shared.underlying(),
    kind: field.word(OVERRIDE_KINDS, 'What the override does.'),
    facts: field.list(
      z.string(),
      "Alpaca's ids of the orders (or activities) that opened the trades it applies to.",
    ),
    trade_ids: field.list(
      z.string().meta({ format: 'uuid' }),
      'Trades that contain these orders now.',
    ),
    strategy: field.text('Name of the strategy that it sets. null if it sets none.').nullable(),
    tags: field.list(z.string(), 'Tags that it sets. null if it sets none.').nullable(),
    note: field.text('Note that it sets. null if it sets none.').nullable(),
    created_at: shared.createdAt(),
    updated_at: shared.updatedAt(),
  })
  .meta({ id: 'Override', description: 'Your change of the grouping or the labels of a trade.' })

const hasMore = field.flag(
  'Whether the override is stored but the trades are not computed yet. The next sync computes them.',
)

const override = overrideSchema.meta({ description: 'The override that was stored.' })

const trade = (description: string) => tradeSchema.meta({ description })

export const overrideListSchema = z.object({
  status: field.success(),
  overrides: field.list(overrideSchema, 'Overrides, newest first.'),
  next_cursor: nextCursor(),
})

export const annotatedSchema = z.object({
  status: field.success(),
  trade: trade('The trade after the change.'),
  override: overrideSchema.nullable().meta({
    description: 'The override that was stored. null if nothing is overridden any more.',
  }),
  has_more: hasMore,
})

export const mergedSchema = z.object({
  status: field.success(),
  trade: trade('The merged trade.'),
  override,
  has_more: hasMore,
})

export const splitSchema = z.object({
  status: field.success(),
  trades: field.list(tradeSchema, 'The trades after the split, last opened first.'),
  override,
  has_more: hasMore,
})

export const undoneSchema = z.object({
  status: field.success(),
  trades: field.list(tradeSchema, 'The trades without the override, last opened first.'),
  has_more: hasMore,
})
