import * as z from 'zod'
import { overrideFactRow } from '../../db/ledger/facts'
import type { Checkpoint } from '../../engine/book/checkpoint'
import { TRADE_CLOSE_CAUSES } from '../../engine/model/close-cause'
import { STRATEGY_TYPES } from '../../engine/strategies/strategy-types'

const cause = z.enum(TRADE_CLOSE_CAUSES)

const leg = z.object({
  symbol: z.string(),
  underlying: z.string(),
  kind: z.enum(['call', 'put', 'stock', 'crypto']),
  strike: z.string().nullable(),
  expiry: z.string().nullable(),
  multiplier: z.string(),
  adjusted: z
    .union([z.object({ shares: z.string(), cash: z.string() }), z.literal('other')])
    .exactOptional(),
  sign: z.union([z.literal(1), z.literal(-1)]),
  delivered: z.boolean(),
  sums: z.tuple([z.string(), z.string(), z.string(), z.string(), z.string()]),
  causes: z.array(cause),
  lots: z.array(
    z.object({
      quantity: z.string(),
      price: z.string(),
      cost: z.string().nullable(),
      at: z.number(),
    }),
  ),
})

const override = overrideFactRow.omit({ underlying: true })

const trade = z.object({
  factId: z.string(),
  structure: z.object({
    strategy: z.string(),
    strategyType: z.enum(STRATEGY_TYPES),
    units: z.number(),
  }),
  shape: z.string(),
  units: z.number(),
  openedAt: z.number(),
  closedAt: z.number().nullable(),
  incomplete: z.boolean(),
  overrideId: z.string().nullable(),
  annotation: override.nullable(),
  rolledFrom: z.string().nullable(),
  chain: z.string().nullable(),
  rollCount: z.number(),
  isRolled: z.boolean(),
  assignedFrom: z.string().nullable(),
  delivererOpenedAt: z.number().nullable(),
  coveredBy: z.string().nullable(),
  renamed: z.array(z.tuple([z.string(), z.string()])),
  numbered: z.array(z.string()).nullable(),
  legs: z.array(leg),
})

/** A checkpoint as the ledger keeps it. */
export const checkpointShape: z.ZodType<Checkpoint> = z.object({
  at: z.number(),
  trades: z.array(trade),
  consumed: z.array(z.object({ id: z.string(), at: z.number() })),
})
