import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { alpacaActivities, alpacaOrders, ledgerCheckpoints, ledgerDirty } from '../schema'
import { micros } from './micros'

/** An underlying whose facts changed, from where it is to be folded again, and how much that is. */
export const dirtyUnderlying = z.object({
  underlying: z.string(),
  version: z.number(),
  /** The checkpoint before the change, as it was saved; null when the fold begins at the beginning. */
  checkpoint: z.unknown(),
  /** Orders to be folded, counted no further than one beyond the chunk. */
  orders: z.number(),
  /** When the order was created at which the chunk ends, in microseconds; null when all fit into it. */
  until: z.number().nullable(),
})

export type DirtyUnderlying = z.infer<typeof dirtyUnderlying>

/** How much of a ledger is read at once. */
export interface DirtyQuery {
  accountId: string
  engineVersion: number
  windowSeconds: number
  /** Orders of one underlying folded at once: more are folded chunk by chunk. */
  chunk: number
}

/**
 * What is to be folded. A late fact can join a window that began before it, and shares delivered can belong to an option that
 * expired before them: the checkpoint is one that neither reaches over.
 */
export function readDirty({ accountId, engineVersion, windowSeconds, chunk }: DirtyQuery): SQL {
  return sql`select d.underlying, d.version::float8 as version, c.state as checkpoint, n.orders::int as orders, n.until
    from ${ledgerDirty} d
    cross join lateral (
      select least(d.since, min(o.effective_at)) - make_interval(secs => ${windowSeconds}::float8 + 1) as since
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
      select count(*) as orders, case when count(*) > ${chunk}::int then ${micros(sql`max(x.at)`)} end as until
      from (
        select alpaca_created_at as at from ${alpacaOrders} o
        where o.account_id = d.account_id and o.underlying = d.underlying
          and o.alpaca_created_at >= coalesce(c.at, '-infinity')
        order by alpaca_created_at limit ${chunk}::int + 1
      ) x
    ) n
    where d.account_id = ${accountId} and d.underlying <> ''
    order by d.underlying`
}
