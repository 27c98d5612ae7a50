import type { SQL } from 'drizzle-orm'
import * as z from 'zod'
import { type ErasedRows, erasedInTransaction, eraseRows } from '../../db/accounts/erase'
import type { AccountName } from '../../db/accounts/stops'
import { type KeyedWrite, keepEffect } from '../../db/idempotency/keys'
import { type Actor, actAs } from '../../db/overrides/actor'
import { fence, type Lease } from '../../db/runs/lease'
import { endRun, releaseLease } from '../../db/runs/state'
import type { StatementRows } from '../../db/statements/batch'
import { type Budget, startBudget } from '../budget/budget'
import { SyncError } from '../run/errors'
import { describeFailure, toSyncError } from '../run/failure'
import { lastTrip, roundTrip } from '../run/round-trip'
import { type LedgerRunContext, waitForLease } from '../run/with-lease'

const erasedRows = z.object({ rows: z.record(z.string(), z.number()) })
const erased = z.tuple([erasedRows])

/**
 * Deletes everything that belongs to an account and leaves it stopped. All of it is one transaction under the account's
 * lease, so that it happens whole or not at all, and no run that is still going on can write a row after it. An account
 * that was never synced, or was erased before, has no lease to take: what its label left is deleted. Under an
 * Idempotency-Key the counts are recorded in the same transaction, and a repetition returns them.
 *
 * @returns how many rows of each table were deleted.
 * @throws SyncError `sync_in_progress` when a run would not end within some seconds; then nothing was deleted.
 */
export async function eraseAccount(
  ctx: LedgerRunContext,
  actor: Actor,
  name: AccountName,
  keyed?: KeyedWrite,
): Promise<ErasedRows> {
  if (keyed && keyed.effect !== null) return erasedRows.parse(keyed.effect).rows
  const caller = { db: ctx.db, budget: startBudget(ctx.budget) }
  const lease = await takeOver(ctx, name, caller.budget)
  const record = keyed ? [keepEffect(keyed.request, erasedInTransaction)] : []
  const erase = [eraseRows(name, lease?.token ?? null), ...record]
  const [, rows] = lease
    ? await eraseUnder(lease, ctx, caller.budget, [actAs(actor), ...erase])
    : await roundTrip(caller, actAs(actor), ...erase)
  const [{ rows: counts }] = erased.parse(rows)
  const { label, accountId } = name
  ctx.log({ level: 'info', event: 'account_erased', label, account_id: accountId, rows: counts })
  return counts
}

interface EraseLease extends Lease {
  runId: string
}

/** The lease of the account; null when the database has no such account, or has it no longer. */
async function takeOver(
  ctx: LedgerRunContext,
  { accountId, label }: AccountName,
  budget: Budget,
): Promise<EraseLease | null> {
  if (accountId === null) return null
  const runId = crypto.randomUUID()
  const request = { accountId, label, scope: 'erase', trigger: 'api' } as const
  try {
    const { lease } = await waitForLease(ctx, request, runId, budget)
    return { ...lease, runId }
  } catch (error) {
    if (error instanceof SyncError && error.code === 'account_not_found') return null
    throw error
  }
}

/**
 * Erases, and returns the rows of each statement; when that fails, gives the lease back. A success has deleted the lease
 * with everything else.
 */
async function eraseUnder(
  lease: EraseLease,
  ctx: LedgerRunContext,
  budget: Budget,
  statements: SQL[],
): Promise<StatementRows[]> {
  const caller = { db: ctx.db, budget }
  try {
    const [, ...results] = await roundTrip(caller, fence(lease), ...statements)
    return results
  } catch (error) {
    const failure = toSyncError(error)
    const { code, message } = describeFailure(failure)
    const finishedAt = ctx.now().toISOString()
    const end = { status: 'failed', finishedAt, errorCode: code, errorMessage: message } as const
    const release = releaseLease(ctx.db, lease, {})
    await lastTrip(caller, release, endRun(ctx.db, lease.runId, end)).catch((second: unknown) =>
      ctx.log({ level: 'error', event: 'run_end_not_written', ...describeFailure(second) }),
    )
    throw failure
  }
}
