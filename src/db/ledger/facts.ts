import { type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import { momentText } from '../../time/micros'
import { meansWhere } from '../activities/meaning'
import {
  alpacaActivities,
  alpacaContracts,
  alpacaOrders,
  alpacaParentOrders,
  tradeOverrides,
} from '../schema'
import { isOneOf } from '../statements/is-one-of'
import { epochMicros } from '../statements/moment'
import { exerciseCost } from './exercise-costs'
import { selectSettlements, settlement } from './settlements'

/**
 * The range of facts to read. `from` (inclusive) and `until` (exclusive) are in microseconds since
 * 1970, null without a bound; `limit` is a number of rows.
 */
export interface FactRange {
  underlyings: readonly string[]
  from: number | null
  until: number | null
  limit: number
}

const decimal = z.string().nullable()

/** A row of `readOrderFacts`. `created_at` and `filled_at` are in microseconds since 1970. */
export const orderFactRow = z.object({
  underlying: z.string(),
  id: z.string(),
  mleg_parent: z.string().nullable(),
  primary_order: z.string().nullable(),
  created_at: z.number(),
  symbol: z.string(),
  paid_with: z.string().nullable(),
  asset_class: z.string().nullable(),
  option_type: z.enum(['call', 'put']).nullable(),
  strike_price: decimal,
  expiry_date: z.string().nullable(),
  side: z.enum(['buy', 'sell']),
  position_intent: z.string().nullable(),
  qty: decimal,
  filled_qty: z.string(),
  filled_avg_price: decimal,
  filled_at: z.number(),
  status: z.string(),
  replaced_by: z.string().nullable(),
})

/** A row of `readActivityFacts`. `at` is in microseconds since 1970. */
export const activityFactRow = z.object({
  underlying: z.string(),
  id: z.string(),
  activity_type: z.string(),
  activity_sub_type: z.string().nullable(),
  fill_type: z.string().nullable(),
  previous_id: z.string().nullable(),
  in_force: z.boolean(),
  has_vanished: z.boolean(),
  description: z.string().nullable(),
  order_id: z.string().nullable(),
  execution_id: z.string().nullable(),
  group_id: z.string().nullable(),
  symbol: z.string(),
  paid_with: z.string().nullable(),
  side: z.string().nullable(),
  qty: z.string(),
  cum_qty: decimal,
  price: decimal,
  net_amount: decimal,
  date: z.string().nullable(),
  at: z.number(),
  knows_order: z.boolean(),
  settlement: settlement.nullable(),
  /** What the rights cost that it takes up, as the account paid it. */
  exercise_cost: decimal,
})

/** A row of `readContractFacts`. */
export const contractFactRow = z.object({
  symbol: z.string(),
  underlying: z.string(),
  multiplier: z.string(),
  /** As Alpaca lists them. */
  deliverables: z.unknown(),
})

/** A row of `readOverrideFacts`. */
export const overrideFactRow = z.object({
  underlying: z.string(),
  id: z.string(),
  kind: z.enum(['merge', 'split', 'annotate']),
  facts: z.array(z.string()),
  strategy: z.string().nullable(),
  tags: z.array(z.string()).nullable(),
  note: z.string().nullable(),
})

export type OrderFactRow = z.infer<typeof orderFactRow>
export type ActivityFactRow = z.infer<typeof activityFactRow>
export type ContractFactRow = z.infer<typeof contractFactRow>
export type OverrideFactRow = z.infer<typeof overrideFactRow>

/** Activities that change a position, or cash of one, in a way that the ledger books. */
const IS_BOOKED = meansWhere(({ position }) => position !== null)
const IS_ACTION = meansWhere(({ position }) => position === 'adjustment')
const IS_FILL = meansWhere(({ position }) => position === 'fill')

// Delivered shares are dated days after the option that delivered them.
const DAYS_OF_GRACE = 10

/**
 * Microseconds as a timestamptz literal that the planner sees: it then knows how few rows the range
 * holds.
 */
const momentOf = (at: number | null, unbounded: string): SQL =>
  sql`${at === null ? unbounded : momentText(at)}::timestamptz`

/** Selects the orders of some underlyings that were created within a range. */
export function readOrderFacts(
  accountId: string,
  { underlyings, from, until, limit }: FactRange,
): SQL {
  const filledAt = sql`coalesce(o.filled_at, o.canceled_at, o.expired_at, o.replaced_at, o.alpaca_updated_at, o.placed_at)`
  return sql`select o.underlying, o.alpaca_order_id as id,
      case when p.id is not null then o.parent_order_id end as mleg_parent,
      case when p.id is null then o.parent_order_id end as primary_order,
      ${epochMicros(sql`o.placed_at`)} as created_at, o.symbol, o.paid_with, o.asset_class, o.option_type, o.strike_price::text,
      o.expiry_date::text, o.side, o.position_intent, o.qty::text, o.filled_qty::text, o.filled_avg_price::text,
      ${epochMicros(filledAt)} as filled_at, o.status, o.replaced_by
    from ${alpacaOrders} o left join ${alpacaParentOrders} p on p.alpaca_order_id = o.parent_order_id
    where o.account_id = ${accountId} and ${isOneOf(sql`o.underlying`, underlyings)}
      and o.placed_at >= ${momentOf(from, '-infinity')} and o.placed_at < ${momentOf(until, 'infinity')}
    order by o.placed_at, o.alpaca_order_id limit ${limit}::int`
}

/**
 * Selects the activities of some underlyings that change positions within a range, and the fills of
 * orders created in it, those that were taken back included.
 */
export function readActivityFacts(
  accountId: string,
  { underlyings, from, until, limit }: FactRange,
): SQL {
  return sql`select a.underlying, a.activity_id as id, a.activity_type, a.activity_sub_type, a.fill_type, a.previous_id, a.in_force, a.vanished_at is not null as has_vanished, a.order_id,
      case when ${IS_ACTION} then a.raw_data->>'description' end as description, a.execution_id, a.group_id, a.symbol, a.paid_with,
      a.side, coalesce(a.qty, 0)::text as qty, a.cum_qty::text, a.price::text, a.net_amount::text, a.date::text,
      ${epochMicros(sql`a.effective_at`)} as at,
      o.id is not null or exists (select from ${alpacaParentOrders} k
        where k.account_id = a.account_id and k.alpaca_order_id = a.order_id) as knows_order, s.settlement, ${exerciseCost(accountId)} as exercise_cost
    from ${alpacaActivities} a left join ${alpacaOrders} o
      on o.alpaca_order_id = a.order_id and o.account_id = a.account_id
    left join (${selectSettlements(accountId, underlyings, momentOf(from, '-infinity'))}) s on s.activity_id = a.activity_id
    cross join lateral (select a.activity_id, a.activity_type, a.qty, a.date) v
    where a.account_id = ${accountId} and ${isOneOf(sql`a.underlying`, underlyings)}
      and a.effective_at >= ${momentOf(from, '-infinity')} - interval '1 hour'
      and a.effective_at < ${momentOf(until, 'infinity')} + make_interval(days => ${DAYS_OF_GRACE}::int)
      and ${IS_BOOKED} and a.symbol is not null
      and (a.qty is not null or (${IS_ACTION} and a.net_amount <> 0) or a.fill_type = 'trade_bust')
      and (a.in_force or ${IS_FILL})
    order by a.effective_at, a.activity_id limit ${limit}::int`
}

const names = (underlyings: readonly string[]): SQL =>
  sql`(select jsonb_array_elements_text(${JSON.stringify(underlyings)}::jsonb))`

/** Selects the multipliers and deliverables of adjusted contracts of some underlyings. */
export function readContractFacts(underlyings: readonly string[]): SQL {
  return sql`select symbol, underlying, multiplier::text, raw_data->'deliverables' as deliverables
    from ${alpacaContracts} where underlying in ${names(underlyings)}`
}

/** Selects the user's overrides for some underlyings. */
export function readOverrideFacts(accountId: string, underlyings: readonly string[]): SQL {
  return sql`select underlying, id::text, kind, facts, strategy, tags, note from ${tradeOverrides}
    where account_id = ${accountId} and underlying in ${names(underlyings)} order by created_at, id`
}
