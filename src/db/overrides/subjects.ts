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

/** A trade that an override is to speak of. */
export const subjectTrade = z.object({
  trade_id: z.string(),
  account_id: z.string(),
  label: z.string(),
  underlying: z.string(),
})

/** What opened a trade: an order, or an activity where there was none; of a trade that nothing opened, its orders. */
export const subjectFact = z.object({
  trade_id: z.string(),
  fact: z.string(),
  /** What opened it: the order's fills, or the activity; nothing yet, or nothing that history tells. */
  opened_by: z.enum(['order', 'activity', 'nothing']),
})

/** An override, with the name of its account. */
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

/** Trades by their ids. */
export function selectSubjects(tradeIds: readonly string[]): SQL {
  return sql`select t.trade_id::text, t.account_id, a.label, t.underlying
    from ${alpacaTrades} t join ${alpacaAccounts} a on a.account_id = t.account_id
    where t.trade_id in ${listOf(tradeIds, sql`uuid`)}`
}

/**
 * The facts that opened some trades, the earliest first. Shares that were delivered and netted within a trade which orders
 * opened are no facts of its own.
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

/** All that was said of trades of the same accounts and underlyings, and of those that are folded with them. */
export function selectOverridesNear(tradeIds: readonly string[]): SQL {
  const trades = sql`from ${alpacaTrades} t where t.trade_id in ${listOf(tradeIds, sql`uuid`)}`
  const ties = units(
    sql`(select t.account_id ${trades})`,
    sql`select t.account_id, t.underlying ${trades}`,
  )
  return sql`with recursive ${ties}
    select ${override} where (v.account_id, v.underlying) in (select account_id, member from unit)`
}

export const selectOverride = (id: string): SQL => sql`select ${override} where v.id = ${id}::uuid`

/**
 * The trades that hold some facts now: what these opened, or else what they are grouped with. An activity executes under its
 * own id. Answers `trade_id`.
 */
export function selectTradesHolding(accountId: string, facts: readonly string[]): SQL {
  const ids = listOf(facts, sql`text`)
  return sql`select f.trade_id::text from ${alpacaTradeFills} f where f.account_id = ${accountId}
      and f.effect = 'open' and f.order_id in ${ids}
    union select f.trade_id::text from ${alpacaTradeFills} f where f.effect = 'open' and f.order_id is null
      and f.account_id = ${accountId} and f.execution_id in ${ids}
    union select o.trade_id::text from ${alpacaOrders} o where o.account_id = ${accountId}
      and o.alpaca_order_id in ${ids} and not exists (select from ${alpacaTradeFills} f
        where f.account_id = ${accountId} and f.order_id = o.alpaca_order_id and f.effect = 'open')`
}

/** A row of `selectTradesHolding`. */
export const holdingTrade = z.object({ trade_id: z.string() })
