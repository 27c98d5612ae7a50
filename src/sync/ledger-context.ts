import { fence } from '../db/write/lease'
import type { AccountRun } from './account-run'
import type { LedgerContext } from './ledger/update'
import { LARGEST } from './sizes'

/** What the ledger needs of a run: its database, its lease and its budget. */
export function ledgerContext(run: AccountRun): LedgerContext {
  return {
    db: run.ctx.db,
    fence: () => fence(run.lease),
    groupingWindowSeconds: run.ctx.groupingWindowSeconds,
    budget: run.budget,
    now: run.ctx.now,
    log: run.ctx.log,
    chunk: (run.ctx.sizes ?? LARGEST).fold,
  }
}
