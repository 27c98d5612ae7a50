import * as z from 'zod'
import { refreshCashDays } from '../../db/ledger/cash'
import {
  clearFeeMark,
  type DirtyFees,
  dirtyFees,
  feeFillRow,
  feeRow,
  mergeFeeShares,
  readDirtyFees,
  readFeeFills,
  readFees,
} from '../../db/ledger/fees'
import { runBatch } from '../../db/write/batch'
import { Decimal } from '../../engine/decimal'
import { type FeeShare, shareFees } from '../../engine/fees'
import type { LedgerContext } from './update'

async function sharesOf(
  { db, budget }: LedgerContext,
  accountId: string,
  dirty: DirtyFees,
): Promise<FeeShare[]> {
  budget.count()
  const [fees, fills] = await runBatch(
    db,
    readFees(accountId, dirty),
    readFeeFills(accountId, dirty),
  )
  return shareFees(
    z
      .array(feeRow)
      .parse(fees)
      .map((row) => ({
        activityId: row.activity_id,
        amount: new Decimal(row.amount),
        executionId: row.execution_id,
        day: row.day,
      })),
    z
      .array(feeFillRow)
      .parse(fills)
      .map((row) => ({
        tradeId: row.trade_id,
        executionId: row.execution_id,
        legKind: row.leg_kind,
        quantity: new Decimal(row.qty),
        day: row.day,
      })),
  )
}

/** Shares out the fees of the days whose fees or fills changed. Answers whether the budget ended first. */
export async function shareOutFees(
  ctx: LedgerContext,
  accountId: string,
): Promise<{ hasMore: boolean }> {
  const { db, budget, fence, chunk } = ctx
  while (budget.affords(3)) {
    budget.count()
    const [rows] = await runBatch(db, readDirtyFees(accountId, chunk))
    const [dirty] = z.array(dirtyFees).parse(rows)
    if (!dirty) return { hasMore: false }
    const shares = await sharesOf(ctx, accountId, dirty)
    budget.count()
    await runBatch(
      db,
      fence(),
      ...mergeFeeShares(accountId, dirty, shares),
      refreshCashDays(accountId, dirty.from, dirty.to),
      clearFeeMark(accountId, dirty),
    )
    if (!dirty.more) return { hasMore: false }
  }
  return { hasMore: true }
}
