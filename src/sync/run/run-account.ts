import type { Account } from '../../alpaca/account'
import { type AlpacaClient, createAlpacaClient } from '../../alpaca/client'
import { sleepFor } from '../../alpaca/sleep'
import { renewKey } from '../../db/idempotency/keys'
import { type Budget, BudgetSpent } from '../budget/budget'
import { isWhole, LedgerError } from '../ledger/error'
import type { AlpacaCredentials, SyncContext, SyncRequest } from './context'
import { endingOf, failedProgress, type PendingSync, recordFailedStart } from './end'
import { SyncError } from './errors'
import { describeFailure, toSyncError } from './failure'
import { AccountStopped, openSync, type SyncStart } from './open'
import {
  type AccountReport,
  accountReport,
  type Failure,
  idleReport,
  stoppedReport,
} from './report'
import { roundTrip } from './round-trip'
import type { Session } from './session'
import { runSteps } from './steps'
import { newSyncRun, type SyncRun } from './sync-run'
import { type LeasedWork, type LeaseStatements, withLease } from './with-lease'

/** The parts of one call that all its accounts share. */
export interface SyncCall {
  ctx: SyncContext
  request: SyncRequest
  budget: Budget
  /** The label of each known account by its id. Of several labels in this call, the first. */
  labels: Map<string, string>
}

/** What became of one account. */
export interface AccountResult {
  report: AccountReport
  /** The thrown error, when `report.error` describes a failure. */
  failure: unknown
}

/**
 * Syncs one account: everything that a loop over accounts, or a message of a queue, has to call.
 * Never rejects: a failure is in the result, in the log and in `sync_runs`, and has changed nothing
 * of other accounts.
 */
export async function syncAccount(
  shared: SyncCall,
  credentials: AlpacaCredentials,
): Promise<AccountResult> {
  const budget = shared.budget.share()
  try {
    return await runAccount({ ...shared, budget }, credentials)
  } catch (error) {
    return { report: idleReport(credentials.label, describeFailure(error)), failure: error }
  } finally {
    budget.release()
  }
}

/** Asks Alpaca which account the keys are for, and syncs it under its lease. */
async function runAccount(
  { ctx, request, budget, labels }: SyncCall,
  credentials: AlpacaCredentials,
): Promise<AccountResult> {
  const pending = {
    ctx,
    credentials,
    request,
    budget,
    runId: crypto.randomUUID(),
    startedAt: ctx.now(),
  }
  const begunAt = Date.now()
  const { label } = credentials
  const client = clientOf(pending)
  const account = await readAccount(pending, client)
  if (account !== null) await requireSameAccount(pending, account)
  if (account === null || !(await isOnlyLabel(pending, account, labels)))
    return { report: idleReport(label), failure: null }
  return await syncUnderLease(pending, client, account, () => Date.now() - begunAt)
}

async function syncUnderLease(
  pending: PendingSync,
  client: AlpacaClient,
  account: Account,
  elapsed: () => number,
): Promise<AccountResult> {
  const { ctx, credentials, request, budget, runId: id, startedAt } = pending
  const { label } = credentials
  const { scope, trigger, keyed } = request
  const run = { accountId: account.id, label, scope, trigger, keyed, run: { id, startedAt } }
  const open = (statements: LeaseStatements) => openSync(pending, account, statements)
  let failed: AccountReport | null = null
  const begin = (session: Session, start: SyncStart): LeasedWork<Done> =>
    workOf(newSyncRun(session, { request, client, account, ...start }), elapsed, (report) => {
      failed = report
    })
  try {
    const { report } = await withLease(ctx, { ...run, waits: false, open }, begin, budget)
    ctx.log({ level: 'info', event: 'sync_finished', subrequests: budget.used(), ...report })
    return { report, failure: null }
  } catch (error) {
    if (failed !== null) return { report: failed, failure: error }
    if (!(error instanceof AccountStopped)) throw error
    return { report: stoppedReport({ label, accountId: account.id }), failure: null }
  }
}

/** What a sync did, and up to when it has read everything; null when something is left. */
interface Done {
  report: AccountReport
  through: Date | null
}

