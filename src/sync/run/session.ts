import type { SQL } from 'drizzle-orm'
import * as z from 'zod'
import type { Account } from '../../alpaca/account'
import type { AlpacaClient } from '../../alpaca/client'
import type { HeldPosition } from '../../db/positions/doubted-list'
import { fence, type Lease } from '../../db/runs/lease'
import { type SyncProgress, type SyncState, saveProgress } from '../../db/runs/state'
import type { StatementRows } from '../../db/statements/batch'
import type { Budget } from '../budget/budget'
import type { BegunFolds } from '../ledger/begun-folds'
import { type LedgerFailures, NO_FAILURES } from '../ledger/error'
import type { GroupingRun } from '../ledger/regroup'
import type { LeftMarks } from '../ledger/report'
import type { RetryReport } from '../quarantine/retry'
import { readingProgress, readingsOf } from './backfill'
import type { SyncContext, SyncRequest } from './context'
import { noCounts, type RowCounts } from './report'
import { roundTrip } from './round-trip'

/** One run of one account: what it works with, and what it has found so far. */
export interface AccountRun {
  readonly ctx: SyncContext
  readonly request: SyncRequest
  readonly client: AlpacaClient
  readonly budget: Budget
  readonly account: Account
  readonly label: string
  readonly lease: Lease
  readonly startedAt: Date
  /** Whether the run before ended with its budget, so that this one continues its chain of runs. */
  readonly continuesChain: boolean
  /** Kept in step with the database by `write`. */
  state: SyncState
  /** Open positions as they are stored; null after the run has written positions. */
  held: readonly HeldPosition[] | null
  /** Progress that waits for the next write: where nothing else is to be written, it is not worth a round trip. */
  deferred: SyncProgress
  /** Ids of the orders and envelopes that this run has read. */
  readonly seenOrders: Set<string>
  /** Symbols of contracts that this run has asked about, with or without an answer. */
  readonly askedContracts: Set<string>
  readonly orders: RowCounts
  readonly activities: RowCounts
  readonly positions: RowCounts
  readonly begunFolds: BegunFolds
  /** Null until the ledger is come to. */
  grouping: GroupingRun | null
  /** What of the ledger could not be brought up to date. */
  failures: LedgerFailures
  /** What of the ledger is to be folded after all else. */
  left: LeftMarks
  /** Of a run on the quarantine, once it has tried what it could. */
  quarantine: RetryReport | null
  /** StatementRows read when the log was last told how far the run is. */
  toldAt: number
  /** By the system's clock, for how fast it is. */
  readonly begunAt: number
}

/** What a run is made of. */
export type RunParts = Omit<
  AccountRun,
  | 'continuesChain'
  | 'deferred'
  | 'seenOrders'
  | 'askedContracts'
  | 'orders'
  | 'activities'
  | 'positions'
  | 'begunFolds'
  | 'grouping'
  | 'failures'
  | 'left'
  | 'quarantine'
  | 'toldAt'
  | 'begunAt'
>

export function newRun(parts: RunParts): AccountRun {
  return {
    ...parts,
    continuesChain: parts.state.resumeAt !== null,
    deferred: {},
    seenOrders: new Set(),
    askedContracts: new Set(),
    orders: noCounts(),
    activities: noCounts(),
    positions: noCounts(),
    begunFolds: new Map(),
    grouping: null,
    failures: NO_FAILURES,
    left: { failing: false, suspects: false },
    quarantine: null,
    toldAt: 0,
    begunAt: Date.now(),
  }
}

/** StatementRows read between two lines of the log that say how far a run is. */
const ROWS_BETWEEN_LINES = 500

function tellProgress(run: AccountRun): void {
  const { orders, activities, account, state, ctx } = run
  const seen = orders.seen + activities.seen
  if (seen - run.toldAt < ROWS_BETWEEN_LINES) return
  run.toldAt = seen
  const { ordersBackfilled, activitiesBackfilled } = state
  const isFirst = !ordersBackfilled || !activitiesBackfilled
  ctx.log({
    level: 'info',
    event: 'sync_progress',
    label: run.label,
    account_id: account.id,
    orders: orders.seen,
    activities: activities.seen,
    ...(isFirst && { backfill: backfillShare(run) }),
  })
}

/** 0 to 1: how much of both first readings is done; null when it cannot be said. */
function backfillShare({ account, state, ctx }: AccountRun): number | null {
  const shares = readingsOf(state).map(
    (reading) => readingProgress(reading, account.createdAt, ctx.now()).share,
  )
  const sum = shares.reduce<number | null>(
    (total, share) => (total === null || share === null ? null : total + share),
    0,
  )
  return sum === null ? null : Math.round((sum / shares.length) * 1000) / 1000
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
): Promise<StatementRows[]> {
  const { db } = run.ctx
  if (statements.length + Object.keys(progress).length === 0) return []
  const made = { ...run.deferred, ...progress, ...pace(run) }
  const saved = saveProgress(db, run.lease, made)
  const { budget } = run
  const [, ...results] = await roundTrip({ db, budget }, fence(run.lease), ...statements, saved)
  run.state = { ...run.state, ...progress }
  run.deferred = {}
  tellProgress(run)
  return results.slice(0, statements.length)
}

/** How much the run has read, and in what time. */
export function pace({ orders, activities, begunAt }: AccountRun): SyncProgress {
  return { runRows: orders.seen + activities.seen, runMilliseconds: Date.now() - begunAt }
}

/** Progress to be saved with the next write, or at the run's end. */
export function defer(run: AccountRun, progress: SyncProgress): void {
  run.state = { ...run.state, ...progress }
  run.deferred = { ...run.deferred, ...progress }
}

const nameRow = z.record(z.string(), z.string())

/** Reads lists of ids or symbols, one column a statement, in one round trip. */
export async function readLists(run: AccountRun, first: SQL, ...rest: SQL[]): Promise<string[][]> {
  const { ctx, budget } = run
  const results = await roundTrip({ db: ctx.db, budget }, first, ...rest)
  return results.map((rows) => rows.flatMap((row) => Object.values(nameRow.parse(row))))
}
