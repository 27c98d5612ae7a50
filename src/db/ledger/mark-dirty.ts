import { type SQL, sql } from 'drizzle-orm'
import { ledgerDirty } from '../schema'

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