/** The work of a sync under its lease. */
function workOf(
  run: SyncRun,
  elapsed: () => number,
  onFailure: (report: AccountReport) => void,
): LeasedWork<Done> {
  const reportNow = (hasMore: boolean, error: Failure | null = null): AccountReport => {
    const { label, account, grouping, quarantine } = run
    const about = { accountId: account.id, label, hasMore, durationMs: elapsed(), error }
    const report = accountReport({ ...about, ...run, regrouped: grouping.regrouped })
    return { ...report, ...(quarantine && { quarantine }) }
  }
  return {
    carryOut: async () => {
      const { hasMore, through } = await runSteps(run)
      if (!hasMore && !isWhole(run.failures)) throw new LedgerError(run.failures)
      return { report: reportNow(hasMore), through }
    },
    endOf: ({ report, through }) => endingOf(run, report, through),
    failedEnd: (thrown, finishedAt) => {
      const failure = describeFailure(thrown)
      // A further call does not mend what the ledger could not do.
      const report = reportNow(!(thrown instanceof LedgerError), failure)
      const about = { label: run.label, account_id: run.account.id }
      run.log({ level: 'error', event: 'sync_failed', ...about, ...failure })
      onFailure(report)
      return { report, progress: failedProgress(run, failure, finishedAt) }
    },
  }
}

/** The account that these keys belong to; null when the budget ended first. */
async function readAccount(pending: PendingSync, client: AlpacaClient): Promise<Account | null> {
  try {
    return await client.account()
  } catch (error) {
    const reason = error instanceof BudgetSpent ? error.cause : error
    // Kept waiting by Alpaca before anything was read, the run has nothing to go on from: that is a
    // failure.
    if (reason === undefined) return null
    const failure = toSyncError(reason)
    await recordFailedStart(pending, failure)
    throw failure
  }
}

/** @throws SyncError `keys_unreadable` when Alpaca has given stored keys another account. */
async function requireSameAccount(pending: PendingSync, { id }: Account): Promise<void> {
  const { accountId, label } = pending.credentials
  if (accountId === undefined || accountId === id) return
  const message = `the stored keys of ${label} belong to another account now: store its keys under a label of their own`
  const failure = new SyncError('keys_unreadable', message)
  await recordFailedStart(pending, failure)
  throw failure
}

/**
 * Refuses keys whose account is configured under another label too: the two would take turns. A
 * label whose keys now belong to another account, or are refused, has moved. Returns false when the
 * budget ended before that was known.
 */
async function isOnlyLabel(
  pending: PendingSync,
  { id }: Account,
  labels: Map<string, string>,
): Promise<boolean> {
  const { ctx, credentials } = pending
  const { label } = credentials
  const first = labels.get(id) ?? label
  const other = ctx.accounts.find((one) => one.label === first)
  if (first !== label && other !== undefined) {
    try {
      const client = clientOf({ ...pending, credentials: other })
      if ((await client.account()).id === id) throw configuredTwice(label, first)
    } catch (error) {
      if (error instanceof BudgetSpent) return false
      const failure = toSyncError(error)
      if (!(failure instanceof SyncError && failure.code === 'alpaca_unauthorized')) {
        await recordFailedStart(pending, failure)
        throw failure
      }
    }
  }
  labels.set(id, label)
  return true
}

const configuredTwice = (label: string, first: string) =>
  new SyncError(
    'configured_twice',
    `the keys of ${label} are those of the account that stands under ${first}: one of the two must go`,
  )

// Shorter waits end before the request can look dead.
const LONG_WAIT = 10_000

/** Before a long wait, renews the Idempotency-Key of the request, so that it does not look dead. */
async function announceWait(
  { ctx, request, budget }: PendingSync,
  milliseconds: number,
): Promise<void> {
  if (request.keyed === undefined || milliseconds < LONG_WAIT || !budget.affords(1)) return
  const seconds = Math.ceil((milliseconds + LONG_WAIT) / 1000)
  await roundTrip({ db: ctx.db, budget }, renewKey(request.keyed, seconds))
}

/** A client of the account's keys that counts its requests in the budget of the run. */
export function clientOf(pending: PendingSync): AlpacaClient {
  const { ctx, credentials, budget } = pending
  const sleep = ctx.sleep ?? sleepFor
  return createAlpacaClient({
    ...credentials,
    fetch: ctx.fetch,
    now: ctx.now,
    random: ctx.random,
    pageSizes: ctx.sizes,
    spend: budget.spend,
    sleep: async (milliseconds, after) => {
      // Waiting beyond the end of the run is useless. The next run has a new quota; other failures
      // are thrown.
      if (milliseconds < budget.millisecondsLeft()) {
        await announceWait(pending, milliseconds)
        return await sleep(milliseconds)
      }
      if (after.kind !== 'rate_limited') throw after
      throw new BudgetSpent('no time left to wait', { cause: after })
    },
  })
}
