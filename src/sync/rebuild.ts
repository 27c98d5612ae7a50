import * as z from 'zod'
import {
  countFeeShares,
  feeShareCount,
  markEverything,
  rebuildAccount,
  selectAccountsToRebuild,
  selectUnfinished,
  unfinishedRow,
} from '../db/sync/rebuild'
import type { KeyedRequest } from '../db/write/idempotency'
import { type Budget, startBudget } from './budget'
import type { SyncRequest } from './context'
import { SyncError } from './errors'
import type { LedgerReport } from './ledger/update'
import { type LedgerRun, type LedgerRunContext, runOnLedger } from './ledger-run'
import { roundTrip } from './round-trip'

/** What a rebuild of one account found. `changed` counts trades, fills, order legs, fees and shares of them. */
export interface AccountRebuild extends LedgerReport {
  account_id: string
  label: string
}

/** What a rebuild found, in all and account by account. */
export interface RebuildOutcome extends LedgerReport {
  duration_ms: number
  accounts: AccountRebuild[]
}

/** Whose ledger, and at whose wish; without an account, everybody's. */
export interface RebuildRequest {
  trigger: SyncRequest['trigger']
  account?: string | undefined
  /** The request that asks for it, when it came with an Idempotency-Key. */
  keyed?: KeyedRequest | undefined
}

/** A rebuild that its budget cut short; `marked`: all was marked, and the next one goes on from there. */
interface RebuildReport extends LedgerReport {
  marked: boolean
}

// The lease, what is marked, the facts of one group, and the run's end.
const LEAST_TRIPS = 12
// To count, to mark everything, to fold one group and to count again.
const MARKING_TRIPS = 7

/**
 * Works out every trade again from the beginning, and tells how much came out otherwise than it stood: on a healthy ledger
 * nothing. When the budget ends before, `has_more`: call again, and it goes on. After one that died, too: then `changed` counts what was
 * left to be worked out. What the dead one had put right by then stays right and is counted nowhere; `sync_runs` has that run as failed.
 *
 * @returns no accounts when the database knows none of that name.
 * @throws SyncError `sync_in_progress` when a sync would not end. Of several accounts the others are done first.
 */
export async function rebuildLedger(
  ctx: LedgerRunContext,
  { account, ...request }: RebuildRequest,
): Promise<RebuildOutcome> {
  const begun = Date.now()
  const budget = startBudget(ctx.budget)
  const [rows] = await roundTrip({ db: ctx.db, budget }, selectAccountsToRebuild(account))
  const accounts: AccountRebuild[] = []
  const failures: unknown[] = []
  for (const row of z.array(rebuildAccount).parse(rows)) {
    try {
      accounts.push(await rebuildOne(ctx, row, request, budget))
    } catch (error) {
      // Erased since the accounts were listed.
      const isGone = error instanceof SyncError && error.code === 'account_not_found'
      if (!isGone) failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
  return {
    underlyings: accounts.reduce((sum, { underlyings }) => sum + underlyings, 0),
    changed: accounts.reduce((sum, { changed }) => sum + changed, 0),
    has_more: accounts.some(({ has_more }) => has_more),
    duration_ms: Date.now() - begun,
    accounts,
  }
}

async function rebuildOne(
  ctx: LedgerRunContext,
  account: z.infer<typeof rebuildAccount>,
  { trigger, keyed }: Omit<RebuildRequest, 'account'>,
  budget: Budget,
): Promise<AccountRebuild> {
  const { account_id: accountId, label } = account
  if (!budget.affords(LEAST_TRIPS))
    return { ...account, underlyings: 0, changed: 0, has_more: true }
  const request = { accountId, label, scope: 'rebuild', trigger, keyed } as const
  const { marked: _, ...report } = await runOnLedger(ctx, request, rebuild, budget)
  const level = report.changed > 0 ? 'warn' : 'info'
  ctx.log({ level, event: 'ledger_rebuilt', trigger, ...account, ...report })
  return { ...account, ...report }
}

async function rebuild(run: LedgerRun): Promise<RebuildReport> {
  const [rows] = await run.read(selectUnfinished(run.accountId))
  const unfinished = z.array(unfinishedRow).parse(rows)[0]?.unfinished ?? false
  if (!unfinished) {
    // What a sync has left to be folded is news, and no difference.
    const news = await run.fold()
    if (news.has_more || !run.affords(MARKING_TRIPS))
      return { ...news, changed: 0, has_more: true, marked: false }
  }
  const before = await feeShares(run, null)
  if (!unfinished) await run.write(...markEverything(run.accountId))
  const report = await run.fold()
  const after = await feeShares(run, before.at)
  const gone = before.rows + after.inserted - after.rows
  // What was wrong of the sums is mended with the shares. A trade that was put back is off until then, be that in another run: it is
  // counted when it is whole.
  const mended = before.off - after.off
  const changed = Math.max(0, report.changed + after.written + gone + mended)
  return { ...report, changed, marked: true }
}

async function feeShares(run: LedgerRun, since: string | null) {
  const [rows] = await run.read(countFeeShares(run.accountId, since))
  const [count] = z.array(feeShareCount).parse(rows)
  if (!count) throw new Error('a count answers one row')
  return count
}
