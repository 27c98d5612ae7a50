import type { SQL } from 'drizzle-orm'
import * as z from 'zod'
import { sleepFor } from '../alpaca/sleep'
import { flagUnexplained } from '../db/ledger/reconciliation'
import { ACCOUNT_ERASED, assertExists } from '../db/write/account-stops'
import { type Rows, sqlState } from '../db/write/batch'
import { type KeyedRequest, renewKey } from '../db/write/idempotency'
import { fence, type Lease, secondsHeld, takeLease } from '../db/write/lease'
import { prune } from '../db/write/prune'
import { endRun, type RunEnd, releaseLease } from '../db/write/sync-state'
import { newYorkDate } from '../time/new-york'
import { type Budget, keeping, startBudget } from './budget'
import type { SyncContext, SyncRequest } from './context'
import { SyncError } from './errors'
import { describeFailure, toSyncError } from './failure'
import { heldElsewhere, stillHeld } from './held-elsewhere'
import { type LedgerContext, type LedgerReport, updateLedger } from './ledger/update'
import { lastTrip, roundTrip } from './round-trip'
import { LARGEST } from './sizes'

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

/** One run on the ledger of one account, inside its lease. */
export interface LedgerRun {
  readonly accountId: string
  /** Reads in one round trip. */
  read(first: SQL, ...rest: SQL[]): Promise<Rows[]>
  /** Writes in one transaction, if the lease still holds. Answers the rows of each statement. */
  write(...statements: SQL[]): Promise<Rows[]>
  /** Whether the budget has room for so many more round trips. */
  affords(trips: number): boolean
  /** Works out what is marked, as a sync would. Leaves one more round trip besides the run's end, whatever it finds. */
  fold(): Promise<LedgerReport>
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
export async function runOnLedger<T extends LedgerReport>(
  ctx: LedgerRunContext,
  request: LedgerRunRequest,
  work: (run: LedgerRun) => Promise<T>,
  budget: Budget = startBudget(ctx.budget),
): Promise<T> {
  const runId = crypto.randomUUID()
  const lease = await waitForLease(ctx, request, runId, budget)
  const end = async (how: Omit<RunEnd, 'finishedAt'>) => {
    const finishedAt = ctx.now().toISOString()
    const ended = endRun(ctx.db, runId, { ...how, finishedAt })
    const release = releaseLease(ctx.db, lease, {})
    // Only the holder of the lease may report success.
    const first = how.status === 'failed' ? secondsHeld(lease.accountId) : fence(lease)
    const pruned = prune([{ accountId: request.accountId }], ctx.now())
    const [rows] = await lastTrip({ db: ctx.db, budget }, first, release, ended, ...pruned)
    return rows
  }
  try {
    const report = await work(newRun(ctx, lease, budget))
    await end({ status: report.has_more ? 'partial' : 'success', report })
    return report
  } catch (error) {
    const failure = toSyncError(error)
    const { code, message } = describeFailure(failure)
    const held = await end({ status: 'failed', errorCode: code, errorMessage: message }).catch(
      (second: unknown) => {
        ctx.log({ level: 'error', event: 'run_end_not_written', ...describeFailure(second) })
        return undefined
      },
    )
    throw stillHeld(failure, held)
  }
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
): Promise<Lease> {
  const sleep = ctx.sleep ?? sleepFor
  for (let attempt = 1; ; attempt++) {
    const wanted = takeLease({ accountId, runId, label, trigger, scope, now: ctx.now(), keyed })
    const caller = { db: ctx.db, budget }
    const renewed = keyed === undefined ? [] : [renewKey(keyed)]
    const [rows, , held] = await roundTrip(
      caller,
      wanted,
      assertExists(accountId),
      secondsHeld(accountId),
      ...renewed,
    ).catch(refuseErased)
    const lease = leaseRow.safeParse(rows?.[0])
    if (lease.success) return { accountId, token: lease.data.lease_token, keyed }
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

function newRun(ctx: LedgerRunContext, lease: Lease, budget: Budget): LedgerRun {
  const { accountId } = lease
  const { db, now, groupingWindowSeconds, log } = ctx
  const read: LedgerRun['read'] = (...statements) => roundTrip({ db, budget }, ...statements)
  const write: LedgerRun['write'] = async (...statements) => {
    const [, ...results] = await read(fence(lease), ...statements)
    return results
  }
  const ledger: LedgerContext = {
    db,
    fence: () => fence(lease),
    groupingWindowSeconds,
    // One to see what came of the fold.
    budget: keeping(budget, 1),
    now,
    log,
    chunk: (ctx.sizes ?? LARGEST).fold,
  }
  const fold = async () => {
    const report = await updateLedger(ledger, accountId)
    if (report.has_more) return report
    if (!budget.affords(1)) return { ...report, has_more: true }
    // A trade that the fold made anew has lost the flag which a sync's reconciliation would set.
    await write(flagUnexplained(accountId, newYorkDate(now().getTime() * 1000)))
    return report
  }
  return { accountId, read, write, affords: budget.affords, fold }
}
