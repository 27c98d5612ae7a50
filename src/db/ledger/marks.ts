import { type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import type { Lease } from '../runs/lease'
import { ledgerDirty, syncState } from '../schema'

/** A dirty mark, and what became of the folds of it that began. */
export const foldMark = z.object({
  /** Empty for the fees of the account. */
  underlying: z.string(),
  version: z.number(),
  /** The version at which the last fold began. */
  tried_version: z.number(),
  /** Milliseconds since the epoch; null when the last fold that began has ended. */
  folding_since: z.number().nullable(),
  /** Folds of it alone that began and did not end. */
  deaths: z.number(),
  /** Whether the last fold stopped with an error. */
  failing: z.boolean(),
})

export type FoldMark = z.infer<typeof foldMark>

const columns = {
  underlying: sql`d.underlying`,
  version: sql`d.version::float8`,
  tried_version: sql`d.tried_version::float8`,
  folding_since: sql`(extract(epoch from d.folding_since) * 1000)::float8`,
  deaths: sql`d.deaths`,
  failing: sql`d.failure is not null`,
} satisfies Record<keyof FoldMark, SQL>

/** A `FoldMark` of the row `d` as jsonb. */
export const foldMarkJson: SQL = sql`jsonb_build_object(${sql.join(
  Object.entries(columns).flatMap(([name, column]) => [sql.raw(`'${name}'`), column]),
  sql`, `,
)})`

/** As a column, the marks of an account during whose fold a run died, or is at work: an array of `FoldMark`. */
export const suspectMarks = (accountId: SQL): SQL =>
  sql`coalesce((select jsonb_agg(${foldMarkJson}) from ${ledgerDirty} d
    where d.account_id = ${accountId} and (d.folding_since is not null or d.deaths > 0)), '[]')`

/**
 * Writes down that a run begins to fold some underlyings. A fold of one unit alone counts as a death until it ends, because a
 * run that dies can no longer count it.
 */
export function beginFolds(
  accountId: string,
  underlyings: readonly string[],
  { alone, now }: { alone: boolean; now: Date },
): SQL {
  return sql`update ${ledgerDirty} set folding_since = ${now.toISOString()}::timestamptz, tried_version = version,
      deaths = deaths + ${alone ? 1 : 0}::int
    where account_id = ${accountId}
      and underlying in (select jsonb_array_elements_text(${JSON.stringify(underlyings)}::jsonb))`
}

/** A fold that ended and left its mark: with the error that stopped it, or null when the run put it off. */
export interface EndedFold {
  underlying: string
  failure: string | null
}

/** Writes down that the run is alive although these folds left their marks, if the lease is still its own. */
export function endFolds({ accountId, token }: Lease, ended: readonly EndedFold[], now: Date): SQL {
  return sql`update ${ledgerDirty} d set folding_since = null, deaths = 0,
      failed_since = case when e.failure is null then d.failed_since
        else coalesce(d.failed_since, ${now.toISOString()}::timestamptz) end,
      failure = coalesce(e.failure, d.failure)
    from jsonb_to_recordset(${JSON.stringify(ended)}::jsonb) as e(underlying text, failure text)
    where d.account_id = ${accountId} and d.underlying = e.underlying
      and exists (select from ${syncState} s where s.account_id = ${accountId} and s.lease_token = ${token})`
}

/** What a mark becomes when part of what it stands for was folded. */
export const FOLDED_IN_PART = sql`folding_since = null, deaths = 0, failed_since = null, failure = null`

/**
 * Lets what killed runs be tried at the next run: the rules of the fold changed, or the user asks for it. It is still folded
 * last and alone.
 */
export function forgetDeaths(accountId: string): SQL {
  return sql`update ${ledgerDirty} set deaths = 1 where account_id = ${accountId} and deaths > 1`
}

/** Rows of which underlyings a statement may change: all, or those alone that no mark waits to be folded. */
export type Reach = 'all' | 'folded'

/** Whether a row is within reach, by the column that names its underlying. */
export const isWithin = (reach: Reach, accountId: string, underlying: SQL): SQL =>
  reach === 'all'
    ? sql`true`
    : sql`not exists (select from ${ledgerDirty} w where w.account_id = ${accountId} and w.underlying = ${underlying})`

/**
 * The CTE `dirty`: marks what the ledger must fold again, since the earliest change of each underlying. `marks` yields
 * account_id, underlying and since; an underlying that is null (a fee of the whole account, say) is marked as ''.
 */
export function markDirty(marks: SQL): SQL {
  return sql`dirty as (
    insert into ${ledgerDirty} (account_id, underlying, since)
    select m.account_id, coalesce(m.underlying, ''), min(coalesce(m.since, 'epoch'))
    from (${marks}) m group by 1, 2 order by 1, 2
    on conflict (account_id, underlying) do update
    set since = least(${ledgerDirty}.since, excluded.since), version = ${ledgerDirty}.version + 1
  )`
}
