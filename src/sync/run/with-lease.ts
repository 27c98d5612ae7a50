import type { SQL } from 'drizzle-orm'
import * as z from 'zod'
import { sleepFor } from '../../alpaca/sleep'
import { selectLastSeq } from '../../db/events/last-seq'
import type { KeyedRequest } from '../../db/idempotency/keys'
import { fence, leaseRow, secondsHeld, takeLease } from '../../db/runs/lease'
import { prune } from '../../db/runs/prune'
import { endRun, type RunEnd, releaseLease, type SyncProgress } from '../../db/runs/state'
import type { StatementRows } from '../../db/statements/batch'
import { type Budget, startBudget } from '../budget/budget'
import { LARGEST } from '../budget/sizes'
import { endOfFolds } from '../ledger/begun-folds'
import { endOfRegrouping, type GroupingState, rulesOf } from '../ledger/grouping'
import type { Announcement, RunContext, RunScope, SyncRequest } from './context'
import { describeFailure, toSyncError } from './failure'
import { heldElsewhere, stillHeld } from './held-elsewhere'
import { lastTrip } from './round-trip'
import type { Session } from './session'

/** The two statements with which a run asks for the lease, for one transaction in this order. */
export interface LeaseStatements {
  take: SQL
  held: SQL
}

/** What the transaction returns that asks for the lease. */
export interface LeaseOpening<Begun> {
  /** StatementRows of `take`: none while another run holds the lease. */
  taken: StatementRows
  /** StatementRows of `held`: for how many seconds another run holds the lease. */
  held: StatementRows
  grouping: GroupingState
  /** What else the run begins with. */
  begun: Begun
}

/** A run that asks for the lease of an account. */
export interface LeasedRun<Begun> {
  accountId: string
  label: string
  scope: RunScope | 'overrides' | 'rebuild' | 'erase'
  trigger: SyncRequest['trigger']
  /** The request that asks for it, when it came with an Idempotency-Key. */
  keyed?: KeyedRequest | undefined
  /** The run, when it began before it asks for the lease. */
  run?: { id: string; startedAt: Date }
  /** Whether it waits some seconds for the run that holds the lease. Otherwise it fails at once. */
  waits: boolean
  /**
   * Runs the statements that ask for the lease, in one transaction with what else the run begins
   * with.
   */
  open: (statements: LeaseStatements, budget: Budget) => Promise<LeaseOpening<Begun>>
}

/** How the row of a run ends, and what the end of the run stores about the account. */
export interface RunEnding extends Omit<RunEnd, 'finishedAt'> {
  progress?: SyncProgress
}

/** Work under a lease, and how its run ends. */
export interface LeasedWork<Result> {
  carryOut: () => Promise<Result>
  /**
   * How a run ends whose work returned; null when the work deleted the run together with its
   * account.
   */
  endOf: (result: Result) => RunEnding | null
  /** How a run ends that threw; without it, with the error alone. */
  failedEnd?: (failure: unknown, finishedAt: Date) => Pick<RunEnding, 'report' | 'progress'>
}

// Seconds to wait for another run: a sync that finds nothing new takes some.
const ATTEMPTS = 10
const PAUSE = 1000
// To ask for the lease, to read, to write, and to end the run.
const LEAST_TRIPS = 4

const seqRow = z.object({ seq: z.number() })

/**
 * Does work on an account under its lease, and records it as a run. Every write of the work begins
 * with the fence, which renews the lease and refuses the write when another run took the lease
 * over. The end of the run is one transaction: it gives the lease back, stores the report or the
 * error, and prunes old rows. It is only written as a success while the run still holds the lease.
 * If the end of a failed run cannot be written, the log has the error, and the lease expires.
 *
 * @param budget shared by the runs of one call; without it, one of its own.
 * @throws SyncError `sync_in_progress` when another run holds the lease, or took it over, with the
 * seconds until that lease expires; then nothing more is written. Otherwise what the work threw.
 */
