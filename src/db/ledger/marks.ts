import { type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import type { Lease } from '../runs/lease'
import { ledgerDirty, syncState } from '../schema'

/** A dirty mark with the state of the folds of it that began. */
export const foldMark = z.object({
  /** An empty string for the fees of the account. */
  underlying: z.string(),
  version: z.number(),
  /** The version at which the last fold began. */
  tried_version: z.number(),
  /** Milliseconds since the epoch; null when the last fold that began has ended. */
  folding_since: z.number().nullable(),
  /** The number of folds of this mark alone that began and did not end. */
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

/** SQL for a `FoldMark` of the row `d`, as jsonb. */
export const foldMarkJson: SQL = sql`jsonb_build_object(${sql.join(
  Object.entries(columns).flatMap(([name, column]) => [sql.raw(`'${name}'`), column]),
  sql`, `,
)})`

/**
 * A column: an array of the `FoldMark`s of an account whose fold a run died in or is working on.
 */
export const suspectMarks = (accountId: SQL): SQL =>
  sql`coalesce((select jsonb_agg(${foldMarkJson}) from ${ledgerDirty} d
    where d.account_id = ${accountId} and (d.folding_since is not null or d.deaths > 0)), '[]')`

/**
 * Records that a run begins to fold some underlyings. A fold of one unit alone counts as a death
 * until it ends, because a run that dies can no longer count it.
 */
export function beginFolds(
  accountId: string,
  underlyings: readonly string[],
  { alone, now }: { alone: boolean; now: Date },
): SQL {
  return sql`update ${ledgerDirty} set folding_since = ${now.toISOString()}::timestamptz,
    tried_version = version,
      deaths = deaths + ${alone ? 1 : 0}::int
    where account_id = ${accountId}
      and underlying in (select jsonb_array_elements_text(${JSON.stringify(underlyings)}::jsonb))`
}

/**
 * A fold that ended without clearing its mark: `failure` is its error, or null when the run
 * postponed it.
 */
export interface EndedFold {
  underlying: string
  failure: string | null
}

/** Records that folds ended without clearing their marks, if the run still holds the lease. */
export function endFolds({ accountId, token }: Lease, ended: readonly EndedFold[], now: Date): SQL {
  return sql`update ${ledgerDirty} d set folding_since = null, deaths = 0,
      failed_since = case when e.failure is null then d.failed_since
        else coalesce(d.failed_since, ${now.toISOString()}::timestamptz) end,
      failure = coalesce(e.failure, d.failure)
    from jsonb_to_recordset(${JSON.stringify(ended)}::jsonb) as e(underlying text, failure text)
    where d.account_id = ${accountId} and d.underlying = e.underlying
      and exists (select from ${syncState} s where s.account_id = ${accountId}
        and s.lease_token = ${token})`
}

/** The columns of a mark that is folded in part. */
export const FOLDED_IN_PART = sql`folding_since = null, deaths = 0, failed_since = null,
  failure = null`

/**
 * Lets the next run retry the folds that killed runs, because the grouping rules changed or the
 * user asked. Such a fold still runs last and alone.
 */
export function forgetDeaths(accountId: string): SQL {
  return sql`update ${ledgerDirty} set deaths = 1 where account_id = ${accountId} and deaths > 1`
}

/**
 * The rows that a statement may change: `all`, or `folded` for those whose underlying has no dirty
 * mark.
 */
export type Reach = 'all' | 'folded'

/** A condition that a row is within reach, given the column of its underlying. */
export const isWithin = (reach: Reach, accountId: string, underlying: SQL): SQL =>
  reach === 'all'
    ? sql`true`
    : sql`not exists (select from ${ledgerDirty} w
      where w.account_id = ${accountId} and w.underlying = ${underlying})`

/**
 * Since when the ledger of `m.underlying` is to be folded again if a fact of `m.since` changed.
 * Only the underlyings of coins have a slash. A change of a coin counts from the start of its day
 * in New York. If a purchase of coins comes or goes, a coin fee begins or ceases to fit it, and a
 * fee that fits no purchase is charged from the start of its date (`events/coin-fee-match.ts`).
 */
const foldedSince = sql`case when m.underlying like '%/%'
  then date_trunc('day', m.since at time zone 'America/New_York') at time zone 'America/New_York'
  else m.since end`

/**
 * The CTE `dirty`: marks underlyings to be folded again, each since its earliest change. `marks`
 * yields account_id, underlying and since. A null underlying, as of a fee of the whole account, is
 * marked as ''.
 */
export function markDirty(marks: SQL): SQL {
  return sql`dirty as (
    insert into ${ledgerDirty} (account_id, underlying, since)
    select m.account_id, coalesce(m.underlying, ''), min(coalesce(${foldedSince}, 'epoch'))
    from (${marks}) m group by 1, 2 order by 1, 2
    on conflict (account_id, underlying) do update
    set since = least(${ledgerDirty}.since, excluded.since), version = ${ledgerDirty}.version + 1
  )`
}
