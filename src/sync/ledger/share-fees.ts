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
import { decimal } from '../../engine/model/decimal'
import { type FeeShare, shareFees } from '../../engine/output/fees'
import { roundTrip } from '../round-trip'
import type { LedgerContext } from './update'

async function sharesOf(
  ctx: LedgerContext,
  accountId: string,
  dirty: DirtyFees,
): Promise<FeeShare[]> {
  const [fees, fills] = await roundTrip(
    ctx,
    readFees(accountId, dirty),
    readFeeFills(accountId, dirty),
  )
  return shareFees(
    z
      .array(feeRow)
      .parse(fees)
      .map((row) => ({
        activityId: row.activity_id,
        amount: decimal(row.amount),
        executionId: row.execution_id,
        coin: row.coin,
        day: row.day,
      })),
    z
      .array(feeFillRow)
      .parse(fills)
      .map((row) => ({
        tradeId: row.trade_id,
        executionId: row.execution_id,
        underlying: row.underlying,
        legKind: row.leg_kind,
        quantity: decimal(row.qty),
        day: row.day,
      })),
  )
}

/** Shares out the fees of the days that changed. Returns whether the budget ended first. */
export async function shareOutFees(
  ctx: LedgerContext,
  accountId: string,
): Promise<{ hasMore: boolean }> {
  const { budget, fence, chunk } = ctx
  while (budget.affords(3)) {
    const [rows] = await roundTrip(ctx, readDirtyFees(accountId, chunk))
    const [dirty] = z.array(dirtyFees).parse(rows)
    if (!dirty) return { hasMore: false }
    const shares = await sharesOf(ctx, accountId, dirty)
    await roundTrip(
      ctx,
      fence(),
      ...mergeFeeShares(accountId, dirty, shares),
      refreshCashDays(accountId, dirty.from, dirty.to),
      clearFeeMark(accountId, dirty),
    )
    if (!dirty.more) return { hasMore: false }
  }
  return { hasMore: true }
}
