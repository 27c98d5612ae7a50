import { earlyFailureRow, recordEarlyFailure } from '../../db/runs/early-failure'
import { prune } from '../../db/runs/prune'
import type { SyncProgress } from '../../db/runs/state'
import { SYNC_SCOPES } from '../../db/schema/sync'
import type { Budget } from '../budget/budget'
import type { AlpacaCredentials, SyncContext, SyncRequest } from './context'
import { describeFailure } from './failure'
import type { AccountReport, Failure } from './report'
import { lastTrip } from './round-trip'
import { NO_SERIES } from './series'
import { pace, type SyncRun } from './sync-run'
import type { RunEnding } from './with-lease'

/**
 * How a sync ends that did what its budget allowed.
 *
 * @param through up to when everything was read; null when something is left.
 */
export function endingOf(run: SyncRun, report: AccountReport, through: Date | null): RunEnding {
  // Reading positions alone does not clear the failure of orders.
  const isAll = run.request.scope === 'all' && through !== null
  return {
    status: report.has_more ? 'partial' : 'success',
    report,
    progress: {
      ...run.deferred,
      ...(isAll ? { lastSuccessAt: through.toISOString() } : {}),
      ...(isSync(run.request) ? { failingRuns: 0, failingSince: null } : {}),
      ...pace(run),
      ...rateLimitOf(run),
    },
  }
}

/** What the end of a failed sync stores about its account. */
export function failedProgress(run: SyncRun, failure: Failure, finishedAt: Date): SyncProgress {
  return {
    ...run.deferred,
    // The step that failed must not keep the next run from the others.
    ...NO_SERIES,
    ...pace(run),
    lastErrorAt: finishedAt.toISOString(),
    lastErrorCode: failure.code,
    lastError: failure.message,
    ...(isSync(run.request) ? failedAgain(run) : {}),
    ...rateLimitOf(run),
  }
}

/** A sync that has no lease yet. */
export interface PendingSync {
  ctx: SyncContext
  credentials: AlpacaCredentials
  request: SyncRequest
  budget: Budget
  runId: string
  startedAt: Date
}

/** A sync that failed at its start, perhaps before its keys were known. */
export type FailedStart = Omit<PendingSync, 'credentials'> & {
  credentials: Pick<AlpacaCredentials, 'label'>
}

/**
 * Records a sync that failed before Alpaca said which account its keys are for, or before it knew
 * of its lease.
 */
export async function recordFailedStart(pending: FailedStart, error: unknown): Promise<void> {
  const { ctx, credentials, request, budget, runId, startedAt } = pending
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
  const [rows] = await lastTrip({ db: ctx.db, budget }, failure, ...pruned).catch(
    (second: unknown) => {
      ctx.log({ level: 'error', event: 'run_end_not_written', label, ...describeFailure(second) })
      return []
    },
  )
  const recorded = earlyFailureRow.safeParse(rows?.[0]).data
  if (!recorded?.account_id) return
  // Only the first failure of a streak writes an event.
  const wrote = recorded.failing_runs === 1 ? 'events' : 'nothing'
  await ctx.announce?.({ accountId: recorded.account_id, wrote })
}

const isSync = ({ scope }: SyncRequest): boolean => SYNC_SCOPES.some((one) => one === scope)

/** The lease makes this the only run that counts. */
const failedAgain = ({ state, startedAt }: SyncRun): SyncProgress => ({
  failingRuns: state.failingRuns + 1,
  failingSince: state.failingSince ?? startedAt.toISOString(),
})

/** Alpaca's quota as of the last response. */
export function rateLimitOf({ client }: Pick<SyncRun, 'client'>): SyncProgress {
  const { rateLimit } = client
  if (rateLimit === null) return {}
  return {
    rateLimitLimit: rateLimit.limit,
    rateLimitRemaining: rateLimit.remaining,
    rateLimitResetAt: rateLimit.resetAt,
  }
}
