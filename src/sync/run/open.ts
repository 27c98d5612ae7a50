import { eq } from 'drizzle-orm'
import * as z from 'zod'
import type { Account } from '../../alpaca/account'
import { ACCOUNT_STOPPED, assertNotStopped, stopLabelOf } from '../../db/accounts/stops'
import { freeLabel, mergeAccount } from '../../db/accounts/store'
import { sqlState } from '../../db/connection/failure'
import { type HeldPosition, heldPosition, selectHeld } from '../../db/positions/doubted-list'
import { heal } from '../../db/quarantine/heal'
import { quarantine } from '../../db/quarantine/store'
import type { SyncState } from '../../db/runs/state'
import { syncState } from '../../db/schema'
import { againAfterDeadlock } from '../../db/statements/batch'
import { type PendingSync, recordFailedStart } from './end'
import { lastTrip } from './round-trip'
import type { LeaseOpening, LeaseStatements } from './with-lease'

/** What a sync begins with, as stored. */
export interface SyncStart {
  state: SyncState
  held: HeldPosition[]
}

/**
 * The sync of the account is stopped: nothing was written except that its label is skipped from now
 * on.
 */
export class AccountStopped extends Error {
  override readonly name = 'AccountStopped'
}

/**
 * Asks for the lease, brings the row of the account up to date, and reads the state of its sync and
 * its open positions, in one transaction. When the database does not answer, its lease is given
 * back and the failure recorded.
 *
 * @throws AccountStopped
 */
export async function openSync(
  pending: PendingSync,
  account: Account,
  statements: LeaseStatements,
): Promise<LeaseOpening<SyncStart>> {
  try {
    return await open(pending, account, statements)
  } catch (error) {
    if (sqlState(error) !== ACCOUNT_STOPPED) {
      await recordFailedStart(pending, error)
      throw error
    }
    const { ctx, budget, credentials } = pending
    await lastTrip({ db: ctx.db, budget }, stopLabelOf(account.id, credentials.label))
    throw new AccountStopped('the sync of this account is stopped', { cause: error })
  }
}

async function open(
  { ctx, credentials, budget, runId, startedAt }: PendingSync,
  account: Account,
  { take, held }: LeaseStatements,
): Promise<LeaseOpening<SyncStart>> {
  const { id: accountId } = account
  const { label, baseUrl } = credentials
  budget.count()
  const transaction = () =>
    ctx.db.batch([
      ctx.db.execute(take),
      ctx.db.execute(assertNotStopped(accountId, label)),
      ctx.db.execute(freeLabel(accountId, label, runId)),
      ctx.db.execute(mergeAccount(account, { label, baseUrl }, runId, startedAt)),
      ctx.db.select().from(syncState).where(eq(syncState.accountId, accountId)),
      ctx.db.execute(held),
      // Valid without the lease: Alpaca has just said it.
      ctx.db.execute(
        account.refused
          ? quarantine(accountId, [account.refused], startedAt)
          : heal(accountId, 'account', { ids: [accountId] }, startedAt),
      ),
      ctx.db.execute(selectHeld(accountId)),
    ])
  const [taken, , , , [state], seconds, , positions] = await againAfterDeadlock(transaction, () => {
    const fits = budget.fits(1)
    if (fits) budget.count()
    return fits
  })
  if (!state)
    throw new Error(`no sync_state of the account under ${label} after asking for its lease`)
  return {
    taken: taken.rows,
    held: seconds.rows,
    grouping: state,
    begun: { state, held: z.array(heldPosition).parse(positions.rows) },
  }
}
