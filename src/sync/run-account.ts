import type { Account } from '../alpaca/account'
import { type AlpacaClient, createAlpacaClient } from '../alpaca/client'
import { type AccountRun, newRun } from './account-run'
import { type Beginning, begin } from './begin'
import { type Budget, BudgetSpent } from './budget'
import type { AlpacaCredentials, SyncContext, SyncRequest } from './context'
import { endBadly, endUnbegun, endWell, type Unbegun } from './end'
import { SyncError } from './errors'
import { toSyncError } from './failure'
import { type AccountReport, accountReport, idleReport } from './report'
import { runSteps } from './steps'

/** The parts of one call that all its accounts share. */
export interface SharedRun {
  ctx: SyncContext
  request: SyncRequest
  budget: Budget
  /** Accounts that this call has done: two pairs of keys can be one account's. */
  done: Set<string>
}

/**
 * One run of one account: learns whose keys these are, takes the lease, reads what the scope asks for, brings the ledger up
 * to date, and gives the lease back whatever happened. Null when this call has done the account already.
 *
 * @throws SyncError as `runSync`
 */
export async function runAccount(
  { ctx, request, budget, done }: SharedRun,
  credentials: AlpacaCredentials,
): Promise<AccountReport | null> {
  const begun = Date.now()
  const startedAt = ctx.now()
  const unbegun = { ctx, credentials, request, budget, runId: crypto.randomUUID(), startedAt }
  const client = clientOf(unbegun)
  const account = await readAccount(unbegun, client)
  if (account === null) return idleReport(credentials.label)
  if (done.has(account.id)) {
    ctx.log({ level: 'warn', event: 'account_configured_twice', label: credentials.label })
    return null
  }
  done.add(account.id)
  const begunWith = await beginOrTell({ ...unbegun, account })
  const run = newRun({ ctx, request, client, budget, account, startedAt, ...begunWith })
  return await carryOut(run, unbegun, () => Date.now() - begun)
}

async function carryOut(
  run: AccountRun,
  { credentials: { label }, runId }: Unbegun,
  elapsed: () => number,
): Promise<AccountReport> {
  const reportNow = (hasMore: boolean) =>
    accountReport({ accountId: run.account.id, label, hasMore, durationMs: elapsed(), ...run })
  try {
    const { hasMore, through, quarantine } = await runSteps(run)
    const report = { ...reportNow(hasMore), ...(quarantine && { quarantine }) }
    await endWell(run, runId, report, through)
    return report
  } catch (error) {
    const failure = toSyncError(error)
    await endBadly(run, runId, failure, reportNow(true))
    throw failure
  }
}

/** Begins; when the database does not say whether it did, that too is written down, and the lease given back. */
async function beginOrTell(beginning: Beginning): ReturnType<typeof begin> {
  try {
    return await begin(beginning)
  } catch (error) {
    if (!(error instanceof SyncError)) await endUnbegun(beginning, error)
    throw error
  }
}

/** Whose keys these are; null when the budget ended before. */
async function readAccount(unbegun: Unbegun, client: AlpacaClient): Promise<Account | null> {
  try {
    return await client.account()
  } catch (error) {
    if (error instanceof BudgetSpent) return null
    const failure = toSyncError(error)
    await endUnbegun(unbegun, failure)
    throw failure
  }
}

function clientOf({ ctx, credentials, budget }: Unbegun): AlpacaClient {
  const sleep = ctx.sleep ?? ((ms: number) => new Promise<void>((done) => setTimeout(done, ms)))
  return createAlpacaClient({
    ...credentials,
    fetch: ctx.fetch,
    now: ctx.now,
    random: ctx.random,
    pageSizes: ctx.sizes,
    spend: budget.spend,
    sleep: async (milliseconds) => {
      // Waiting beyond the end of the run would only cost: the next one has a new quota.
      if (milliseconds >= budget.millisecondsLeft()) throw new BudgetSpent('no time left to wait')
      await sleep(milliseconds)
    },
  })
}
