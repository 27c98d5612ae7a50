import { type SQL, sql } from 'drizzle-orm'
import { ledgerCheckpoints, ledgerDirty } from '../schema'
import { reachOf } from './dirty'
import { type FoldedUnderlying, folded, foldedMarks } from './folded'
import { FOLDED_IN_PART } from './marks'

/** Keeps the new checkpoints in the place of those that the change made void, or that are of other underlyings together. */
export function replaceCheckpoints(
  accountId: string,
  engineVersion: number,
  of: readonly FoldedUnderlying[],
): SQL[] {
  const rows = of.flatMap(({ underlying, members, checkpoints }) =>
    checkpoints.map((state) => ({ underlying, members, at: state.at, state })),
  )
  const drop = sql`delete from ${ledgerCheckpoints} k using ${folded(of)} f
    where k.account_id = ${accountId} and k.underlying = f.underlying
      and (k.at > f.from_at or k.engine_version <> ${engineVersion} or k.underlyings <> f.members or k.underlying <> f.first)`
  const keep = sql`insert into ${ledgerCheckpoints} (account_id, underlying, underlyings, at, engine_version, state)
    select ${accountId}, r.underlying, r.members, to_timestamp(0) + r.at * interval '1 microsecond', ${engineVersion}, r.state
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(underlying text, members text[], at float8, state jsonb)
    on conflict (account_id, underlying, at) do update set underlyings = excluded.underlyings, state = excluded.state, engine_version = excluded.engine_version`
  return rows.length === 0 ? [drop] : [drop, keep]
}

/**
 * Takes the marks off what was folded, unless more came meanwhile; what was folded in part is marked from there on, and so far behind
 * that the fold goes on at this very checkpoint: from one before it, it might never come further.
 */
export function clearMarks(
  accountId: string,
  of: readonly FoldedUnderlying[],
  windowSeconds: number,
): SQL[] {
  return [
    sql`delete from ${ledgerDirty} d using ${foldedMarks(of)} f where d.account_id = ${accountId}
      and d.underlying = f.underlying and d.version = f.version and f.resume_at is null`,
    sql`update ${ledgerDirty} d set since = f.resume_at + ${reachOf(windowSeconds)} + interval '1 microsecond',
        ${FOLDED_IN_PART}
      from ${foldedMarks(of)} f where d.account_id = ${accountId}
      and d.underlying = f.underlying and d.version = f.version and f.resume_at is not null`,
  ]
}
