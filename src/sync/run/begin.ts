import { eq } from 'drizzle-orm'
import * as z from 'zod'
import type { Account } from '../../alpaca/account'
import { assertNotStopped } from '../../db/accounts/stops'
import { freeLabel, mergeAccount } from '../../db/accounts/store'
import { type HeldPosition, heldPosition, selectHeld } from '../../db/positions/doubted-list'
import { heal } from '../../db/quarantine/heal'
import { quarantine } from '../../db/quarantine/store'
import { type Lease, secondsHeld, takeLease } from '../../db/runs/lease'
import type { SyncState } from '../../db/runs/state'
import { syncState } from '../../db/schema'
import { againAfterDeadlock } from '../../db/statements/batch'
import type { Budget } from '../budget/budget'
import { rulesOf } from '../ledger/regroup'
import type { AlpacaCredentials, SyncContext, SyncRequest } from './context'
import { heldElsewhere } from './held-elsewhere'

/** A run that is about to begin. */
export interface Beginning {
  ctx: SyncContext
  credentials: AlpacaCredentials
  request: SyncRequest
  budget: Budget
  account: Account
  runId: string
  startedAt: Date
}

const leaseRow = z.object({ lease_token: z.number() })

/** What a run starts with. */
export interface Begun {
  lease: Lease
  state: SyncState
  held: HeldPosition[]
}

/**
 * Takes the account's lease, inserts the run, brings the account's row up to date, and reads the state of its sync and its
 * open positions, in one transaction.
 *
 * @throws SyncError `sync_in_progress` when another run holds the lease; SQLSTATE `ACCOUNT_STOPPED` when the account is
 * stopped. Then nothing was written.
 */
export async function begin(beginning: Beginning): Promise<Begun> {
  const { ctx, credentials, request, budget, account, runId, startedAt } = beginning
  const { id: accountId } = account
  const { label, baseUrl } = credentials
  const { trigger, scope, keyed } = request
  const grouping = rulesOf(ctx.groupingWindowSeconds)
  const wanted = { accountId, runId, label, trigger, scope, now: startedAt, grouping, keyed }
  budget.count()
  const transaction = () =>
    ctx.db.batch([
      ctx.db.execute(takeLease(wanted)),
      ctx.db.execute(assertNotStopped(accountId, label)),
      ctx.db.execute(freeLabel(accountId, label, runId)),
      ctx.db.execute(mergeAccount(account, { label, baseUrl }, runId, startedAt)),
      ctx.db.select().from(syncState).where(eq(syncState.accountId, accountId)),
      ctx.db.execute(secondsHeld(accountId)),
      // True whoever holds the lease: it is what Alpaca has just said.
      ctx.db.execute(
        account.refused
          ? quarantine(accountId, [account.refused], startedAt)
          : heal(accountId, 'account', { ids: [accountId] }, startedAt),
      ),
      ctx.db.execute(selectHeld(accountId)),
    ])
  const [taken, , , , [state], until, , held] = await againAfterDeadlock(transaction, () => {
    const fits = budget.fits(1)
    if (fits) budget.count()
    return fits
  })
  const lease = leaseRow.safeParse(taken.rows[0])
  if (!lease.success || !state) {
    throw heldElsewhere('another run of this account is under way', until.rows)
  }
  return {
    lease: { accountId, token: lease.data.lease_token, keyed },
    state,
    held: z.array(heldPosition).parse(held.rows),
  }
}
