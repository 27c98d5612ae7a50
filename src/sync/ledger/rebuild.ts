import * as z from 'zod'
import { countFeeShares, feeShareCount } from '../../db/fees/share'
import type { KeyedRequest } from '../../db/idempotency/keys'
import { forgetDeaths } from '../../db/ledger/marks'
import {
  markForRebuild,
  rebuildAccount,
  rebuildSums,
  rebuiltSums,
  selectAccountsToRebuild,
  selectUnfinished,
  unfinishedRow,
} from '../../db/ledger/rebuild'
import { known } from '../../engine/model/invariant'
import { type Budget, startBudget } from '../budget/budget'
import type { RunContext, SyncRequest } from '../run/context'
import { SyncError, withOutcome } from '../run/errors'
import { describeFailure, gravest } from '../run/failure'
import type { AccountRebuild, RebuildOutcome } from '../run/report'
import { fencedTrip, roundTrip } from '../run/round-trip'
import type { Session } from '../run/session'
import { isWhole, joinFailures, LedgerError } from './error'
import type { FoldReport, Regrouped } from './report'
import {
  foldPart,
  type LedgerRunReport,
  NOTHING_FOLDED,
  runOnLedger,
  takeGroupingInBudget,
} from './run'
import { isDangerous } from './suspects'

/** A request to rebuild the ledger of one account; of all without `account`. */
export interface RebuildRequest {
  trigger: SyncRequest['trigger']
  account?: string | undefined
  /** The request that asks for it, when it came with an Idempotency-Key. */
  keyed?: KeyedRequest | undefined
}

/** The rebuild of one account. `marked`: everything was marked, and the next rebuild continues. */
interface RebuildReport extends LedgerRunReport {
  marked: boolean
  regrouped: Regrouped | null
}

/** The result of one account. */
interface AccountResult {
  account: AccountRebuild
  failure: unknown
}

// The lease, the marks, the facts of one group, and the end of the run.
const LEAST_TRIPS = 12
// To count, to mark everything, to fold one group and to count again.
const MARKING_TRIPS = 7

/**
 * Computes every trade again from the beginning and counts the differences: none on a healthy
 * ledger. When the budget ends first, `has_more` is true and the next call continues. After a
 * rebuild that died, `changed` counts the differences that were left; those that the dead one had
 * corrected stay corrected and are not counted. `sync_runs` has that run as failed.
 *
 * @returns no accounts when the database has none of that name.
 * @throws SyncError or `AccountsFailed` when an account failed, in whole or in part, with the
 * `outcome` of all. The other accounts are done first.
 */
export async function rebuildLedger(
  ctx: RunContext,
  { account, ...request }: RebuildRequest,
): Promise<RebuildOutcome> {
  const begun = Date.now()
  const budget = startBudget(ctx.budget)
  const [rows] = await roundTrip({ db: ctx.db, budget }, selectAccountsToRebuild(account))
  const named = z.array(rebuildAccount).parse(rows)
  const rebuilding = { ctx, request, budget }
  const results: AccountResult[] = []
  // What may kill the isolate comes last.
  const isLast = ({ suspects }: (typeof named)[number]) => isDangerous(suspects, ctx.now())
  const inOrder = [...named.filter((one) => !isLast(one)), ...named.filter(isLast)]
  for (const one of inOrder) results.push(...(await rebuildOne(rebuilding, one)))
  const accounts = results.map((result) => result.account)
  const outcome = {
    underlyings: accounts.reduce((sum, { underlyings }) => sum + underlyings, 0),
    changed: accounts.reduce((sum, { changed }) => sum + changed, 0),
    has_more: accounts.some(({ has_more }) => has_more),
    duration_ms: Date.now() - begun,
    accounts,
  }
  const failures = results.flatMap(({ account, failure }) => (account.error ? [failure] : []))
  if (failures.length === 0) return outcome
  const failure = gravest(failures)
  // A single account that was not rebuilt has no outcome to add.
  if (accounts.length === 1 && !(failure instanceof LedgerError)) throw failure
  throw withOutcome(failure, outcome)
}

/** What the accounts of one call share. */
interface Rebuilding {
  ctx: RunContext
  request: Omit<RebuildRequest, 'account'>
  budget: Budget
}

