import type { SQL } from 'drizzle-orm'
import * as z from 'zod'
import { sleepFor } from '../../alpaca/sleep'
import { ACCOUNT_ERASED, assertExists } from '../../db/accounts/stops'
import { sqlState } from '../../db/connection/failure'
import { type KeyedRequest, renewKey } from '../../db/idempotency/keys'
import { flagUnexplained } from '../../db/reconciliation/read'
import { fence, type Lease, secondsHeld, takeLease } from '../../db/runs/lease'
import { prune } from '../../db/runs/prune'
import { endRun, groupingOf, groupingState, type RunEnd, releaseLease } from '../../db/runs/state'
import type { StatementRows } from '../../db/statements/batch'
import { newYorkDate } from '../../time/new-york'
import { type Budget, BudgetSpent, keeping, startBudget } from '../budget/budget'
import { LARGEST } from '../budget/sizes'
import { type BegunFolds, endOfFolds, failureOf, isContained } from '../ledger/begun-folds'
import type { LedgerContext } from '../ledger/context'
import {
  isWhole,
  joinFailures,
  LedgerError,
  type LedgerFailures,
  NO_FAILURES,
  partFailed,
} from '../ledger/error'
import { writeInReach } from '../ledger/reach'
import {
  addToRegrouped,
  endOfRegrouping,
  type GroupingRun,
  type GroupingState,
  rulesOf,
  takeGrouping,
} from '../ledger/regroup'
import type { FoldReport, LedgerReport, Regrouped } from '../ledger/report'
import { foldTroubled, type UnderlyingWork, updateLedger, updateUnderlying } from '../ledger/update'
import type { SyncContext, SyncRequest } from './context'
import { SyncError } from './errors'
import { describeFailure, toSyncError } from './failure'
import { heldElsewhere, stillHeld } from './held-elsewhere'
import { lastTrip, roundTrip } from './round-trip'

/** What work on the ledger alone needs from outside: no keys, and nothing of Alpaca. */
export type LedgerRunContext = Pick<
  SyncContext,
  'db' | 'now' | 'groupingWindowSeconds' | 'log' | 'budget' | 'sizes' | 'sleep'
>

/** Whose ledger, why, and at whose wish. */
export interface LedgerRunRequest {
  accountId: string
  label: string
  scope: 'overrides' | 'rebuild' | 'erase'
  trigger: SyncRequest['trigger']
  /** The request that asks for it, when it came with an Idempotency-Key. */
  keyed?: KeyedRequest | undefined
}

/** What a run on the ledger answers: what it did, and what failed of it. */
export interface LedgerRunReport extends LedgerReport {
  failures: LedgerFailures
}

/** What of the ledger a run folds. */
export type FoldPart =
  /** All marks but those whose last fold did not end well. */
  | { of: 'marked' }
  /** The unit of one underlying. */
  | ({ of: 'underlying' } & UnderlyingWork)
  /** What `marked` leaves, which may kill the run. */
  | { of: 'troubled' }

/** One run on the ledger of one account, inside its lease. */
export interface LedgerRun {
  readonly accountId: string
  /** Reads in one round trip. */
  read(first: SQL, ...rest: SQL[]): Promise<StatementRows[]>
  /** Writes in one transaction, if the lease still holds. Answers the rows of each statement. */
  write(...statements: SQL[]): Promise<StatementRows[]>
  /** Whether the budget has room for so many more round trips. */
  affords(trips: number): boolean
  /**
   * Marks the whole ledger when it is to be grouped by other rules. Answers false when the budget ended first.
   *
   * @throws SyncError `grouping_contested`
   */
  takeGrouping(): Promise<boolean>
  /**
   * Works out what is marked, as a sync would. Leaves one more round trip besides the run's end, whatever it finds.
   *
   * @throws SyncError `grouping_contested`
   */
  fold(part: FoldPart): Promise<FoldReport>
  /** What the run has done so far to group the ledger by other rules. */
  regrouped(): Regrouped | null
}

// A sync that finds nothing new takes seconds: waiting for it is kinder than a refusal.
const ATTEMPTS = 10
const PAUSE = 1000
// To ask for the lease, to read, to write, and to tell what came of it.
const LEAST_TRIPS = 4

