import { type SQL, sql } from 'drizzle-orm'
import { alpacaUnbookedActivities } from '../schema'
import { type FoldedUnderlying, isReplaced } from './folded'

/** Replaces the activities that the folded ranges could not book. */
export function replaceUnbooked(accountId: string, of: readonly FoldedUnderlying[]): SQL[] {
  const rows = JSON.stringify(of.flatMap(({ unbooked }) => unbooked))
  return [
    sql`delete from ${alpacaUnbookedActivities} o
      where o.account_id = ${accountId} and ${isReplaced(of, sql`o.effective_at`)}`,
    sql`insert into ${alpacaUnbookedActivities} (account_id, activity_id, underlying, reason, effective_at)
      select ${accountId}, r."activityId", r.underlying, r.reason, r.at
      from jsonb_to_recordset(${rows}::jsonb) as r("activityId" text, underlying text, reason text, at timestamptz)
      on conflict (account_id, activity_id) do update
      set underlying = excluded.underlying, reason = excluded.reason, effective_at = excluded.effective_at`,
  ]
}
