import type { Account } from '../../alpaca/account'
import { type AlpacaClient, createAlpacaClient } from '../../alpaca/client'
import { sleepFor } from '../../alpaca/sleep'
import { ACCOUNT_STOPPED, stopLabelOf } from '../../db/accounts/stops'
import { sqlState } from '../../db/connection/failure'
import { renewKey } from '../../db/idempotency/keys'
import { type Budget, BudgetSpent } from '../budget/budget'
import { isWhole, LedgerError } from '../ledger/error'
import { type Beginning, begin } from './begin'
import type { AlpacaCredentials, SyncContext, SyncRequest } from './context'
import { endBadly, endUnbegun, endWell, type Unbegun } from './end'
import { SyncError } from './errors'
import { describeFailure, type Failure, toSyncError } from './failure'
import { stillHeld } from './held-elsewhere'
import { type AccountReport, accountReport, idleReport, stoppedReport } from './report'
import { lastTrip, roundTrip } from './round-trip'
import { type AccountRun, newRun } from './session'
import { runSteps } from './steps'

/** The parts of one call that all its accounts share. */
export interface SharedRun {
  ctx: SyncContext
  request: SyncRequest
  budget: Budget
  /** The label under which each known account stands, by its id; of the accounts of this call, the one that came first. */
  labels: Map<string, string>
}

/** What became of one account. */
export interface AccountResult {
  report: AccountReport
  /** What was thrown, where `report.error` tells of a failure. */
  failure: unknown
}

/**
 * Syncs one account, given its keys and what may be used for it: all that a loop over accounts, or a message of a queue, has to
 * call. Never rejects: what failed is in the result, in the log and in `sync_runs`, and has changed nothing of other accounts.
 */
export async function syncAccount(
  shared: SharedRun,
  credentials: AlpacaCredentials,
): Promise<AccountResult> {
  const budget = shared.budget.share()
  try {
    const report = await runAccount({ ...shared, budget }, credentials)
    return { report, failure: null }
  } catch (error) {
    if (error instanceof RunFailed) return { report: error.report, failure: error.cause }
    return { report: idleReport(credentials.label, describeFailure(error)), failure: error }
  } finally {
    budget.release()
  }
}

/** A run that failed after it had begun: with what it had done by then. */
class RunFailed extends Error {
  constructor(
    cause: unknown,
    readonly report: AccountReport,
  ) {
    super('a run failed', { cause })
  }
}

/**
 * One run of one account: learns whose keys these are, takes the lease, reads what the scope asks for, brings the ledger up
 * to date, and gives the lease back whatever happened.
 */
async function runAccount(
  { ctx, request, budget, labels }: SharedRun,
  credentials: AlpacaCredentials,
): Promise<AccountReport> {
  const begun = Date.now()
  const startedAt = ctx.now()
  const unbegun = { ctx, credentials, request, budget, runId: crypto.randomUUID(), startedAt }
  const client = clientOf(unbegun)
  const account = await readAccount(unbegun, client)
  if (account === null) return idleReport(credentials.label)
  if (!(await isOnlyLabel(unbegun, account, labels))) return idleReport(credentials.label)
  const begunWith = await beginOrTell({ ...unbegun, account })
  if (begunWith === null) return stoppedReport({ ...credentials, accountId: account.id })
  const run = newRun({
    ctx,
    request,
    client,
    budget,
    account,
    label: credentials.label,
    startedAt,
    ...begunWith,
  })
  return await carryOut(run, unbegun, () => Date.now() - begun)
}

async function carryOut(
  run: AccountRun,
  { credentials: { label }, runId }: Unbegun,
  elapsed: () => number,
): Promise<AccountReport> {
  const reportNow = (hasMore: boolean, error: Failure | null = null) => {
    const about = { accountId: run.account.id, label, hasMore, durationMs: elapsed(), error }
    const regrouped = run.grouping?.regrouped ?? null
    const report = accountReport({ ...about, regrouped, ...run })
    return { ...report, ...(run.quarantine && { quarantine: run.quarantine }) }
  }
  try {
    const { hasMore, through } = await runSteps(run)
    if (!hasMore && !isWhole(run.failures)) throw new LedgerError(run.failures)
    const report = reportNow(hasMore)
    await endWell(run, runId, report, through)
    return report
  } catch (error) {
    const failure = toSyncError(error)
    // What the ledger could not do, no further call does.
    const report = reportNow(!(failure instanceof LedgerError), describeFailure(failure))
    const held = await endBadly(run, runId, failure, report)
    throw new RunFailed(stillHeld(failure, held), report)
  }
}

