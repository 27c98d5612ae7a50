import { and, desc, eq, getTableColumns, type SQL, sql } from 'drizzle-orm'
import { accountsNamed, type ListPage, ofAccount } from '../accounts/named'
import type { Database } from '../connection/client'
import { alpacaOrders, alpacaTradeFills, tradeOverrides } from '../schema'

/**
 * The kinds of overrides: `merge` makes several trades one, `split` makes a trade of some orders,
 * `annotate` sets a strategy, tags or a note.
 */
export const OVERRIDE_KINDS = ['merge', 'split', 'annotate'] as const

/** An override, and the trades that hold its facts now. */
export type OverrideRow = typeof tradeOverrides.$inferSelect & { tradeIds: string[] }

/** A filter of overrides. */
export interface OverrideFilter {
  /** Id or label. */
  account?: string | undefined
  underlying?: string | undefined
  kind?: (typeof OVERRIDE_KINDS)[number] | undefined
}

/** The key of the row after which a page begins. */
export interface OverrideKey {
  createdAt: string
  id: string
}

const o = tradeOverrides

/** Lists overrides, newest first. One round trip. */
export async function listOverrides(
  db: Database,
  filter: OverrideFilter,
  page: { limit: number; after?: OverrideKey | undefined },
): Promise<ListPage<OverrideRow>> {
  const [accounts, rows] = await db.batch([
    accountsNamed(db, filter.account),
    selectOverrides(db, and(page.after && follows(page.after), ...conditions(db, filter))).limit(
      page.limit,
    ),
  ])
  return { rows, accountKnown: filter.account === undefined || accounts.length > 0 }
}

/** Reads one override; null when there is none. */
export async function readOverride(db: Database, id: string): Promise<OverrideRow | null> {
  const [row] = await selectOverrides(db, eq(o.id, id))
  return row ?? null
}

/**
 * `tradeIds` are the trades that the facts opened, or else those that hold the orders. A fill
 * without an order, of an activity say, has the fact's id as its execution id.
 */
function selectOverrides(db: Database, where: SQL | undefined) {
  const tradeIds = sql<string[]>`coalesce((
    select jsonb_agg(distinct h.trade_id order by h.trade_id)
    from jsonb_array_elements_text(${o.facts}) as fact(id)
    cross join lateral (
      select f.trade_id from ${alpacaTradeFills} f
        where f.account_id = ${o.accountId} and f.order_id = fact.id and f.effect = 'open'
      union select f.trade_id from ${alpacaTradeFills} f
        where f.account_id = ${o.accountId} and f.execution_id = fact.id and f.order_id is null
          and f.effect = 'open'
      union select r.trade_id from ${alpacaOrders} r
        where r.account_id = ${o.accountId} and r.alpaca_order_id = fact.id
          and not exists (select from ${alpacaTradeFills} f
          where f.account_id = ${o.accountId} and f.order_id = fact.id and f.effect = 'open')
    ) h), '[]'::jsonb)`
  return db
    .select({ ...getTableColumns(o), tradeIds })
    .from(o)
    .where(where)
    .orderBy(desc(o.createdAt), desc(o.id))
    .$dynamic()
}

const follows = ({ createdAt, id }: OverrideKey): SQL =>
  sql`(${o.createdAt}, ${o.id}) < (${createdAt}::timestamptz, ${id}::uuid)`

function conditions(
  db: Database,
  { account, underlying, kind }: OverrideFilter,
): (SQL | undefined)[] {
  return [
    account === undefined ? undefined : ofAccount(db, o.accountId, account),
    underlying === undefined ? undefined : eq(o.underlying, underlying),
    kind === undefined ? undefined : eq(o.kind, kind),
  ]
}
