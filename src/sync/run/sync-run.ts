import type { SQL } from 'drizzle-orm'
import * as z from 'zod'
import type { Account } from '../../alpaca/account'
import type { AlpacaClient } from '../../alpaca/client'
import type { HeldPosition } from '../../db/positions/doubted-list'
import { type SyncProgress, type SyncState, saveProgress } from '../../db/runs/state'
import type { StatementRows } from '../../db/statements/batch'
import { type LedgerFailures, NO_FAILURES } from '../ledger/error'
import type { LeftMarks } from '../ledger/report'
import { readingProgress, readingsOf } from './backfill'
import type { SyncRequest } from './context'
import { noCounts, type RetryReport, type RowCounts } from './report'
import { fencedTrip, roundTrip } from './round-trip'
import type { Session } from './session'

/**
 * The sync of one account under its lease: the session, what the run began with, and what it has
 * found so far.
 */
export interface SyncRun extends Session {
  readonly request: SyncRequest
  readonly client: AlpacaClient
  readonly account: Account
  /** Whether the budget of the run before ended first, so that this one continues its series. */
  readonly continuesSeries: boolean
  /** As stored; `write` and `defer` change it. */
  state: SyncState
  /** Open positions as stored; null after the run has written positions. */
  held: readonly HeldPosition[] | null
  /** Progress that waits for the next write: alone it is not worth a round trip. */
  deferred: SyncProgress
  /** Ids of the orders and parent orders that this run has read. */
  readonly seenOrders: Set<string>
  /** Symbols of contracts that this run has asked about, with or without an answer. */
  readonly askedContracts: Set<string>
  readonly orders: RowCounts
  readonly activities: RowCounts
  readonly positions: RowCounts
  /** What of the ledger could not be brought up to date. */
  failures: LedgerFailures
  /** Marks that the run folds last. */
  left: LeftMarks
  /** Of a run on the quarantine, once it has retried what it could. */
  quarantine: RetryReport | null
  /** StatementRows read when the last line of progress was logged. */
  loggedAt: number
  /** Milliseconds of the system's clock, to measure the pace of the run. */
  readonly begunAt: number
}

/** What a sync begins with besides its session. */
type SyncParts = Pick<SyncRun, 'request' | 'client' | 'account' | 'state' | 'held'>

export function newSyncRun(session: Session, parts: SyncParts): SyncRun {
  return {
    ...session,
    ...parts,
    continuesSeries: parts.state.resumeAt !== null,
    deferred: {},
    seenOrders: new Set(),
    askedContracts: new Set(),
    orders: noCounts(),
    activities: noCounts(),
    positions: noCounts(),
    failures: NO_FAILURES,
    left: { failing: false, suspects: false },
    quarantine: null,
    loggedAt: 0,
    begunAt: Date.now(),
  }
}

/** StatementRows read between two lines of the log that say how far a run is. */
const ROWS_BETWEEN_LINES = 500

function logProgress(run: SyncRun): void {
  const { orders, activities, account, state, log } = run
  const seen = orders.seen + activities.seen
  if (seen - run.loggedAt < ROWS_BETWEEN_LINES) return
  run.loggedAt = seen
  const { ordersBackfilled, activitiesBackfilled } = state
  const isFirst = !ordersBackfilled || !activitiesBackfilled
  log({
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
function backfillShare({ account, state, now }: SyncRun): number | null {
  const shares = readingsOf(state).map(
    (reading) => readingProgress(reading, account.createdAt, now()).share,
  )
  const sum = shares.reduce<number | null>(
    (total, share) => (total === null || share === null ? null : total + share),
    0,
  )
  return sum === null ? null : Math.round((sum / shares.length) * 1000) / 1000
}

/**
 * Writes statements and the progress of the run in one transaction behind the fence. The budget
 * does not refuse it: rows that were read must not be lost. `state` changes only after the database
 * has answered: a cursor ahead of its rows would lose them.
 *
 * @returns the rows of each statement.
 * @throws SQLSTATE `LEASE_LOST` when another run took the lease over; then nothing was written.
 */
export async function write(
  run: SyncRun,
  statements: SQL[],
  progress: SyncProgress = {},
): Promise<StatementRows[]> {
  if (statements.length + Object.keys(progress).length === 0) return []
  const made = { ...run.deferred, ...progress, ...pace(run) }
  const saved = Object.keys(made).length === 0 ? [] : [saveProgress(run.db, run.lease, made)]
  const results = await fencedTrip(run, ...statements, ...saved)
  run.state = { ...run.state, ...progress }
  run.deferred = {}
  logProgress(run)
  return results.slice(0, statements.length)
}

/** How much the run has read, and in what time; nothing for a few orders that the stream named. */
export function pace({ orders, activities, begunAt, request }: SyncRun): SyncProgress {
  if (request.scope === 'targeted') return {}
  return { runRows: orders.seen + activities.seen, runMilliseconds: Date.now() - begunAt }
}

/** Progress to be saved with the next write, or at the run's end. */
export function defer(run: SyncRun, progress: SyncProgress): void {
  run.state = { ...run.state, ...progress }
  run.deferred = { ...run.deferred, ...progress }
}

const nameRow = z.record(z.string(), z.string())

/** Reads lists of ids or symbols, one column a statement, in one round trip. */
export async function readLists(run: SyncRun, first: SQL, ...rest: SQL[]): Promise<string[][]> {
  const results = await roundTrip(run, first, ...rest)
  return results.map((rows) => rows.flatMap((row) => Object.values(nameRow.parse(row))))
}
