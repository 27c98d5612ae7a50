import { eq } from 'drizzle-orm'
import * as z from 'zod'
import { type Account, accountIdOf } from '../../alpaca/account'
import type { AlpacaClient } from '../../alpaca/client'
import type { Order } from '../../alpaca/order'
import type { RateLimit } from '../../alpaca/rate-limit'
import {
  ACCOUNT_ERASED,
  ACCOUNT_STOPPED,
  assertExists,
  assertNotStopped,
} from '../../db/accounts/stops'
import { sqlState } from '../../db/connection/failure'
import { legParent, selectLegParents } from '../../db/orders/parents'
import type { SyncProgress, SyncState } from '../../db/runs/state'
import { syncState } from '../../db/schema'
import { earliestOf } from '../../time/moment'
import { BudgetSpent, startBudget } from '../budget/budget'
import { lookUpNewContracts } from '../contracts/look-up'
import { isWhole, LedgerError, type LedgerFailures } from '../ledger/error'
import type { FoldReport } from '../ledger/report'
import { foldPart, NOTHING_FOLDED } from '../ledger/run'
import { type NamedOrders, readNamedOrders, readParents } from '../orders/named'
import { rereadChains } from '../orders/recheck'
import { storeOrders } from '../orders/store'
import type { AlpacaCredentials, SyncContext } from './context'
import { type PendingSync, rateLimitOf, recordFailedStart } from './end'
import { SyncError } from './errors'
import { describeFailure, toSyncError } from './failure'
import { type AccountReport, accountReport, type Failure, idleReport } from './report'
import { clientOf } from './run-account'
import type { Session } from './session'
import { newSyncRun, type SyncRun } from './sync-run'
import type { TargetedOrder, TargetedOutcome } from './targeted'
import {
  type LeasedWork,
  type LeaseOpening,
  type LeaseStatements,
  type RunEnding,
  withLease,
} from './with-lease'

/** The account of targeted syncs. Its caller keeps one object for all of them. */
export interface TargetedAccount {
  accountId: string
  credentials: AlpacaCredentials
  /** The account of the keys, as Alpaca returned it to the first targeted sync. */
  confirmed?: Account
  /** Whether the last targeted sync found the lease taken. */
  wasBusy?: boolean
}

/** How a targeted sync works. */
export interface TargetedSettings {
  /** Called when the trades of the orders are stored, before the run ends. Must not throw. */
  onFolded?: () => void
}

/** Somebody waits for the result, and the orders are read again if it does not come. */
const MILLISECONDS = 20_000

/** Below this share of Alpaca's rate limit, other syncs need the rest. */
const LOW_SHARE = 0.1

/** Requests a minute that Alpaca allows, where its headers do not say (src/alpaca/README.md 4). */
const USUAL_LIMIT = 200

/**
 * Reads a few orders that Alpaca's stream named, stores them as every sync does, and folds their
 * underlyings. Other orders, underlyings and accounts are not touched, and the cursors of the
 * ordinary sync do not move. A run of scope `targeted` records it. Alpaca is asked while the lease
 * is taken, except after another run held the lease. Never rejects.
 *
 * @example
 * const account = { accountId, credentials }
 * await syncTargeted(ctx, account, [{ id: '61e69015-8549-4bfd-b9c3-01e75843f47d', updatedAt: null }])
 */
export async function syncTargeted(
  ctx: SyncContext,
  account: TargetedAccount,
  orders: readonly TargetedOrder[],
  { onFolded = () => {} }: TargetedSettings = {},
): Promise<TargetedOutcome> {
  const pending: PendingSync = {
    ctx,
    credentials: account.credentials,
    request: { scope: 'targeted', trigger: 'live' },
    budget: startBudget({
      ...ctx.budget,
      milliseconds: Math.min(MILLISECONDS, ctx.budget.milliseconds),
    }),
    runId: crypto.randomUUID(),
    startedAt: ctx.now(),
  }
  const reading = new Reading(clientOf(pending), account, orders)
  if (!account.wasBusy) reading.begin()
  account.wasBusy = false
  try {
    return await runLeased({ pending, reading, onFolded })
  } catch (error) {
    await reading.end()
    return outcomeOf(error, account)
  }
}