const leaseRow = z.object({ lease_token: z.number() })

/**
 * Does work on the ledger of one account under the lease that its syncs take too, and writes it down as a run. While a sync
 * holds the lease it waits some seconds for it.
 *
 * @param budget shared by the runs of one call; without it, one of its own.
 * @throws SyncError `sync_in_progress` when the lease was not to be had, or was lost; then nothing more is written.
 */
export async function runOnLedger<T extends LedgerRunReport>(
  ctx: LedgerRunContext,
  request: LedgerRunRequest,
  work: (run: LedgerRun) => Promise<T>,
  budget: Budget = startBudget(ctx.budget),
): Promise<T> {
  const runId = crypto.randomUUID()
  const { lease, grouping } = await waitForLease(ctx, request, runId, budget)
  const run = new RunUnderLease(ctx, { budget, lease, label: request.label, grouping })
  const end = async (how: Omit<RunEnd, 'finishedAt'>, isHolder: boolean) => {
    const finishedAt = ctx.now().toISOString()
    const ended = endRun(ctx.db, runId, { ...how, finishedAt })
    // Only the holder of the lease has a success to tell.
    const first = isHolder ? fence(lease) : secondsHeld(lease.accountId)
    const pruned = prune([{ accountId: request.accountId }], ctx.now())
    const caller = { db: ctx.db, budget }
    const [rows] = await lastTrip(caller, first, ...run.end(), ended, ...pruned)
    return rows
  }
  try {
    const report = await work(run)
    await end(endOf(report), true)
    return report
  } catch (error) {
    const failure = toSyncError(error)
    const { code, message } = describeFailure(failure)
    const how = { status: 'failed', errorCode: code, errorMessage: message } as const
    const held = await end(how, false).catch((second: unknown) => {
      ctx.log({ level: 'error', event: 'run_end_not_written', ...describeFailure(second) })
      return undefined
    })
    throw stillHeld(failure, held)
  }
}

/** How a run that came to its end is written down. */
function endOf(report: LedgerRunReport): Omit<RunEnd, 'finishedAt'> {
  if (report.has_more || isWhole(report.failures))
    return { status: report.has_more ? 'partial' : 'success', report }
  const { code, message } = describeFailure(new LedgerError(report.failures))
  return { status: 'failed', report, errorCode: code, errorMessage: message }
}

/** A lease, and how the ledger under it is grouped. */
export interface Held {
  lease: Lease
  grouping: GroupingState
}

/**
 * Takes the lease of an account that has a row, waiting some seconds for the run that holds it.
 *
 * @throws SyncError `sync_in_progress` when that run goes on, `account_not_found` when the account was erased meanwhile.
 */
export async function waitForLease(
  ctx: LedgerRunContext,
  { accountId, label, scope, trigger, keyed }: LedgerRunRequest,
  runId: string,
  budget: Budget,
): Promise<Held> {
  const sleep = ctx.sleep ?? sleepFor
  const about = { accountId, runId, label, trigger, scope, keyed }
  for (let attempt = 1; ; attempt++) {
    const grouping = rulesOf(ctx.groupingWindowSeconds)
    const wanted = takeLease({ ...about, now: ctx.now(), grouping })
    const caller = { db: ctx.db, budget }
    const renewed = keyed === undefined ? [] : [renewKey(keyed)]
    const [rows, , held, state] = await roundTrip(
      caller,
      wanted,
      assertExists(accountId),
      secondsHeld(accountId),
      groupingOf(accountId),
      ...renewed,
    ).catch(refuseErased)
    const lease = leaseRow.safeParse(rows?.[0])
    if (lease.success) {
      const [grouped] = z.tuple([groupingState]).parse(state)
      return { lease: { accountId, token: lease.data.lease_token, keyed }, grouping: grouped }
    }
    if (attempt === ATTEMPTS || !budget.affords(LEAST_TRIPS))
      throw heldElsewhere('a run of this account is under way', held)
    await sleep(PAUSE)
  }
}

/** Postgres undid the lease: nothing is left of a run on an account that was erased. */
function refuseErased(error: unknown): never {
  if (sqlState(error) !== ACCOUNT_ERASED) throw error
  throw new SyncError('account_not_found', 'the account was erased', { cause: error })
}

