import { sql } from 'drizzle-orm'
import { startBudget } from '../../../src/sync/budget/budget'
import { LARGEST } from '../../../src/sync/budget/sizes'
import { type LedgerReport, updateLedger } from '../../../src/sync/ledger/update'
import type { World } from '../sync/support'

/** Marks every underlying as changed from the beginning, and folds. */
export async function refoldAll(world: World): Promise<LedgerReport> {
  const { db, ctx } = world
  const { rows } = await db.execute(sql`insert into ledger_dirty (account_id, underlying, since)
    select distinct account_id, underlying, to_timestamp(0) from alpaca_orders returning account_id`)
  const budget = startBudget({ subrequests: 1000, milliseconds: 600_000 })
  const fence = () => sql`select 1`
  return await updateLedger(
    { ...ctx, fence, budget, chunk: LARGEST.fold },
    String(rows[0]?.account_id),
  )
}
