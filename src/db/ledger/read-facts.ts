import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import {
  alpacaActivities,
  alpacaContracts,
  alpacaOrders,
  alpacaParentOrders,
  tradeOverrides,
} from '../schema'
import { micros } from './micros'

/** From when, and up to when, the facts of an underlying are read: microseconds, null without a bound. */
export interface FactRange {
  underlying: string
  from: number | null
  until: number | null
}

const decimal = z.string().nullable()

export const orderFactRow = z.object({
  underlying: z.string(),
  id: z.string(),
  mleg_parent: z.string().nullable(),
  primary_order: z.string().nullable(),
  created_at: z.number(),
  symbol: z.string(),
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

export const activityFactRow = z.object({
  underlying: z.string(),
  id: z.string(),
  activity_type: z.string(),
  order_id: z.string().nullable(),
  execution_id: z.string().nullable(),
  group_id: z.string().nullable(),
  symbol: z.string(),
  side: z.string().nullable(),
  qty: z.string(),
  cum_qty: decimal,
  price: decimal,
  net_amount: decimal,
  date: z.string().nullable(),
  at: z.number(),
  knows_order: z.boolean(),
})

export const contractFactRow = z.object({ symbol: z.string(), multiplier: z.string() })

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

// Types of activities that change a position; fees, dividends and the like are not the ledger's facts.
const POSITION_TYPES = [
  'FILL',
  'OPEXP',
  'OPASN',
  'OPEXC',
  'OPTRD',
  'OPCA',
  'SPLIT',
  'NC',
  'ACATS',
  'JNLS',
  'CFEE',
]

// Shares delivered are dated days after the option that delivered them.
const DAYS_OF_GRACE = 10

/** The ranges as rows: an underlying and its bounds. */
function ranges(of: readonly FactRange[]): SQL {
  const rows = of.map(({ underlying, from, until }) => ({ underlying, from, until }))
  return sql`(select r.underlying,
      coalesce(to_timestamp(0) + r."from" * interval '1 microsecond', '-infinity') as from_at,
      coalesce(to_timestamp(0) + r."until" * interval '1 microsecond', 'infinity') as until_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(underlying text, "from" float8, "until" float8)) f`
}

/** The orders of some underlyings that were created within their ranges. */
export function readOrderFacts(accountId: string, of: readonly FactRange[]): SQL {
  const created = sql`coalesce(o.alpaca_created_at, o.submitted_at, o.created_at)`
  return sql`select o.underlying, o.alpaca_order_id as id,
      case when p.id is not null then o.parent_order_id end as mleg_parent,
      case when p.id is null then o.parent_order_id end as primary_order,
      ${micros(created)} as created_at, o.symbol, o.asset_class, o.option_type, o.strike_price::text,
      o.expiry_date::text, o.side, o.position_intent, o.qty::text, o.filled_qty::text, o.filled_avg_price::text,
      ${micros(sql`coalesce(o.filled_at, o.canceled_at, o.expired_at, o.replaced_at, o.alpaca_updated_at, ${created})`)} as filled_at,
      o.status, o.replaced_by
    from ${ranges(of)} join ${alpacaOrders} o on o.account_id = ${accountId} and o.underlying = f.underlying
      and (o.alpaca_created_at >= f.from_at or o.alpaca_created_at is null)
    left join ${alpacaParentOrders} p on p.alpaca_order_id = o.parent_order_id
    where ${created} >= f.from_at and ${created} < f.until_at
    order by ${created}, o.alpaca_order_id`
}

/** The activities of some underlyings that changed positions within their ranges, and the fills of orders created in them. */
export function readActivityFacts(accountId: string, of: readonly FactRange[]): SQL {
  const types = sql.join(
    POSITION_TYPES.map((type) => sql`${type}`),
    sql`, `,
  )
  return sql`select a.underlying, a.activity_id as id, a.activity_type, a.order_id, a.execution_id, a.group_id, a.symbol,
      a.side, a.qty::text, a.cum_qty::text, a.price::text, a.net_amount::text, a.date::text,
      ${micros(sql`a.effective_at`)} as at, o.id is not null as knows_order
    from ${ranges(of)} join ${alpacaActivities} a on a.account_id = ${accountId} and a.underlying = f.underlying
      and a.effective_at >= f.from_at - interval '1 hour'
      and a.effective_at < f.until_at + make_interval(days => ${DAYS_OF_GRACE}::int)
    left join ${alpacaOrders} o on o.alpaca_order_id = a.order_id
    where a.activity_type in (${types}) and a.symbol is not null and a.qty is not null
      and a.status is distinct from 'canceled'
    order by a.effective_at, a.activity_id`
}

/** The multipliers of adjusted contracts of some underlyings. */
export function readContractFacts(of: readonly FactRange[]): SQL {
  return sql`select c.symbol, c.multiplier::text from ${ranges(of)} join ${alpacaContracts} c on c.underlying = f.underlying`
}

/** What the user said of trades of some underlyings. */
export function readOverrideFacts(accountId: string, of: readonly FactRange[]): SQL {
  return sql`select v.underlying, v.id::text, v.kind, v.facts, v.strategy, v.tags, v.note
    from ${ranges(of)} join ${tradeOverrides} v on v.account_id = ${accountId} and v.underlying = f.underlying
    order by v.created_at, v.id`
}
