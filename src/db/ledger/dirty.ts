import { type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import { typesWhere } from '../../alpaca/activity-types'
import { alpacaActivities, alpacaOrders, ledgerCheckpoints, ledgerDirty } from '../schema'
import { isOneOf } from '../statements/is-one-of'
import { foldMark, foldMarkJson } from './marks'
import { units } from './units'

/**
 * An underlying with changed facts, the underlyings that are folded with it, and the checkpoint to
 * fold from.
 */
export const dirtyUnderlying = z.object({
  /** The first of the members. */
  underlying: z.string(),
  members: z.array(z.string()),
  /** The dirty marks of the members. */
  marks: z.array(foldMark),
  /** The saved state of the last checkpoint before the change; null to fold from the beginning. */
  checkpoint: z.unknown(),
  /** The number of orders, counted up to the limit, when there is no checkpoint; else 0. */
  orders: z.number(),
})

export type DirtyUnderlying = z.infer<typeof dirtyUnderlying>

/**
 * Types of option events that deliver shares, and of the shares delivered. Rows of one corporate
 * action belong together likewise.
 */
const DELIVERING = typesWhere(
  ({ position }) =>
    position === 'assignment' || position === 'exercise' || position === 'adjustment',
)
const DELIVERIES = typesWhere(
  ({ position }) => position === 'delivery' || position === 'adjustment',
)

/** Which part of a ledger to read. */
export interface DirtyQuery {
  accountId: string
  engineVersion: number
  windowSeconds: number
  /** The limit of the count of orders. */
  limit: number
  /** Restricts the result to the units of these underlyings; null reads all units. */
  only: readonly string[] | null
}

/**
 * How far before its effective time an option event or a delivery can take effect: the trading day
 * before its date, across a long weekend.
 */
export const REACH_BEFORE: SQL = sql`interval '6 days'`

/** How far before a late fact a window can begin that the fact joins. */
export const reachOf = (windowSeconds: number): SQL =>
  sql`make_interval(secs => ${windowSeconds}::float8 + 1)`

/**
 * Selects the units to fold. A late fact can join a window that began before it, and delivered
 * shares can belong to an option that expired before them. Therefore the checkpoint is one before
 * both, of the same set of underlyings. A unit that a corporate action has just formed has none and
 * is folded from the beginning.
 */
export function readDirty(query: DirtyQuery): SQL {
  const { accountId, engineVersion, windowSeconds, limit, only } = query
  const roots = sql`select ${accountId}::text as account_id, underlying from marked`
  return sql`with recursive marked as materialized (
      select d.underlying, d.since, ${foldMarkJson} as mark from ${ledgerDirty} d
      where d.account_id = ${accountId} and d.underlying <> ''
    ),
    ${units(sql`(${accountId})`, roots)},
    together as (
      select u.members, min(d.since) as since, jsonb_agg(d.mark order by d.underlying) as marks
      from (select root, array_agg(member order by member) as members from unit group by root) u
      join marked d on d.underlying = u.root
      where ${only === null ? sql`true` : sql`exists (select from unnest(u.members) m where ${isOneOf(sql`m`, only)})`}
      group by u.members
    )
    select d.members[1] as underlying, d.members, d.marks, c.state as checkpoint,
      n.orders::int as orders
    from together d
    cross join lateral (
      select least(d.since, min(o.effective_at) - ${REACH_BEFORE}) - ${reachOf(windowSeconds)} as since
      from ${alpacaActivities} t join ${alpacaActivities} o on o.account_id = t.account_id
        and o.underlying = any(d.members) and ${isOneOf(sql`o.activity_type`, DELIVERING)}
        and (o.group_id = t.group_id or (t.group_id is null and o.date = t.date))
      where t.account_id = ${accountId} and t.underlying = any(d.members)
        and ${isOneOf(sql`t.activity_type`, DELIVERIES)}
        and t.effective_at >= d.since
    ) r
    left join lateral (
      select at, state from ${ledgerCheckpoints} k
      where k.account_id = ${accountId} and k.underlying = d.members[1]
        and k.underlyings = d.members
        and k.engine_version = ${engineVersion} and k.at < r.since
      order by at desc limit 1
    ) c on true
    cross join lateral (
      select count(*) as orders from (
        select from ${alpacaOrders} o where c.at is null and o.account_id = ${accountId}
          and o.underlying = any(d.members)
        limit ${limit}::int
      ) x
    ) n
    order by 1`
}
