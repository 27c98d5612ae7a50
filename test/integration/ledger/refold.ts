import { sql } from 'drizzle-orm'
import type { LedgerReport } from '../../../src/sync/ledger/report'
import { runOnLedger } from '../../../src/sync/ledger/run'
import { updateLedger } from '../../../src/sync/ledger/update'
import type { World } from '../sync/support'

/** Marks every underlying as changed from the beginning, and folds. */
export async function refoldAll({ db, ctx }: Pick<World, 'db' | 'ctx'>): Promise<LedgerReport> {
  const { rows } = await db.execute(sql`insert into ledger_dirty (account_id, underlying, since)
    select distinct account_id, underlying, to_timestamp(0) from alpaca_orders returning account_id`)
  const about = { accountId: String(rows[0]?.account_id), label: 'paper' }
  const run = { ...about, scope: 'rebuild', trigger: 'api' } as const
  return await runOnLedger(ctx, run, updateLedger)
}
