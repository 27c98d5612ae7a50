import { and, eq, type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import type { Database } from '../connection/client'
import { syncRuns, syncState } from '../schema'
import type { Lease } from './lease'

/** Where an account's sync stands. */
export type SyncState = typeof syncState.$inferSelect

/** What a run changes of that as it goes on. */
export type SyncProgress = Partial<Omit<SyncState, 'accountId' | 'createdAt' | 'updatedAt'>>

/** Where the grouping of an account's ledger stands, read beside the lease. */
export const groupingState = z.object({
  ledgerEngineVersion: z.number().nullable(),
  ledgerWindowSeconds: z.number().nullable(),
  formerEngineVersion: z.number().nullable(),
  formerWindowSeconds: z.number().nullable(),
  regrouping: z.boolean(),
  regroupedAt: z.string().nullable(),
  regroupReturns: z.number(),
})

/** Reads one `groupingState`. */
export function groupingOf(accountId: string): SQL {
  return sql`select ledger_engine_version as "ledgerEngineVersion", ledger_window_seconds as "ledgerWindowSeconds",
      former_engine_version as "formerEngineVersion", former_window_seconds as "formerWindowSeconds", regrouping,
      regrouped_at::text as "regroupedAt", regroup_returns as "regroupReturns"
    from ${syncState} where account_id = ${accountId}`
}

/** Writes down how far a run has come. */
export function saveProgress(db: Database, { accountId }: Lease, progress: SyncProgress): SQL {
  return db.update(syncState).set(progress).where(eq(syncState.accountId, accountId)).getSQL()
}

/** Gives the lease back, with what is to be said about the account; nothing happens when it is another run's by now. */
export function releaseLease(db: Database, lease: Lease, progress: SyncProgress): SQL {
  return db
    .update(syncState)
    .set({ ...progress, leaseHolder: null, leaseExpiresAt: null, leaseRequest: null })
    .where(and(eq(syncState.accountId, lease.accountId), eq(syncState.leaseToken, lease.token)))
    .getSQL()
}

/** How a run ended. */
export type RunEnd = Pick<
  typeof syncRuns.$inferInsert,
  'status' | 'finishedAt' | 'report' | 'errorCode' | 'errorMessage'
>

/** Writes down how a run ended. */
export function endRun(db: Database, runId: string, end: RunEnd): SQL {
  return db.update(syncRuns).set(end).where(eq(syncRuns.id, runId)).getSQL()
}