/** What the parts of one targeted sync share. */
interface Targeted {
  pending: PendingSync
  reading: Reading
  onFolded: () => void
}

async function runLeased(targeted: Targeted): Promise<TargetedOutcome> {
  const { pending, reading } = targeted
  const { accountId, credentials } = reading.account
  const { ctx, budget, runId: id, startedAt, request } = pending
  const about = { accountId, label: credentials.label, trigger: request.trigger }
  const open = (statements: LeaseStatements) => openTargeted(targeted, statements)
  const run = { ...about, scope: request.scope, run: { id, startedAt }, waits: false, open }
  const begin = (session: Session, start: Start) => workOf(targeted, session, start)
  return (await withLease(ctx, run, begin, budget)).outcome
}

/** What a targeted sync begins with, as stored. */
interface Start {
  state: SyncState
  /** The parent of each named order that is a stored leg, by the id of the leg. */
  parentIds: ReadonlyMap<string, string>
}

/**
 * Asks for the lease and reads what the run begins with, in one transaction. When the database does
 * not answer, the lease is given back and the failure recorded.
 */
async function openTargeted(
  { pending, reading }: Targeted,
  { take, held }: LeaseStatements,
): Promise<LeaseOpening<Start>> {
  const { ctx, budget, credentials } = pending
  const { accountId, orders } = { ...reading.account, orders: reading.orders }
  budget.count()
  try {
    const ids = orders.map(({ id }) => id)
    const [taken, , , seconds, [state], parents] = await ctx.db.batch([
      ctx.db.execute(take),
      ctx.db.execute(assertExists(accountId)),
      ctx.db.execute(assertNotStopped(accountIdOf(accountId), credentials.label)),
      ctx.db.execute(held),
      ctx.db.select().from(syncState).where(eq(syncState.accountId, accountId)),
      ctx.db.execute(selectLegParents(accountId, ids)),
    ])
    if (!state) throw new Error('no sync_state after asking for the lease')
    const legs = z.array(legParent).parse(parents.rows)
    const parentIds = new Map(legs.map(({ id, parent_id }) => [id, parent_id]))
    return { taken: taken.rows, held: seconds.rows, grouping: state, begun: { state, parentIds } }
  } catch (error) {
    if (!isStop(error)) await recordFailedStart(pending, error)
    throw error
  }
}

/** The answers of Alpaca, which are asked for once. */
class Reading {
  private answers: Promise<[Account, NamedOrders]> | null = null

  constructor(
    readonly client: AlpacaClient,
    readonly account: TargetedAccount,
    readonly orders: readonly TargetedOrder[],
  ) {}

  begin(): Promise<[Account, NamedOrders]> {
    if (this.answers === null) {
      const { client, account } = this
      const confirmed = account.confirmed ?? client.account()
      this.answers = Promise.all([confirmed, readNamedOrders(client, this.orders)])
      // It may fail before anything waits for it.
      this.answers.catch(() => undefined)
    }
    return this.answers
  }

  /** @throws SyncError `account_not_found` when the keys belong to another account. */
  async answer(): Promise<[Account, NamedOrders]> {
    const [owner, rows] = await this.begin()
    const { accountId, credentials } = this.account
    if (owner.id !== accountId) {
      const message = `the keys of ${credentials.label} belong to another account now`
      throw new SyncError('account_not_found', message)
    }
    this.account.confirmed = owner
    return [owner, rows]
  }

  /** Waits until no request is under way. */
  async end(): Promise<void> {
    await this.answers?.catch(() => undefined)
  }
}

/** What a targeted sync did. */
interface Done {
  outcome: TargetedOutcome
  report: AccountReport
  failures: LedgerFailures
}

