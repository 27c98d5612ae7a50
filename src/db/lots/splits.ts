import { sql } from 'drizzle-orm'
import { SPLIT_ACTIVITIES } from '../../alpaca/action'
import type { SplitRows } from '../../engine/tax/tax-facts'
import { accountsNamed } from '../accounts/named'
import type { Database } from '../connection/client'
import { alpacaAccounts, alpacaActivities } from '../schema'
import { epochMicros } from '../statements/moment'
import type { TaxGroup } from './keys'

const isSplit = sql.join(
  SPLIT_ACTIVITIES.map(({ type, subType }) =>
    subType === null
      ? sql`v.activity_type = ${type}`
      : sql`(v.activity_type = ${type} and v.activity_sub_type = ${subType})`,
  ),
  sql` or `,
)

/**
 * Reads the splits in the accounts of a group, of all symbols: accounts have few. Rows of one
 * account, symbol and day are one split.
 */
export async function readSplits(
  db: Database,
  { baseUrl }: Pick<TaxGroup, 'baseUrl'>,
  account: string | undefined,
): Promise<SplitRows[]> {
  const { rows } = await db.execute<SplitRows & Record<string, unknown>>(
    sql`select v.account_id as "accountId", v.symbol, ${epochMicros(sql`min(v.effective_at)`)} as at,
        coalesce(sum(v.qty) filter (where v.qty > 0), 0) as added,
        coalesce(sum(v.qty) filter (where v.qty < 0), 0) as removed
      from ${alpacaActivities} v
      join ${alpacaAccounts} a on a.account_id = v.account_id and a.base_url = ${baseUrl}
      where (${isSplit}) and v.in_force and v.symbol is not null and v.qty <> 0 and v.date is not null
        and ${account === undefined ? sql`true` : sql`v.account_id in ${accountsNamed(db, account)}`}
      group by v.account_id, v.symbol, v.date`,
  )
  return rows
}
