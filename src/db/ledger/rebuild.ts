import { type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import {
  alpacaAccounts,
  alpacaActivities,
  alpacaOrders,
  alpacaTrades,
  ledgerCheckpoints,
  ledgerDirty,
  syncRuns,
} from '../schema'
import { foldMark, forgetDeaths, markDirty, suspectMarks } from './marks'
import { rereadStored } from './reread'

/** An account to rebuild. */
export const rebuildAccount = z.object({
  account_id: z.string(),
  label: z.string(),
  /** Marks whose fold a run died in. */
  suspects: z.array(foldMark),
})

/**
 * Selects all accounts, or the one that an id or a label names, the least recently rebuilt first.
 */
export function selectAccountsToRebuild(account: string | undefined): SQL {
  const named =
    account === undefined ? sql`true` : sql`(a.account_id = ${account} or a.label = ${account})`
  return sql`select a.account_id, a.label, ${suspectMarks(sql`a.account_id`)} as suspects
    from ${alpacaAccounts} a
    left join lateral (select max(r.created_at) as at from ${syncRuns} r
      where r.account_id = a.account_id and r.scope = 'rebuild') last on true
    where ${named}
    order by last.at nulls first, a.label`
}

/**
 * Selects `unfinished`: whether the last rebuild of an account was cut off, by its budget or its
 * death, after it had marked the ledger, and must be continued. That is so while marks remain, or
 * until a later sync succeeds. A rebuild that failed at an underlying begins anew.
 */
export function selectUnfinished(accountId: string): SQL {
  return sql`select coalesce((
      select (r.status = 'partial' or (r.status = 'failed' and r.error_code <> 'ledger_failed'))
        and coalesce((r.report->>'marked')::boolean, false)
        and (exists (select from ${ledgerDirty} d where d.account_id = ${accountId})
          or not exists (select from ${syncRuns} s
            where s.account_id = ${accountId} and s.scope <> 'rebuild'
            and s.status = 'success' and s.created_at > r.created_at))
      from ${syncRuns} r
      where r.account_id = ${accountId} and r.scope = 'rebuild' and r.status <> 'running'
      order by r.created_at desc limit 1), false) as unfinished`
}

/** The row of `selectUnfinished`. */
export const unfinishedRow = z.object({ unfinished: z.boolean() })

/**
 * Brings stored rows to what this version reads, deletes all checkpoints, and marks the whole
 * ledger, fees included, to be folded from the beginning. A trade stored under another underlying
 * is marked too, so that its fold deletes it.
 */
function markAll(accountId: string): SQL[] {
  const marks = sql`select ${accountId}::text as account_id, u.underlying,
    timestamptz 'epoch' as since from (
      select underlying from ${alpacaOrders} where account_id = ${accountId}
      union select underlying from ${alpacaActivities}
      where account_id = ${accountId} and underlying is not null
      union select underlying from ${alpacaTrades} where account_id = ${accountId}
      union select ''
    ) u`
  return [
    ...rereadStored(accountId),
    sql`delete from ${ledgerCheckpoints} where account_id = ${accountId}`,
    sql`with ${markDirty(marks)} select 1`,
  ]
}

/**
 * Works out the daily sums of an account from all rows of its ledger. Returns `differing`: how many
 * sums were wrong.
 */
export const rebuildSums = (accountId: string): SQL =>
  sql`select rebuild_sums(${accountId}) as differing`

/** The row of `rebuildSums`. */
export const rebuiltSums = z.object({ differing: z.number() })

/**
 * Marks the whole ledger for a rebuild, and records in the run's report that it is marked, in case
 * the run dies.
 */
export function markForRebuild(accountId: string): SQL[] {
  return [
    ...markAll(accountId),
    sql`update ${syncRuns} set report = '{"marked": true}'
      where account_id = ${accountId} and scope = 'rebuild' and status = 'running'`,
  ]
}

/**
 * Marks the whole ledger because the grouping rules changed. A cut-off rebuild is forgotten: later
 * differences come from the new rules.
 */
export function markForRegrouping(accountId: string): SQL[] {
  return [
    ...markAll(accountId),
    forgetDeaths(accountId),
    sql`update ${syncRuns} set report = report - 'marked'
      where account_id = ${accountId} and scope = 'rebuild'
      and status <> 'success' and (report->>'marked')::boolean`,
  ]
}
