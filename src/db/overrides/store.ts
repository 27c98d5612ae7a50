import { and, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import type { Database } from '../connection/client'
import { markDirty } from '../ledger/marks'
import { alpacaActivities, alpacaOrders, tradeOverrides } from '../schema'

/** An override to insert. */
export type NewOverride = Pick<
  typeof tradeOverrides.$inferInsert,
  'id' | 'accountId' | 'underlying' | 'kind' | 'facts' | 'strategy' | 'tags' | 'note'
>

/** The changed fields of an annotation: null deletes a value, and a missing field stays. */
export interface AnnotationPatch {
  strategy?: string | null | undefined
  tags?: string[] | null | undefined
  note?: string | null | undefined
}

/** Facts of one account and underlying: ids of orders or activities. */
export interface FactsOf {
  accountId: string
  underlying: string
  facts: readonly string[]
}

/** An override as it was written. Moments are in Postgres' text form. */
export const overrideSnapshot = z.object({
  id: z.string(),
  accountId: z.string(),
  underlying: z.string(),
  kind: z.string(),
  facts: z.array(z.string()),
  strategy: z.string().nullable(),
  tags: z.array(z.string()).nullable(),
  note: z.string().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
})

export type OverrideSnapshot = z.infer<typeof overrideSnapshot>

/** Selects an override as an `overrideSnapshot` in one jsonb; no row when there is none. */
export const selectSnapshot = (id: string): SQL =>
  sql`select jsonb_build_object('id', o.id, 'accountId', o.account_id, 'underlying',
    o.underlying, 'kind', o.kind,
      'facts', o.facts, 'strategy', o.strategy, 'tags', o.tags, 'note', o.note,
      'createdAt', o.created_at::text, 'updatedAt', o.updated_at::text)
    from ${tradeOverrides} o where o.id = ${id}::uuid`

/** Inserts one override. */
export const insertOverrideRow = (db: Database, override: NewOverride): SQL =>
  db.insert(tradeOverrides).values(override).getSQL()

/** Updates annotations, and deletes those that are empty then. */
export function updateAnnotations(
  db: Database,
  ids: readonly string[],
  patch: AnnotationPatch,
): SQL[] {
  const { id, strategy, tags, note } = tradeOverrides
  const chosen = inArray(id, [...ids])
  const saysNothing = and(chosen, isNull(strategy), isNull(tags), isNull(note))
  return [
    db.update(tradeOverrides).set(patch).where(chosen).getSQL(),
    db.delete(tradeOverrides).where(saysNothing).getSQL(),
  ]
}

/** Deletes one override, if it exists. */
export const deleteOverrideRow = (db: Database, id: string): SQL =>
  db
    .delete(tradeOverrides)
    .where(inArray(tradeOverrides.id, [id]))
    .getSQL()

/**
 * Marks the ledger of an underlying as changed since the earliest of some facts: since an order's
 * creation or an activity's effect.
 */
export function markFacts({ accountId, underlying, facts }: FactsOf): SQL {
  const ids = sql`(select jsonb_array_elements_text(${JSON.stringify(facts)}::jsonb))`
  const marks = sql`select ${accountId}::text as account_id, ${underlying}::text as underlying,
    least(
      (select min(coalesce(o.alpaca_created_at, o.submitted_at)) from ${alpacaOrders} o
        where o.alpaca_order_id in ${ids}),
      (select min(a.effective_at) from ${alpacaActivities} a
        where a.account_id = ${accountId} and a.activity_id in ${ids})) as since`
  return sql`with ${markDirty(marks)} select 1`
}
