import { type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import { alpacaActivities, alpacaOrders, ledgerCheckpoints, ledgerDirty } from '../schema'

/** An underlying whose facts changed, and from where it is to be folded again. */
export const dirtyUnderlying = z.object({
  underlying: z.string(),
  version: z.number(),
  /** The checkpoint before the change, as it was saved; null when the fold begins at the beginning. */
  checkpoint: z.unknown(),
  /** Without a checkpoint, how many orders there are, counted no further than the limit; else none. */
  orders: z.number(),
})

export type DirtyUnderlying = z.infer<typeof dirtyUnderlying>

/** How much of a ledger is read at once. */
export interface DirtyQuery {
  accountId: string
  engineVersion: number
  windowSeconds: number
  /** How far orders are counted. */
  limit: number
}

/** How far before a late fact that can begin which it joins. */
export const reachOf = (windowSeconds: number): SQL =>
  sql`make_interval(secs => ${windowSeconds}::float8 + 1)`

/**
 * What is to be folded. A late fact can join a window that began before it, and shares delivered can belong to an option that
 * expired before them: the checkpoint is one that neither reaches over.
 */
export function readDirty({ accountId, engineVersion, windowSeconds, limit }: DirtyQuery): SQL {
  return sql`select d.underlying, d.version::float8 as version, c.state as checkpoint, n.orders::int as orders
    from ${ledgerDirty} d
    cross join lateral (
      select least(d.since, min(o.effective_at)) - ${reachOf(windowSeconds)} as since
      from ${alpacaActivities} t join ${alpacaActivities} o on o.account_id = t.account_id
        and o.underlying = t.underlying and o.activity_type in ('OPASN', 'OPEXC')
        and (o.group_id = t.group_id or (t.group_id is null and o.date = t.date))
      where t.account_id = d.account_id and t.underlying = d.underlying and t.activity_type = 'OPTRD'
        and t.effective_at >= d.since
    ) r
    left join lateral (
      select at, state from ${ledgerCheckpoints} k
      where k.account_id = d.account_id and k.underlying = d.underlying
        and k.engine_version = ${engineVersion} and k.at < r.since
      order by at desc limit 1
    ) c on true
    cross join lateral (
      select count(*) as orders from (
        select from ${alpacaOrders} o where c.at is null and o.account_id = d.account_id and o.underlying = d.underlying
        limit ${limit}::int
      ) x
    ) n
    where d.account_id = ${accountId} and d.underlying <> ''
    order by d.underlying`
}