/** Rebuilds one account. Returns nothing for one that was erased since the accounts were listed. */
async function rebuildOne(
  rebuilding: Rebuilding,
  { account_id: accountId, label }: z.infer<typeof rebuildAccount>,
): Promise<AccountResult[]> {
  const { ctx, budget } = rebuilding
  const { trigger, keyed } = rebuilding.request
  const account = { account_id: accountId, label }
  const none = { ...account, underlyings: 0, changed: 0, has_more: true, regrouped: null }
  if (!budget.affords(LEAST_TRIPS)) return [{ account: { ...none, error: null }, failure: null }]
  try {
    const request = { accountId, label, scope: 'rebuild', trigger, keyed } as const
    const report = await runOnLedger(ctx, request, (session) => rebuild(session, trigger), budget)
    const { marked: _, failures, ...figures } = report
    const level = report.changed > 0 ? 'warn' : 'info'
    ctx.log({ level, event: 'ledger_rebuilt', trigger, ...account, ...figures })
    // The call that ends the rebuild reports the failures.
    const failure = report.has_more || isWhole(failures) ? null : new LedgerError(failures)
    const error = failure && describeFailure(failure)
    return [{ account: { ...account, ...figures, error }, failure }]
  } catch (failure) {
    if (failure instanceof SyncError && failure.code === 'account_not_found') return []
    return [{ account: { ...none, error: describeFailure(failure) }, failure }]
  }
}

async function rebuild(
  session: Session,
  trigger: RebuildRequest['trigger'],
): Promise<RebuildReport> {
  const cutOff = (report: FoldReport): RebuildReport => {
    const { left: _, ...figures } = report
    const regrouped = session.grouping.regrouped
    return { ...figures, changed: 0, has_more: true, marked: false, regrouped }
  }
  if (!(await takeGroupingInBudget(session))) return cutOff(NOTHING_FOLDED)
  const [rows] = await roundTrip(session, selectUnfinished(session.lease.accountId))
  const unfinished = z.array(unfinishedRow).parse(rows)[0]?.unfinished ?? false
  if (!unfinished) {
    // Marks that a sync has left come from new facts: they are no difference.
    const news = await foldPart(session, { of: 'marked' })
    if (news.has_more || !session.budget.affords(MARKING_TRIPS)) return cutOff(news)
  }
  const before = await feeShares(session, null)
  const wrongSums = unfinished ? 0 : await beginRebuild(session, trigger)
  const report = await foldPart(session, { of: 'marked' })
  const after = await feeShares(session, before.at)
  const gone = before.rows + after.inserted - after.rows
  // What was wrong of the sums is mended with the shares. A trade that was put back is off until
  // then, be that in another run: it is counted when it is whole.
  const mended = before.off - after.off
  const changed = Math.max(0, wrongSums + report.changed + after.written + gone + mended)
  return {
    ...(await foldRest(session, report)),
    changed,
    marked: true,
    regrouped: session.grouping.regrouped,
  }
}

/** Marks the whole ledger. Returns how many of the daily sums were wrong until now. */
async function beginRebuild(session: Session, trigger: RebuildRequest['trigger']): Promise<number> {
  const { accountId } = session.lease
  // A user's request retries the folds that killed runs, too.
  const retry = trigger === 'api' ? [forgetDeaths(accountId)] : []
  const [sums] = await fencedTrip(
    session,
    rebuildSums(accountId),
    ...markForRebuild(accountId),
    ...retry,
  )
  const [rebuilt] = z.array(rebuiltSums).parse(sums)
  return known(rebuilt, 'the row of the rebuilt sums', accountId).differing
}

/**
 * Folds the marks that did not end well before. They had no result to compare with, so their rows
 * are no difference.
 */
async function foldRest(session: Session, report: FoldReport): Promise<LedgerRunReport> {
  const { left, ...figures } = report
  if (report.has_more || (!left.failing && !left.suspects)) return figures
  if (!session.budget.affords(1)) return { ...figures, has_more: true }
  const rest = await foldPart(session, { of: 'troubled' })
  return {
    underlyings: figures.underlyings + rest.underlyings,
    changed: figures.changed,
    has_more: rest.has_more,
    failures: joinFailures(figures.failures, rest.failures),
  }
}

async function feeShares(session: Session, since: string | null) {
  const [rows] = await roundTrip(session, countFeeShares(session.lease.accountId, since))
  const [count] = z.array(feeShareCount).parse(rows)
  if (!count) throw new Error('a count answers one row')
  return count
}
