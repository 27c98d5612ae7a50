import * as z from 'zod'
import { ACCOUNT_ERASED, assertExists } from '../../db/accounts/stops'
import { sqlState } from '../../db/connection/failure'
import { renewKey } from '../../db/idempotency/keys'
import { flagUnexplained } from '../../db/reconciliation/flag-unexplained'
import { groupingOf, groupingState } from '../../db/runs/state'
import { newYorkDate } from '../../time/new-york'
import { type Budget, BudgetSpent, keeping } from '../budget/budget'
import type { RunContext } from '../run/context'
import { SyncError } from '../run/errors'
import { describeFailure } from '../run/failure'
import { fencedTrip, roundTrip } from '../run/round-trip'
import type { Session } from '../run/session'
import { type LeasedRun, type RunEnding, withLease } from '../run/with-lease'
import { failureOf, isContained } from './begun-folds'
import {
  isWhole,
  joinFailures,
  LedgerError,
  type LedgerFailures,
  NO_FAILURES,
  partFailed,
} from './error'
import { addToRegrouped } from './grouping'
import { writeInReach } from './reach'
import { takeGrouping } from './regroup'
import type { FoldReport, LedgerReport } from './report'
import {
  foldTroubled,
  type UnderlyingWork,
  updateLedger,
  updateTouched,
  updateUnderlying,
} from './update'

/** A run that works on the ledger of an account alone, without Alpaca. */
export type LedgerRunRequest = Omit<LeasedRun<null>, 'run' | 'waits' | 'open'>

/** What a run on the ledger did, and what failed of it. */
export interface LedgerRunReport extends LedgerReport {
  failures: LedgerFailures
}

/** Which marks of the ledger a run folds. */
export type FoldPart =
  /** All marks except those whose last fold failed or killed its run. */
  | { of: 'marked' }
  /** The unit of one underlying. */
  | ({ of: 'underlying' } & UnderlyingWork)
  /** The units of some underlyings, except what `marked` leaves. */
  | { of: 'touched'; underlyings: readonly string[] }
  /** What `marked` leaves, which may kill the run. */
  | { of: 'troubled' }

/** The report of a run that folds nothing. */
export const NOTHING_FOLDED: FoldReport = {
  underlyings: 0,
  changed: 0,
  has_more: false,
  failures: NO_FAILURES,
  left: { failing: false, suspects: false },
}

/**
 * Does work on the ledger of one account under its lease. While a sync holds the lease it waits
 * some seconds.
 *
 * @throws SyncError `account_not_found` when the account was erased meanwhile; otherwise as
 * `withLease`.
 */
export async function runOnLedger<Report extends LedgerRunReport>(
  ctx: RunContext,
  request: LedgerRunRequest,
  work: (session: Session) => Promise<Report>,
  budget?: Budget,
): Promise<Report> {
  const begin = (session: Session) => ({ carryOut: () => work(session), endOf })
  return await withLease(ctx, waitingRun(ctx, request), begin, budget)
}

/** A run that waits for the lease of an account that has a row. */
export function waitingRun(
  { db }: Pick<RunContext, 'db'>,
  request: LedgerRunRequest,
): LeasedRun<null> {
  const { accountId, keyed } = request
  const renewed = keyed === undefined ? [] : [renewKey(keyed)]
  return {
    ...request,
    waits: true,
    open: async ({ take, held }, budget) => {
      const trip = roundTrip(
        { db, budget },
        take,
        assertExists(accountId),
        held,
        groupingOf(accountId),
        ...renewed,
      )
      const [taken = [], , seconds = [], state] = await trip.catch(refuseErased)
      const [grouping] = z.tuple([groupingState]).parse(state)
      return { taken, held: seconds, grouping, begun: null }
    },
  }
}

/** Postgres undid the lease: no run is left on an account that was erased. */
function refuseErased(error: unknown): never {
  if (sqlState(error) !== ACCOUNT_ERASED) throw error
  throw new SyncError('account_not_found', 'the account was erased', { cause: error })
}

function endOf(report: LedgerRunReport): RunEnding {
  if (report.has_more || isWhole(report.failures))
    return { status: report.has_more ? 'partial' : 'success', report }
  const { code, message } = describeFailure(new LedgerError(report.failures))
  return { status: 'failed', report, errorCode: code, errorMessage: message }
}

/**
 * Compares the rules of grouping, as `takeGrouping`. Returns false when the budget ended first.
 *
 * @throws SyncError `grouping_contested`
 */
export async function takeGroupingInBudget(session: Session): Promise<boolean> {
  try {
    await takeGrouping(session)
    return true
  } catch (error) {
    if (error instanceof BudgetSpent) return false
    throw error
  }
}

/**
 * Folds marks as a sync would. Leaves room for one more round trip besides the end of the run.
 *
 * @throws SyncError `grouping_contested`
 */
export async function foldPart(session: Session, part: FoldPart): Promise<FoldReport> {
  if (!(await takeGroupingInBudget(session))) return { ...NOTHING_FOLDED, has_more: true }
  const report = await update(session, part)
  countRegrouped(session, part, report)
  if (report.has_more) return report
  if (!session.budget.affords(1)) return { ...report, has_more: true }
  return await flagUnexplainedTrades(session, report)
}

async function update(session: Session, part: FoldPart): Promise<FoldReport> {
  // The caller reads once more what the fold changed.
  const ledger = { ...session, budget: keeping(session.budget, 1) }
  if (part.of === 'marked') return await updateLedger(ledger)
  if (part.of === 'underlying') return await updateUnderlying(ledger, part)
  if (part.of === 'touched') return await updateTouched(ledger, part.underlyings)
  return await foldTroubled(ledger)
}

/** A regrouping is complete only when everything marked was folded. */
function countRegrouped({ grouping }: Session, part: FoldPart, report: FoldReport): void {
  if (grouping.regrouped === null) return
  const has_more = part.of === 'marked' ? report.has_more : grouping.regrouped.has_more
  grouping.regrouped = addToRegrouped(grouping.regrouped, { ...report, has_more })
}

/** A trade that the fold wrote again has lost the flag that the reconciliation of a sync sets. */
async function flagUnexplainedTrades(session: Session, report: FoldReport): Promise<FoldReport> {
  const { accountId } = session.lease
  try {
    const today = newYorkDate(session.now().getTime() * 1000)
    await writeInReach((reach) => fencedTrip(session, flagUnexplained(accountId, today, reach)))
    return report
  } catch (error) {
    if (!isContained(error)) throw error
    session.log(partFailed(accountId, 'reconciliation', failureOf(error)))
    const failed = { underlyings: [], parts: ['reconciliation' as const] }
    return { ...report, failures: joinFailures(report.failures, failed) }
  }
}
