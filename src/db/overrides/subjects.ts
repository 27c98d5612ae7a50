import { type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import { units } from '../ledger/units'
import {
  alpacaAccounts,
  alpacaOrders,
  alpacaTradeFills,
  alpacaTrades,
  tradeOverrides,
} from '../schema'

/** A trade that an override is requested for. */
export const subjectTrade = z.object({
  trade_id: z.string(),
  account_id: z.string(),
  label: z.string(),
  underlying: z.string(),
})

/**
 * A fact that opened a trade: an order, or an activity when no order did. For a trade without an
 * opening, each of its orders.
 */
export const subjectFact = z.object({
  trade_id: z.string(),
  fact: z.string(),
  /**
   * `order`: the order's fills opened the trade. `activity`: the activity did. `nothing`: nothing
   * has opened it, or its opening precedes the history.
   */
  opened_by: z.enum(['order', 'activity', 'nothing']),
})

/** An override and the label of its account. */
export const storedOverride = z.object({
  id: z.string(),
  account_id: z.string(),
  label: z.string(),
  underlying: z.string(),
  kind: z.enum(['merge', 'split', 'annotate']),
  facts: z.array(z.string()),
})

export type SubjectTrade = z.infer<typeof subjectTrade>
export type SubjectFact = z.infer<typeof subjectFact>
export type StoredOverride = z.infer<typeof storedOverride>

const listOf = (ids: readonly string[], type: SQL): SQL =>
  sql`(select value::${type} from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`

/** Selects trades by their ids. */
export function selectSubjects(tradeIds: readonly string[]): SQL {
  return sql`select t.trade_id::text, t.account_id, a.label, t.underlying
    from ${alpacaTrades} t join ${alpacaAccounts} a on a.account_id = t.account_id
    where t.trade_id in ${listOf(tradeIds, sql`uuid`)}`
}

/**
 * Selects the facts that opened some trades, the earliest first. In a trade that orders opened,
 * activities (delivered shares that were netted in it) do not count.
 */
export function selectSubjectFacts(tradeIds: readonly string[]): SQL {
  const ids = listOf(tradeIds, sql`uuid`)
  const created = sql`coalesce(o.alpaca_created_at, o.submitted_at)`
  return sql`with opened as (
      select f.trade_id, coalesce(f.order_id, f.activity_id) as fact,
        case when f.order_id is null then 'activity' else 'order' end as opened_by,
        min(coalesce(${created}, f.executed_at)) as at
      from ${alpacaTradeFills} f left join ${alpacaOrders} o
        on o.alpaca_order_id = f.order_id and o.account_id = f.account_id
      where f.trade_id in ${ids} and f.effect = 'open' group by 1, 2, 3
    ),
    own as (
      select * from opened x where x.opened_by = 'order'
        or not exists (select from opened y where y.trade_id = x.trade_id and y.opened_by = 'order')
      union all
      select o.trade_id, o.alpaca_order_id, 'nothing', ${created} from ${alpacaOrders} o
      where o.trade_id in ${ids} and not exists (select from opened x where x.trade_id = o.trade_id)
    )
    select trade_id::text, fact, opened_by from own order by at, fact`
}

const override = sql`v.id::text, v.account_id, a.label, v.underlying, v.kind, v.facts
  from ${tradeOverrides} v join ${alpacaAccounts} a on a.account_id = v.account_id`

/**
 * Selects the overrides of the same accounts and underlyings as some trades, and of the underlyings
 * that are folded with them.
 */
export function selectOverridesNear(tradeIds: readonly string[]): SQL {
  const trades = sql`from ${alpacaTrades} t where t.trade_id in ${listOf(tradeIds, sql`uuid`)}`
  const ties = units(
    sql`(select t.account_id ${trades})`,
    sql`select t.account_id, t.underlying ${trades}`,
  )
  return sql`with recursive ${ties}
    select ${override} where (v.account_id, v.underlying) in (select account_id, member from unit)`
}

/** Selects one override as a `storedOverride`. */
export const selectOverride = (id: string): SQL => sql`select ${override} where v.id = ${id}::uuid`

/**
 * Selects `trade_id`: the trades that some facts opened, or else those that hold the orders. A fill
 * of an activity has the activity's id as its execution id.
 */
export function selectTradesHolding(accountId: string, facts: readonly string[]): SQL {
  const ids = listOf(facts, sql`text`)
  return sql`select f.trade_id::text from ${alpacaTradeFills} f where f.account_id = ${accountId}
      and f.effect = 'open' and f.order_id in ${ids}
    union select f.trade_id::text from ${alpacaTradeFills} f
    where f.effect = 'open' and f.order_id is null
      and f.account_id = ${accountId} and f.execution_id in ${ids}
    union select o.trade_id::text from ${alpacaOrders} o where o.account_id = ${accountId}
      and o.alpaca_order_id in ${ids} and not exists (select from ${alpacaTradeFills} f
        where f.account_id = ${accountId} and f.order_id = o.alpaca_order_id and f.effect = 'open')`
}

/** A row of `selectTradesHolding`. */
export const holdingTrade = z.object({ trade_id: z.string() })
