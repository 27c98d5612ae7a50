import { type SQL, sql } from 'drizzle-orm'
import { markDirty } from '../ledger/marks'
import { alpacaOrders, alpacaParentOrders } from '../schema'

const BOTH = [alpacaOrders, alpacaParentOrders] as const

/** Unites what a query yields on orders and on parents of multi-leg orders. */
const ofBoth = (query: (table: (typeof BOTH)[number]) => SQL): SQL =>
  sql.join(BOTH.map(query), sql` union all `)

/** The orders that replace the order of `id`, by their own word or by that order's. */
const successors = (accountId: string, id: SQL): SQL =>
  ofBoth(
    (table) => sql`select o.replaced_by as id from ${table} o
        where o.account_id = ${accountId} and o.alpaca_order_id = ${id} and o.replaced_by is not null
      union all select o.alpaca_order_id from ${table} o
        where o.account_id = ${accountId} and o.replaces = ${id}`,
  )

/** The orders that the order of `id` replaces, by its own word or by theirs. */
const predecessors = (accountId: string, id: SQL): SQL =>
  ofBoth(
    (table) => sql`select o.replaces as id from ${table} o
        where o.account_id = ${accountId} and o.alpaca_order_id = ${id} and o.replaces is not null
      union all select o.alpaca_order_id from ${table} o
        where o.account_id = ${accountId} and o.replaced_by = ${id}`,
  )

const own = sql`coalesce(o.alpaca_created_at, o.submitted_at)`

/** When the order of `id` was created; null where it is not stored. */
const createdAt = (accountId: string, id: SQL): SQL =>
  sql`(select min(x.at) from (${ofBoth(
    (table) => sql`select ${own} as at from ${table} o
      where o.account_id = ${accountId} and o.alpaca_order_id = ${id}`,
  )}) x)`

/** The orders of a page, with the ids of the orders that each replaces and is replaced by. */
type Linked = readonly { id: string; replaces: string | null; replacedBy: string | null }[]

/**
 * Sets `chain_started_at` of the orders in the chains that touch a page, after the page is stored,
 * and marks the ledger dirty where it changed. The links of a chain may have been stored in any
 * order, some of them on one side alone, and an order between two others may be missing.
 */
export function startChains(accountId: string, page: Linked): SQL {
  const rows = page.map(({ id, replaces, replacedBy }) => ({
    id,
    linked: replaces !== null || replacedBy !== null,
  }))
  // An array is looked up in the index of replaced orders. A join could read all orders of the
  // account for each order of the page, as long as the table has no statistics.
  const named = ofBoth(
    (table) => sql`select o.replaces as id from ${table} o
        where o.account_id = ${accountId} and o.replaces is not null and o.replaces = any (array(select id from page))
      union all select o.replaced_by from ${table} o
        where o.account_id = ${accountId} and o.replaced_by is not null and o.replaced_by = any (array(select id from page))`,
  )
  return sql`with recursive page as materialized (
      select id, linked from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as p(id text, linked boolean)
    ),
    ${chainStarts(accountId, sql`select id from page where linked union ${named}`)}`
}

/** Sets `chain_started_at` of all orders of an account. */
export function startAllChains(accountId: string): SQL {
  const linked = ofBoth(
    (table) => sql`select o.alpaca_order_id as id from ${table} o
      where o.account_id = ${accountId} and (o.replaces is not null or o.replaced_by is not null)`,
  )
  return sql`with recursive ${chainStarts(accountId, linked)}`
}

/**
 * The CTEs and the query that set the chain starts of what is linked to some orders. A chain is
 * found from any of its orders, in both directions (`chain`). From its first orders on,
 * `forward` carries the time of the first one that is stored. A leg of a multi-leg order has the
 * place of its own chain or of its parent's, whichever began first.
 *
 * `offset 0` and the array keep the planner, which expects many rows of a recursion, from reading
 * whole tables.
 */
function chainStarts(accountId: string, roots: SQL): SQL {
  const legs = sql`case jsonb_typeof(p.raw_data->'legs') when 'array' then p.raw_data->'legs' else '[]' end`
  const started = sql`case when w.start < w.own then w.start end`
  return sql`chain as (
      select r.id from (${roots}) r
      union
      select n.id from chain c cross join lateral (
        ${successors(accountId, sql`c.id`)} union all ${predecessors(accountId, sql`c.id`)}
        union all select o.parent_order_id from ${alpacaOrders} o
          join ${alpacaParentOrders} p on p.account_id = o.account_id and p.alpaca_order_id = o.parent_order_id
          where o.account_id = ${accountId} and o.alpaca_order_id = c.id
      ) n
    ),
    forward as (
      select c.id, ${createdAt(accountId, sql`c.id`)} as start from chain c
      where not exists (${predecessors(accountId, sql`c.id`)})
      union
      select n.id, coalesce(f.start, ${createdAt(accountId, sql`n.id`)})
      from forward f cross join lateral (${successors(accountId, sql`f.id`)}) n
    ),
    starts as (
      select f.id, f.start from forward f
      union all
      select l.leg->>'id', f.start from forward f
      cross join lateral (
        select p.raw_data from ${alpacaParentOrders} p
        where p.account_id = ${accountId} and p.alpaca_order_id = f.id
          and f.start < coalesce(p.alpaca_created_at, p.submitted_at) offset 0
      ) p
      cross join lateral jsonb_array_elements(${legs}) l(leg)
    ),
    wanted as (
      select o.alpaca_order_id, o.was, o.own, min(s.start) as start
      from starts s cross join lateral (
        select o.alpaca_order_id, o.placed_at as was, ${own} as own from ${alpacaOrders} o
        where o.account_id = ${accountId} and o.alpaca_order_id = s.id offset 0
      ) o
      group by 1, 2, 3
    ),
    moved as (
      update ${alpacaOrders} o set chain_started_at = ${started} from wanted w
      where o.account_id = ${accountId} and o.alpaca_order_id = w.alpaca_order_id
        and o.alpaca_order_id = any (array(select alpaca_order_id from wanted))
        and o.chain_started_at is distinct from ${started}
      returning o.account_id, o.underlying, least(w.was, o.placed_at) as since
    ),
    ${markDirty(sql`select account_id, underlying, since from moved`)}
    select count(*)::int as moved from moved`
}
