import { type SQL, sql } from 'drizzle-orm'
import { ledgerCheckpoints, ledgerDirty } from '../schema'
import { reachOf } from './dirty'
import { type FoldedUnderlying, foldedMarks, foldedRows } from './folded'
import { FOLDED_IN_PART } from './marks'

/**
 * Inserts the new checkpoints, and deletes those that the change made invalid or that belong to
 * another set of underlyings.
 */
export function replaceCheckpoints(
  accountId: string,
  engineVersion: number,
  of: readonly FoldedUnderlying[],
): SQL[] {
  const rows = of.flatMap(({ underlying, members, checkpoints }) =>
    checkpoints.map((state) => ({ underlying, members, at: state.at, state })),
  )
  const drop = sql`delete from ${ledgerCheckpoints} k using ${foldedRows(of)} f
    where k.account_id = ${accountId} and k.underlying = f.underlying
      and (k.at > f.from_at or k.engine_version <> ${engineVersion} or k.underlyings <> f.members
        or k.underlying <> f.first)`
  const keep = sql`insert into ${ledgerCheckpoints} (account_id, underlying, underlyings, at,
    engine_version, state)
    select ${accountId}, r.underlying, r.members, to_timestamp(0) + r.at * interval '1 microsecond',
      ${engineVersion}, r.state
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(underlying text, members text[],
      at float8, state jsonb)
    on conflict (account_id, underlying, at) do update
    set underlyings = excluded.underlyings, state = excluded.state,
      engine_version = excluded.engine_version`
  return rows.length === 0 ? [drop] : [drop, keep]
}

/**
 * Deletes the folded marks, unless their version has risen since. A mark that was folded in part
 * moves forward, so far that the next fold continues at this very checkpoint: from an earlier one
 * it might never advance.
 */
export function clearMarks(
  accountId: string,
  of: readonly FoldedUnderlying[],
  windowSeconds: number,
): SQL[] {
  return [
    sql`delete from ${ledgerDirty} d using ${foldedMarks(of)} f where d.account_id = ${accountId}
      and d.underlying = f.underlying and d.version = f.version and f.resume_at is null`,
    sql`update ${ledgerDirty} d set since = f.resume_at + ${reachOf(windowSeconds)} +
      interval '1 microsecond',
        ${FOLDED_IN_PART}
      from ${foldedMarks(of)} f where d.account_id = ${accountId}
      and d.underlying = f.underlying and d.version = f.version and f.resume_at is not null`,
  ]
}
