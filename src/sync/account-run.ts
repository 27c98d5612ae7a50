import type { SQL } from 'drizzle-orm'
import * as z from 'zod'
import type { Account } from '../alpaca/account'
import type { AlpacaClient } from '../alpaca/client'
import { type Rows, runBatch } from '../db/write/batch'
import { fence, type Lease } from '../db/write/lease'
import { type SyncProgress, type SyncState, saveProgress } from '../db/write/sync-state'
import type { Budget } from './budget'
import type { SyncContext, SyncRequest } from './context'
import { noCounts, type RowCounts } from './report'

/** One run of one account: what it works with, and what it has found so far. */
export interface AccountRun {
  readonly ctx: SyncContext
  readonly request: SyncRequest
  readonly client: AlpacaClient
  readonly budget: Budget
  readonly account: Account
  readonly lease: Lease
  readonly startedAt: Date
  /** Kept in step with the database by `write`. */
  state: SyncState
  /** Progress that waits for the next write: where nothing else is to be written, it is not worth a round trip. */
  deferred: SyncProgress
  /** Ids of the orders and envelopes that this run has read. */
  readonly seenOrders: Set<string>
  /** Symbols of contracts that this run has asked about, with or without an answer. */
  readonly askedContracts: Set<string>
  readonly orders: RowCounts
  readonly activities: RowCounts
  readonly positions: RowCounts
  /** Rows read when the log was last told how far the run is. */
  toldAt: number
}

/** What a run is made of. */
export type RunParts = Omit<
  AccountRun,
  'deferred' | 'seenOrders' | 'askedContracts' | 'orders' | 'activities' | 'positions' | 'toldAt'
>

export function newRun(parts: RunParts): AccountRun {
  return {
    ...parts,
    deferred: {},
    seenOrders: new Set(),
    askedContracts: new Set(),
    orders: noCounts(),
    activities: noCounts(),
    positions: noCounts(),
    toldAt: 0,
  }
}

/** Rows read between two lines of the log that say how far a run is. */
const ROWS_BETWEEN_LINES = 1000

function tellProgress(run: AccountRun): void {
  const { orders, activities, account } = run
  const seen = orders.seen + activities.seen
  if (seen - run.toldAt < ROWS_BETWEEN_LINES) return
  run.toldAt = seen
  run.ctx.log({
    level: 'info',
    event: 'sync_progress',
    account_id: account.id,
    orders: orders.seen,
    activities: activities.seen,
  })
}

/**
 * Writes one batch: the fence, the statements, and how far the run has come, in one transaction and one round trip.
 * Answers the rows of each statement. Not refused by the budget: what was read must not be lost. Progress counts as made
 * only when the database has said so: a cursor that runs ahead of its rows would lose them.
 *
 * @throws SQLSTATE `LEASE_LOST` when another run took the lease over; then nothing was written.
 */
export async function write(
  run: AccountRun,
  statements: SQL[],
  progress: SyncProgress = {},
): Promise<Rows[]> {
  const { db } = run.ctx
  if (statements.length + Object.keys(progress).length === 0) return []
  const made = { ...run.deferred, ...progress }
  const saved = Object.keys(made).length === 0 ? [] : [saveProgress(db, run.lease, made)]
  run.budget.count()
  const [, ...results] = await runBatch(db, fence(run.lease), ...statements, ...saved)
  run.state = { ...run.state, ...progress }
  run.deferred = {}
  tellProgress(run)
  return results.slice(0, statements.length)
}

/** Progress to be saved with the next write, or at the run's end. */
export function defer(run: AccountRun, progress: SyncProgress): void {
  run.state = { ...run.state, ...progress }
  run.deferred = { ...run.deferred, ...progress }
}

const nameRow = z.record(z.string(), z.string())

/** Reads lists of ids or symbols, one column a statement, in one round trip. */
export async function readLists(run: AccountRun, first: SQL, ...rest: SQL[]): Promise<string[][]> {
  run.budget.count()
  const results = await runBatch(run.ctx.db, first, ...rest)
  return results.map((rows) => rows.flatMap((row) => Object.values(nameRow.parse(row))))
}
