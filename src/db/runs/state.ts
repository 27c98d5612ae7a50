import { and, eq, type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import type { Database } from '../connection/client'
import { syncRuns, syncState } from '../schema'
import type { Lease } from './lease'

/** The state of an account's sync. */
export type SyncState = typeof syncState.$inferSelect

/** The part of the state that a run updates. */
export type SyncProgress = Partial<Omit<SyncState, 'accountId' | 'createdAt' | 'updatedAt'>>

/** The state of the grouping of an account's ledger, which is read with the lease. */
export const groupingState = z.object({
  ledgerEngineVersion: z.number().nullable(),
  ledgerWindowSeconds: z.number().nullable(),
  formerEngineVersion: z.number().nullable(),
  formerWindowSeconds: z.number().nullable(),
  regrouping: z.boolean(),
  regroupedAt: z.string().nullable(),
  regroupReturns: z.number(),
})

/** Selects one `groupingState`. */
export function groupingOf(accountId: string): SQL {
  return sql`select ledger_engine_version as "ledgerEngineVersion",
      ledger_window_seconds as "ledgerWindowSeconds",
      former_engine_version as "formerEngineVersion",
      former_window_seconds as "formerWindowSeconds",
      regrouping, regrouped_at::text as "regroupedAt", regroup_returns as "regroupReturns"
    from ${syncState} where account_id = ${accountId}`
}

/** Updates the state of an account's sync. */
export function saveProgress(db: Database, { accountId }: Lease, progress: SyncProgress): SQL {
  return db.update(syncState).set(progress).where(eq(syncState.accountId, accountId)).getSQL()
}

/**
 * Releases the lease and updates the account's state. Writes nothing when another run holds the
 * lease.
 */
export function releaseLease(db: Database, lease: Lease, progress: SyncProgress): SQL {
  return db
    .update(syncState)
    .set({ ...progress, leaseHolder: null, leaseExpiresAt: null, leaseRequest: null })
    .where(and(eq(syncState.accountId, lease.accountId), eq(syncState.leaseToken, lease.token)))
    .getSQL()
}

/** The end of a run: its status, times, report and error. */
export type RunEnd = Pick<
  typeof syncRuns.$inferInsert,
  'status' | 'finishedAt' | 'report' | 'errorCode' | 'errorMessage'
>

/** Records the end of a run. */
export function endRun(db: Database, runId: string, end: RunEnd): SQL {
  return db.update(syncRuns).set(end).where(eq(syncRuns.id, runId)).getSQL()
}