/** What a run under a lease is made of. */
interface RunParts extends Held {
  budget: Budget
  label: string
}

class RunUnderLease implements LedgerRun {
  readonly accountId: string
  private readonly begun: BegunFolds = new Map()
  private readonly ledger: LedgerContext
  private grouping: GroupingRun | null = null

  constructor(
    private readonly ctx: LedgerRunContext,
    private readonly parts: RunParts,
  ) {
    const { lease, budget } = parts
    const { db, now, groupingWindowSeconds, log } = ctx
    this.accountId = lease.accountId
    this.ledger = {
      db,
      fence: () => fence(lease),
      groupingWindowSeconds,
      // One to see what came of the fold.
      budget: keeping(budget, 1),
      now,
      log,
      chunk: (ctx.sizes ?? LARGEST).fold,
    }
  }

  /** Bound to the run, because plans are given it alone. */
  readonly read: LedgerRun['read'] = async (...statements) =>
    await roundTrip({ db: this.ctx.db, budget: this.parts.budget }, ...statements)

  async write(...statements: SQL[]): Promise<StatementRows[]> {
    const [, ...results] = await this.read(fence(this.parts.lease), ...statements)
    return results
  }

  affords(trips: number): boolean {
    return this.parts.budget.affords(trips)
  }

  regrouped(): Regrouped | null {
    return this.grouping?.regrouped ?? null
  }

  /** The statements of the run's end that give the lease back and keep what the ledger must remember. */
  end(): [SQL, ...SQL[]] {
    const { db, now } = this.ctx
    const { lease } = this.parts
    const release = releaseLease(db, lease, endOfRegrouping(this.regrouped()))
    return [release, ...endOfFolds(lease, this.begun, now())]
  }

  async takeGrouping(): Promise<boolean> {
    const { db, groupingWindowSeconds, log, now } = this.ctx
    const { grouping, ...parts } = this.parts
    const context = { ...parts, db, groupingWindowSeconds, log, now: now() }
    try {
      this.grouping ??= await takeGrouping(context, grouping)
    } catch (error) {
      if (!(error instanceof BudgetSpent)) throw error
      return false
    }
    if (this.grouping.contested !== null) throw this.grouping.contested
    return true
  }

  async fold(part: FoldPart): Promise<FoldReport> {
    if (!(await this.takeGrouping())) return { ...NOTHING_FOLDED, has_more: true }
    const report = await this.update(part)
    this.countRegrouped(part, report)
    if (report.has_more) return report
    if (!this.affords(1)) return { ...report, has_more: true }
    return await this.flag(report)
  }

  private async update(part: FoldPart): Promise<FoldReport> {
    const { ledger, accountId, begun } = this
    if (part.of === 'marked') return await updateLedger(ledger, accountId, { begun })
    if (part.of === 'underlying') return await updateUnderlying(ledger, accountId, part, { begun })
    return await foldTroubled(ledger, accountId, { begun })
  }

  /** Only when all that is marked was folded the regrouping is over. */
  private countRegrouped(part: FoldPart, report: FoldReport): void {
    const { grouping } = this
    if (!grouping?.regrouped) return
    const has_more = part.of === 'marked' ? report.has_more : grouping.regrouped.has_more
    grouping.regrouped = addToRegrouped(grouping.regrouped, { ...report, has_more })
  }

  /** A trade that the fold made anew has lost the flag which a sync's reconciliation would set. */
  private async flag(report: FoldReport): Promise<FoldReport> {
    try {
      const today = newYorkDate(this.ctx.now().getTime() * 1000)
      await writeInReach((reach) => this.write(flagUnexplained(this.accountId, today, reach)))
      return report
    } catch (error) {
      if (!isContained(error)) throw error
      this.ctx.log(partFailed(this.accountId, 'reconciliation', failureOf(error)))
      const failed = { underlyings: [], parts: ['reconciliation' as const] }
      return { ...report, failures: joinFailures(report.failures, failed) }
    }
  }
}

/** What a run reports that has not come to fold anything. */
export const NOTHING_FOLDED: FoldReport = {
  underlyings: 0,
  changed: 0,
  has_more: false,
  failures: NO_FAILURES,
  left: { failing: false, suspects: false },
}
