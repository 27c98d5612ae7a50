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

/** An account whose ledger is to be rebuilt. */
export const rebuildAccount = z.object({
  account_id: z.string(),
  label: z.string(),
  /** Marks during whose fold a run died. */
  suspects: z.array(foldMark),
})

/** The accounts, or the one that an id or a label names; the one that was rebuilt longest ago first. */
export function selectAccountsToRebuild(account: string | undefined): SQL {
  const named = sql`a.account_id = ${account ?? ''} or a.label = ${account ?? ''}`
  return sql`select a.account_id, a.label, ${suspectMarks(sql`a.account_id`)} as suspects from ${alpacaAccounts} a
    left join lateral (select max(r.created_at) as at from ${syncRuns} r
      where r.account_id = a.account_id and r.scope = 'rebuild') last on true
    where ${account === undefined ? sql`true` : named}
    order by last.at nulls first, a.label`
}

/**
 * Whether the last rebuild of an account ended after it had marked everything, with its budget or by its death: some of that is still
 * to be folded, or no sync has come to its end since, so that nobody else has seen to it. One that failed at an underlying begins anew.
 */
export function selectUnfinished(accountId: string): SQL {
  return sql`select coalesce((
      select (r.status = 'partial' or (r.status = 'failed' and r.error_code <> 'ledger_failed')) and coalesce((r.report->>'marked')::boolean, false)
        and (exists (select from ${ledgerDirty} d where d.account_id = ${accountId})
          or not exists (select from ${syncRuns} s where s.account_id = ${accountId} and s.scope <> 'rebuild'
            and s.status = 'success' and s.created_at > r.created_at))
      from ${syncRuns} r
      where r.account_id = ${accountId} and r.scope = 'rebuild' and r.status <> 'running'
      order by r.created_at desc limit 1), false) as unfinished`
}

export const unfinishedRow = z.object({ unfinished: z.boolean() })

/** Forgets how far the ledger was folded, and marks all of it, fees too, to be worked out from the beginning. */
function markAll(accountId: string): SQL[] {
  const marks = sql`select ${accountId}::text as account_id, u.underlying, timestamptz 'epoch' as since from (
      select underlying from ${alpacaOrders} where account_id = ${accountId}
      union select underlying from ${alpacaActivities} where account_id = ${accountId} and underlying is not null
      union select underlying from ${alpacaTrades} where account_id = ${accountId}
      union select ''
    ) u`
  return [
    sql`delete from ${ledgerCheckpoints} where account_id = ${accountId}`,
    sql`with ${markDirty(marks)} select 1`,
  ]
}

/** Marks the whole ledger for a rebuild. A rebuild that dies after this is known to have marked. */
export function markForRebuild(accountId: string): SQL[] {
  return [
    ...markAll(accountId),
    sql`update ${syncRuns} set report = '{"marked": true}' where account_id = ${accountId} and scope = 'rebuild' and status = 'running'`,
  ]
}

/**
 * Marks the whole ledger because it is to be grouped by other rules. What a cut-off rebuild had still to prove is void: what
 * comes out otherwise from here on comes of the rules.
 */
export function markForRegrouping(accountId: string): SQL[] {
  return [
    ...markAll(accountId),
    forgetDeaths(accountId),
    sql`update ${syncRuns} set report = report - 'marked' where account_id = ${accountId} and scope = 'rebuild'
      and status <> 'success' and (report->>'marked')::boolean`,
  ]
}
