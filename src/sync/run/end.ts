import { recordEarlyFailure } from '../../db/runs/early-failure'
import { fence, secondsHeld } from '../../db/runs/lease'
import { prune } from '../../db/runs/prune'
import { endRun, releaseLease, type SyncProgress } from '../../db/runs/state'
import { SYNC_SCOPES } from '../../db/schema/sync'
import type { StatementRows } from '../../db/statements/batch'
import type { Budget } from '../budget/budget'
import { endOfFolds } from '../ledger/begun-folds'
import { endOfRegrouping } from '../ledger/regroup'
import { NO_CHAIN } from './chain'
import type { AlpacaCredentials, SyncContext, SyncRequest } from './context'
import { describeFailure, type Failure } from './failure'
import type { AccountReport } from './report'
import { lastTrip } from './round-trip'
import { type AccountRun, pace } from './session'

/**
 * Ends a run that did what it could: gives the lease back, stores its report, and prunes what nobody needs any more.
 *
 * @param through up to when all has been read; null when something is left.
 * @throws SQLSTATE `LEASE_LOST` when another run took over meanwhile: then this one has no success to tell.
 */
export async function endWell(
  run: AccountRun,
  runId: string,
  report: AccountReport,
  through: Date | null,
): Promise<void> {
  const now = run.ctx.now()
  const finishedAt = now.toISOString()
  // Orders that fail must not pass for good because positions alone were read.
  const isAll = run.request.scope === 'all' && through !== null
  const progress = isAll ? { lastSuccessAt: through.toISOString() } : {}
  const { ctx, budget } = run
  await lastTrip(
    { db: ctx.db, budget },
    fence(run.lease),
    ...endOfFolds(run.lease, run.begunFolds, now),
    releaseLease(run.ctx.db, run.lease, {
      ...run.deferred,
      ...progress,
      ...endOfRegrouping(run.grouping?.regrouped ?? null),
      ...(isSync(run.request) ? { failingRuns: 0, failingSince: null } : {}),
      ...pace(run),
      ...rateLimitOf(run),
    }),
    endRun(run.ctx.db, runId, {
      status: report.has_more ? 'partial' : 'success',
      finishedAt,
      report,
    }),
    ...prune([{ accountId: run.account.id }], ctx.now()),
  )
  run.ctx.log({ level: 'info', event: 'sync_finished', subrequests: run.budget.used(), ...report })
}

/**
 * Ends a run that failed: gives the lease back and writes down why. Should that not work either, or not fit the
 * budget after an end that failed, the log has both, and the lease runs out by itself.
 *
 * @returns the rows of `secondsHeld`: how long another run holds the lease, when this one has lost it.
 */
export async function endBadly(
  run: AccountRun,
  runId: string,
  error: unknown,
  report: AccountReport,
): Promise<StatementRows | undefined> {
  const failure = describeFailure(error)
  const now = run.ctx.now()
  const finishedAt = now.toISOString()
  const { label } = report
  run.ctx.log({
    level: 'error',
    event: 'sync_failed',
    label,
    account_id: run.account.id,
    ...failure,
  })
  const { ctx, budget } = run
  const rows = await lastTrip(
    { db: ctx.db, budget },
    secondsHeld(run.lease.accountId),
    releaseLease(run.ctx.db, run.lease, {
      ...run.deferred,
      // The step that failed must not keep the next run from the others.
      ...NO_CHAIN,
      ...endOfRegrouping(run.grouping?.regrouped ?? null),
      ...pace(run),
      ...lastError(failure, finishedAt),
      ...(isSync(run.request) ? failedAgain(run) : {}),
      ...rateLimitOf(run),
    }),
    endRun(run.ctx.db, runId, {
      status: 'failed',
      finishedAt,
      report,
      errorCode: failure.code,
      errorMessage: failure.message,
    }),
    ...endOfFolds(run.lease, run.begunFolds, now),
    ...prune([{ accountId: run.account.id }], ctx.now()),
  ).catch((second: unknown) => {
    run.ctx.log({ level: 'error', event: 'sync_end_not_written', ...describeFailure(second) })
    return []
  })
  return rows[0]
}

/** A run that failed before it could begin. */
export interface Unbegun {
  ctx: SyncContext
  credentials: AlpacaCredentials
  request: SyncRequest
  budget: Budget
  runId: string
  startedAt: Date
}

/** Writes down a run that failed before Alpaca said whose keys these are, or before it knew of its lease. */
export async function endUnbegun(unbegun: Unbegun, error: unknown): Promise<void> {
  const { ctx, credentials, request, budget, runId, startedAt } = unbegun
  const { label } = credentials
  const { code, message } = describeFailure(error)
  ctx.log({ level: 'error', event: 'sync_failed', label, code, message })
  const failure = recordEarlyFailure({
    runId,
    label,
    trigger: request.trigger,
    scope: request.scope,
    startedAt,
    finishedAt: ctx.now(),
    errorCode: code,
    errorMessage: message,
  })
  const pruned = prune([{ accountOf: label }, { nobodyUnder: label }], ctx.now())
  await lastTrip({ db: ctx.db, budget }, failure, ...pruned).catch((second: unknown) => {
    ctx.log({ level: 'error', event: 'sync_end_not_written', label, ...describeFailure(second) })
  })
}

const isSync = ({ scope }: SyncRequest): boolean => SYNC_SCOPES.some((one) => one === scope)

/** The lease makes this the only run that counts. */
const failedAgain = ({ state, startedAt }: AccountRun): SyncProgress => ({
  failingRuns: state.failingRuns + 1,
  failingSince: state.failingSince ?? startedAt.toISOString(),
})

const lastError = ({ code, message }: Failure, at: string): SyncProgress => ({
  lastErrorAt: at,
  lastErrorCode: code,
  lastError: message,
})

function rateLimitOf({ client }: AccountRun): SyncProgress {
  const { rateLimit } = client
  if (rateLimit === null) return {}
  return {
    rateLimitLimit: rateLimit.limit,
    rateLimitRemaining: rateLimit.remaining,
    rateLimitResetAt: rateLimit.resetAt,
  }
}
