import { fence } from '../../db/runs/lease'
import { LARGEST } from '../budget/sizes'
import type { LedgerContext } from '../ledger/context'
import type { RegroupingContext } from '../ledger/regroup'
import type { AccountRun } from './session'

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

/** What a run needs to change the rules that its ledger is grouped by. */
export function groupingContext({ ctx, budget, lease, label }: AccountRun): RegroupingContext {
  const { db, groupingWindowSeconds, log } = ctx
  return { db, budget, lease, label, groupingWindowSeconds, log, now: ctx.now() }
}