/**
 * Begins the run. When the database did not answer, its lease is given back and the failure written down.
 *
 * @returns null when the account is stopped; from now on its label is skipped without asking Alpaca whose keys it has.
 */
async function beginOrTell(
  beginning: Beginning,
): Promise<Awaited<ReturnType<typeof begin>> | null> {
  try {
    return await begin(beginning)
  } catch (error) {
    if (sqlState(error) === ACCOUNT_STOPPED) {
      const { ctx, budget, account, credentials } = beginning
      await lastTrip({ db: ctx.db, budget }, stopLabelOf(account.id, credentials.label))
      return null
    }
    if (!(error instanceof SyncError)) await endUnbegun(beginning, error)
    throw error
  }
}

/** Whose keys these are; null when the budget ended before. */
async function readAccount(unbegun: Unbegun, client: AlpacaClient): Promise<Account | null> {
  try {
    return await client.account()
  } catch (error) {
    const reason = error instanceof BudgetSpent ? error.cause : error
    // Kept waiting by Alpaca before anything was read, the run has nothing to go on from: that is a failure.
    if (reason === undefined) return null
    const failure = toSyncError(reason)
    await endUnbegun(unbegun, failure)
    throw failure
  }
}

/**
 * Refuses the keys of an account that stands under another label which is configured too: the two would take turns. A label whose keys
 * are another account's by now, or are refused, has moved. Answers false when the budget ended before that was known.
 */
async function isOnlyLabel(
  unbegun: Unbegun,
  { id }: Account,
  labels: Map<string, string>,
): Promise<boolean> {
  const { ctx, credentials } = unbegun
  const { label } = credentials
  const first = labels.get(id) ?? label
  const other = ctx.accounts.find((one) => one.label === first)
  if (first !== label && other !== undefined) {
    try {
      const client = clientOf({ ...unbegun, credentials: other })
      if ((await client.account()).id === id) throw configuredTwice(label, first)
    } catch (error) {
      if (error instanceof BudgetSpent) return false
      const failure = toSyncError(error)
      if (!(failure instanceof SyncError && failure.code === 'alpaca_unauthorized')) {
        await endUnbegun(unbegun, failure)
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

// Shorter waits end before anybody takes the request for dead.
const LONG_WAIT = 10_000

/** Before a long wait, shows that the request of this run still runs. */
async function announceWait(
  { ctx, request, budget }: Unbegun,
  milliseconds: number,
): Promise<void> {
  if (request.keyed === undefined || milliseconds < LONG_WAIT || !budget.affords(1)) return
  const seconds = Math.ceil((milliseconds + LONG_WAIT) / 1000)
  await roundTrip({ db: ctx.db, budget }, renewKey(request.keyed, seconds))
}

function clientOf(unbegun: Unbegun): AlpacaClient {
  const { ctx, credentials, budget } = unbegun
  const sleep = ctx.sleep ?? sleepFor
  return createAlpacaClient({
    ...credentials,
    fetch: ctx.fetch,
    now: ctx.now,
    random: ctx.random,
    pageSizes: ctx.sizes,
    spend: budget.spend,
    sleep: async (milliseconds, after) => {
      // Waiting beyond the end of the run would only cost. The next one has a new quota; what else is wrong is told.
      if (milliseconds < budget.millisecondsLeft()) {
        await announceWait(unbegun, milliseconds)
        return await sleep(milliseconds)
      }
      if (after.kind !== 'rate_limited') throw after
      throw new BudgetSpent('no time left to wait', { cause: after })
    },
  })
}
