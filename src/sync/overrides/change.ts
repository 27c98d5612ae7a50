import type { SQL } from 'drizzle-orm'
import * as z from 'zod'
import { holdingTrade, selectTradesHolding } from '../../db/sync/override-subjects'
import { type Actor, actAs } from '../../db/write/audit'
import { isUnanswered, type Rows, sqlState } from '../../db/write/batch'
import { type FactsOf, markFacts } from '../../db/write/overrides'
import { startBudget } from '../budget'
import { SyncError } from '../errors'
import { LedgerError, NO_FAILURES } from '../ledger/error'
import type { LedgerReport } from '../ledger/report'
import {
  type LedgerRun,
  type LedgerRunContext,
  type LedgerRunReport,
  runOnLedger,
} from '../ledger-run'
import { roundTrip } from '../round-trip'
import { OverrideError } from './errors'

/** What a change of overrides works with, and who asks for it. */
export interface OverrideContext extends LedgerRunContext {
  actor: Actor
}

/** How a plan reads: one round trip. */
export type Read = (first: SQL, ...rest: SQL[]) => Promise<Rows[]>

/** What is to be written for what the user asked. */
export interface Plan extends FactsOf {
  label: string
  /** None where everything is as it was asked for already. */
  statements: SQL[]
  /** The facts whose trades are the answer. */
  asked: readonly string[]
  /** The override that was made, or taken back. */
  overrideId: string | null
}

/** What came of it. `has_more`: the budget ended before the trades were worked out again; the next sync does it. */
export interface OverrideOutcome extends LedgerReport {
  trade_ids: string[]
  override_id: string | null
}

const UNCHANGED: LedgerRunReport = {
  underlyings: 0,
  changed: 0,
  has_more: false,
  failures: NO_FAILURES,
}

async function outcomeOf(
  read: Read,
  plan: Plan,
  { underlyings, changed, has_more }: LedgerReport,
): Promise<OverrideOutcome> {
  const [rows] = await read(selectTradesHolding(plan.accountId, plan.asked))
  const tradeIds = z.array(holdingTrade).parse(rows)
  return {
    underlyings,
    changed,
    has_more,
    trade_ids: tradeIds.map((row) => row.trade_id),
    override_id: plan.overrideId,
  }
}

/** What a run on overrides answers. */
type OverrideRunReport = LedgerRunReport & OverrideOutcome

/** What became of a change so far: from the moment it is stored, no error may tell that it is not. */
interface Progress {
  stored: Plan | null
  outcome: OverrideOutcome | null
  refusal: OverrideError | null
}

/**
 * Writes what the user asked and works out its trades again, inside the account's lease. What is asked is looked at twice: at
 * once, so that a mistake waits for nobody, and again when no sync can change the trades any more. Other underlyings that are
 * marked are left to the next sync. `has_more` of the outcome: the change is stored, and a later sync finishes what follows.
 *
 * @throws OverrideError when it cannot be; SyncError `sync_in_progress` when a sync would not end. Then nothing was written.
 * LedgerError when it is stored and its trades cannot be worked out.
 */
export async function changeOverrides(
  ctx: OverrideContext,
  planWith: (read: Read) => Promise<Plan>,
): Promise<OverrideOutcome> {
  const budget = startBudget(ctx.budget)
  const readNow: Read = (...statements) => roundTrip({ db: ctx.db, budget }, ...statements)
  const asked = await planWith(readNow)
  if (asked.statements.length === 0) return await outcomeOf(readNow, asked, UNCHANGED)
  const { accountId, label } = asked
  const progress: Progress = { stored: null, outcome: null, refusal: null }
  const request = { accountId, label, scope: 'overrides', trigger: 'api' } as const
  try {
    const work = (run: LedgerRun) => change(run, ctx, planWith, progress)
    const { failures, ...outcome } = await runOnLedger(ctx, request, work, budget)
    if (progress.refusal !== null) throw progress.refusal
    if (failures.underlyings.length > 0) throw new LedgerError(failures, { changeKept: true })
    return outcome
  } catch (error) {
    const { stored, outcome } = progress
    // All is done; only that the run ended could not be written down.
    if (outcome !== null && isUnanswered(error)) return outcome
    // Another run has the ledger by now, or the database gave up: a later run works out what is marked.
    if (stored === null || !(error instanceof SyncError || sqlState(error) !== null)) throw error
    return await outcomeOf(readNow, stored, { ...UNCHANGED, has_more: true })
  }
}

async function change(
  run: LedgerRun,
  { actor }: OverrideContext,
  planWith: (read: Read) => Promise<Plan>,
  progress: Progress,
): Promise<OverrideRunReport> {
  const plan = await planWith(run.read).catch((error: unknown) => {
    if (!(error instanceof OverrideError)) throw error
    progress.refusal = error
    return null
  })
  if (plan === null) return { ...UNCHANGED, trade_ids: [], override_id: null }
  if (plan.statements.length > 0) {
    await run.write(actAs(actor), ...plan.statements, markFacts(plan))
    progress.stored = plan
  }
  const { left, failures, ...report } = await run.fold({
    of: 'underlying',
    underlying: plan.underlying,
  })
  // Its own trades are worked out; what else follows of them is for a later sync.
  const isLeft = left.failing || left.suspects || failures.parts.length > 0
  const has_more = report.has_more || isLeft
  const outcome = await outcomeOf(run.read, plan, { ...report, has_more })
  if (failures.underlyings.length === 0) progress.outcome = outcome
  return { ...outcome, failures }
}