/** The work of a targeted sync under its lease. */
function workOf(targeted: Targeted, session: Session, start: Start): LeasedWork<Done> {
  const { pending, reading, onFolded } = targeted
  const { log, label, now } = session
  const { client, account } = reading
  const elapsed = () => now().getTime() - pending.startedAt.getTime()
  let run: SyncRun | null = null
  const reportNow = (hasMore: boolean, error: Failure | null = null): AccountReport => {
    if (run === null) return { ...idleReport(label, error), account_id: account.accountId }
    const about = { accountId: account.accountId, label, hasMore, durationMs: elapsed(), error }
    return accountReport({ ...about, ...run, regrouped: session.grouping.regrouped })
  }
  return {
    carryOut: async () => {
      const [owner, named] = await reading.answer()
      const parts = { request: pending.request, client, account: owner, held: null }
      run = newSyncRun(session, { ...parts, state: start.state })
      const fold = await storeAndFold(run, named, { parentIds: start.parentIds, onFolded })
      const report = reportNow(fold.has_more)
      log({ level: 'info', event: 'sync_finished', subrequests: session.budget.used(), ...report })
      return { outcome: outcomeOfRun(run, named, fold), report, failures: fold.failures }
    },
    endOf: (done) => endingOfTargeted(done, rateLimitOf({ client })),
    failedEnd: (thrown, finishedAt) => {
      const failure = describeFailure(thrown)
      const about = { label, account_id: account.accountId }
      log({ level: 'error', event: 'sync_failed', ...about, ...failure })
      const { code: lastErrorCode, message: lastError } = failure
      const lastErrorAt = finishedAt.toISOString()
      const progress = { lastErrorAt, lastErrorCode, lastError, ...rateLimitOf({ client }) }
      return { report: reportNow(true, failure), progress }
    },
  }
}

/** Stores what was read, what it names and its contracts; then folds the underlyings. */
async function storeAndFold(
  run: SyncRun,
  named: NamedOrders,
  { parentIds, onFolded }: Pick<Start, 'parentIds'> & Pick<Targeted, 'onFolded'>,
): Promise<FoldReport> {
  try {
    const rows = await readParents(run.client, named, parentIds)
    if (rows.orders.length + rows.parents.length + rows.rejects.length === 0) return NOTHING_FOLDED
    await storeOrders(run, rows)
    const linked = [...rows.orders, ...rows.parents].filter(isLinked)
    const earliest = earliestOf(...linked.map(({ submittedAt }) => submittedAt))
    if (earliest !== null) await rereadChains(run, earliest)
    await lookUpNewContracts(
      run,
      rows.orders.map(({ symbol }) => symbol),
    )
    const underlyings = [...new Set(rows.orders.map(({ underlying }) => underlying))]
    if (underlyings.length === 0) return NOTHING_FOLDED
    return await foldPart({ ...run, onFolded }, { of: 'touched', underlyings })
  } catch (error) {
    if (!(error instanceof BudgetSpent)) throw error
    // Alpaca told the run to wait beyond its end.
    if (error.cause !== undefined) throw error.cause
    return { ...NOTHING_FOLDED, has_more: true }
  }
}

/** Whether an order is part of a replace chain. */
const isLinked = ({ replaces, replacedBy }: Pick<Order, 'replaces' | 'replacedBy'>): boolean =>
  replaces !== null || replacedBy !== null

function outcomeOfRun({ client }: SyncRun, named: NamedOrders, fold: FoldReport): TargetedOutcome {
  if (fold.has_more) return { kind: 'failed' }
  return { kind: 'done', behind: named.behind, isRateLimitLow: isLow(client.rateLimit) }
}

function isLow(rateLimit: RateLimit | null): boolean {
  if (rateLimit === null || rateLimit.remaining === null) return false
  return rateLimit.remaining < (rateLimit.limit ?? USUAL_LIMIT) * LOW_SHARE
}

function endingOfTargeted({ report, failures }: Done, progress: SyncProgress): RunEnding {
  if (report.has_more || isWhole(failures)) {
    return { status: report.has_more ? 'partial' : 'success', report, progress }
  }
  const { code, message } = describeFailure(new LedgerError(failures))
  return { status: 'failed', report, progress, errorCode: code, errorMessage: message }
}

function outcomeOf(thrown: unknown, account: TargetedAccount): TargetedOutcome {
  const error = toSyncError(thrown)
  if (isStop(error)) return { kind: 'stopped' }
  if (!(error instanceof SyncError)) return { kind: 'failed' }
  account.wasBusy = error.code === 'sync_in_progress'
  if (account.wasBusy) return { kind: 'busy' }
  return { kind: error.code === 'account_not_found' ? 'stopped' : 'failed' }
}

const isStop = (error: unknown): boolean =>
  sqlState(error) === ACCOUNT_STOPPED || sqlState(error) === ACCOUNT_ERASED
