import * as z from 'zod'
import { type ErasedRows, erasedInTransaction, eraseRows } from '../../db/accounts/erase'
import type { AccountName } from '../../db/accounts/stops'
import { type KeyedWrite, keepEffect } from '../../db/idempotency/keys'
import { type Actor, actAs } from '../../db/overrides/actor'
import type { StatementRows } from '../../db/statements/batch'
import { startBudget } from '../budget/budget'
import { waitingRun } from '../ledger/run'
import type { RunContext } from '../run/context'
import { SyncError } from '../run/errors'
import { fencedTrip, roundTrip } from '../run/round-trip'
import type { Session } from '../run/session'
import { withLease } from '../run/with-lease'

const erasedRows = z.object({ rows: z.record(z.string(), z.number()) })
const erased = z.tuple([erasedRows])

/**
 * Deletes everything that belongs to an account and leaves it stopped. It is one transaction under
 * the account's lease: it happens whole or not at all, and no run that is still going on can write
 * a row after it. An account that was never synced, or was erased before, has no lease: the rows of
 * its label are deleted. Under an Idempotency-Key the same transaction records the counts, and a
 * repetition returns them.
 *
 * @returns the deleted rows of each table.
 * @throws SyncError `sync_in_progress` when another run does not end within some seconds; then
 * nothing was deleted.
 */
export async function eraseAccount(
  ctx: RunContext,
  actor: Actor,
  name: AccountName,
  keyed?: KeyedWrite,
): Promise<ErasedRows> {
  if (keyed && keyed.effect !== null) return erasedRows.parse(keyed.effect).rows
  const budget = startBudget(ctx.budget)
  const record = keyed ? [keepEffect(keyed.request, erasedInTransaction)] : []
  const statementsFor = (token: number | null) => [eraseRows(name, token), ...record] as const
  const underLease = async (session: Session) =>
    await fencedTrip(session, actAs(actor), ...statementsFor(session.lease.token))
  const { accountId, label } = name
  const [, rows] =
    (accountId === null
      ? null
      : await withItsLease({ ctx, accountId, label, budget, underLease })) ??
    (await roundTrip({ db: ctx.db, budget }, actAs(actor), ...statementsFor(null)))
  const [{ rows: counts }] = erased.parse(rows)
  ctx.log({ level: 'info', event: 'account_erased', label, account_id: accountId, rows: counts })
  return counts
}

/** Erases under the lease of the account; null when the database no longer has the account. */
async function withItsLease(erasure: {
  ctx: RunContext
  accountId: string
  label: string
  budget: ReturnType<typeof startBudget>
  underLease: (session: Session) => Promise<StatementRows[]>
}): Promise<StatementRows[] | null> {
  const { ctx, accountId, label, budget, underLease } = erasure
  const run = waitingRun(ctx, { accountId, label, scope: 'erase', trigger: 'api' })
  try {
    // The erasure deletes its run and its lease with everything else: there is no end to store.
    const begin = (session: Session) => ({
      carryOut: () => underLease(session),
      endOf: () => null,
    })
    return await withLease(ctx, run, begin, budget)
  } catch (error) {
    if (error instanceof SyncError && error.code === 'account_not_found') return null
    throw error
  }
}