export async function withLease<Begun, Result>(
  ctx: RunContext,
  run: LeasedRun<Begun>,
  begin: (session: Session, begun: Begun) => LeasedWork<Result>,
  budget: Budget = startBudget(ctx.budget),
): Promise<Result> {
  const { session, begun, before } = await takeOver(ctx, run, budget)
  const work = begin(session, begun)
  let wrote: Announcement['wrote'] = 'events'
  try {
    const result = await work.carryOut()
    const ending = work.endOf(result)
    if (ending === null) wrote = 'erasure'
    else wrote = wroteSince(before, await end(session, fence(session.lease), ending, session.now()))
    return result
  } catch (error) {
    const failure = toSyncError(error)
    const ended = await endFailed(session, work, failure)
    wrote = wroteSince(before, ended)
    throw stillHeld(failure, ended?.first)
  } finally {
    await ctx.announce?.({ accountId: run.accountId, wrote })
  }
}

/** The account's last event before a run; null when there may be older events to announce. */
type SeqBefore = number | null

function wroteSince(before: SeqBefore, ended: Ended | undefined): Announcement['wrote'] {
  return before !== null && ended?.lastSeq === before ? 'nothing' : 'events'
}

/** Takes the lease, waiting for it when the run asks for that. */
async function takeOver<Begun>(
  ctx: RunContext,
  run: LeasedRun<Begun>,
  budget: Budget,
): Promise<{ session: Session; begun: Begun; before: SeqBefore }> {
  const { accountId, label, scope, trigger, keyed } = run
  const { db, now, log, groupingWindowSeconds, sizes = LARGEST, sleep = sleepFor } = ctx
  const runId = run.run?.id ?? crypto.randomUUID()
  const about = { accountId, runId, label, trigger, scope, keyed }
  for (let attempt = 1; ; attempt++) {
    const startedAt = run.run?.startedAt ?? now()
    const take = takeLease({ ...about, now: startedAt, grouping: rulesOf(groupingWindowSeconds) })
    const opening = await run.open({ take, held: secondsHeld(accountId) }, budget)
    const taken = leaseRow.safeParse(opening.taken[0])
    if (taken.success) {
      const lease = { accountId, token: taken.data.lease_token, keyed }
      const grouping = { state: opening.grouping, isTaken: false, regrouped: null }
      const parts = { db, budget, now, log, groupingWindowSeconds, sizes, lease, label, runId }
      const session = { ...parts, startedAt, begunFolds: new Map(), grouping }
      // A run that died announced nothing.
      const before = taken.data.follows_dead_run ? null : taken.data.last_seq
      return { session, begun: opening.begun, before }
    }
    if (!run.waits || attempt === ATTEMPTS || !budget.affords(LEAST_TRIPS))
      throw heldElsewhere('another run of this account is under way', opening.held)
    await sleep(PAUSE)
  }
}

/**
 * @returns with the rows of `secondsHeld`: how long another run holds the lease, when this one has
 * lost it.
 */
async function endFailed(
  session: Session,
  { failedEnd }: Pick<LeasedWork<never>, 'failedEnd'>,
  failure: unknown,
): Promise<Ended | undefined> {
  const { lease, label, log } = session
  const now = session.now()
  const { code, message } = describeFailure(failure)
  const how = { status: 'failed', errorCode: code, errorMessage: message } as const
  const ending = { ...failedEnd?.(failure, now), ...how }
  try {
    return await end(session, secondsHeld(lease.accountId), ending, now)
  } catch (second) {
    log({ level: 'error', event: 'run_end_not_written', label, ...describeFailure(second) })
    return undefined
  }
}

/** What the round trip returns that ends a run. */
interface Ended {
  /** Rows of its first statement. */
  first: StatementRows | undefined
  /** The account's last event. */
  lastSeq: number | undefined
}

/** @returns undefined when the budget had no room for the end. */
async function end(
  session: Session,
  first: SQL,
  { progress, ...how }: RunEnding,
  finishedAt: Date,
): Promise<Ended | undefined> {
  const { db, lease, runId, begunFolds, grouping } = session
  const released = { ...progress, ...endOfRegrouping(grouping.regrouped) }
  const results = await lastTrip(
    session,
    first,
    releaseLease(db, lease, released),
    ...endOfFolds(lease, begunFolds, finishedAt),
    endRun(db, runId, { ...how, finishedAt: finishedAt.toISOString() }),
    ...prune([{ accountId: lease.accountId }], finishedAt),
    selectLastSeq(lease.accountId),
  )
  if (results.length === 0) return undefined
  return { first: results[0], lastSeq: seqRow.safeParse(results.at(-1)?.[0]).data?.seq }
}
