import { type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import { isUnanswered, sqlState } from '../../db/connection/failure'
import { type KeyedWrite, keepEffect } from '../../db/idempotency/keys'
import { type Actor, actAs } from '../../db/overrides/actor'
import {
  type FactsOf,
  markFacts,
  type OverrideSnapshot,
  overrideSnapshot,
  selectSnapshot,
} from '../../db/overrides/store'
import { holdingTrade, selectTradesHolding } from '../../db/overrides/subjects'
import type { StatementRows } from '../../db/statements/batch'
import { type Budget, startBudget } from '../budget/budget'
import { LedgerError, NO_FAILURES } from '../ledger/error'
import type { LedgerReport } from '../ledger/report'
import { foldPart, type LedgerRunReport, runOnLedger } from '../ledger/run'
import type { RunContext } from '../run/context'
import { SyncError } from '../run/errors'
import { type Caller, fencedTrip, roundTrip } from '../run/round-trip'
import type { Session } from '../run/session'
import { OverrideError } from './errors'

/** The context of a change of overrides, and who asks for it. */
export interface OverrideContext extends RunContext {
  actor: Actor
  /** The request, when it came with an Idempotency-Key. */
  keyed?: KeyedWrite | undefined
}

/** Reads in one round trip. */
export type Read = (first: SQL, ...rest: SQL[]) => Promise<StatementRows[]>

const readWith =
  (caller: Caller): Read =>
  (...statements) =>
    roundTrip(caller, ...statements)

/** The writes of a change. */
export interface OverridePlan extends FactsOf {
  label: string
  /** None when the overrides already are as requested. */
  statements: SQL[]
  /** The facts whose trades are the answer. */
  asked: readonly string[]
  /** The override that was made, or taken back. */
  overrideId: string | null
}

/**
 * A committed change: everything that its answer is made from. Stored with the key of its request.
 */
const committed = z.object({
  accountId: z.string(),
  label: z.string(),
  underlying: z.string(),
  facts: z.array(z.string()),
  asked: z.array(z.string()),
  overrideId: z.string().nullable(),
  /** The override as it was written; null when there is none any more. */
  override: overrideSnapshot.nullable(),
})

type Committed = z.infer<typeof committed>

/**
 * The outcome of a change. `has_more`: the budget ended before the trades were computed; the next
 * sync does it.
 */
export interface OverrideOutcome extends LedgerReport {
  trade_ids: string[]
  override_id: string | null
  /**
   * The override as an earlier attempt of the same request wrote it: later changes of it are no
   * part of the answer.
   */
  written: OverrideSnapshot | null
}

const UNCHANGED: LedgerRunReport = {
  underlyings: 0,
  changed: 0,
  has_more: false,
  failures: NO_FAILURES,
}

async function outcomeOf(
  read: Read,
  change: OverridePlan | Committed,
  { underlyings, changed, has_more }: LedgerReport,
): Promise<OverrideOutcome> {
  const [rows] = await read(selectTradesHolding(change.accountId, change.asked))
  const tradeIds = z.array(holdingTrade).parse(rows)
  return {
    underlyings,
    changed,
    has_more,
    trade_ids: tradeIds.map((row) => row.trade_id),
    override_id: change.overrideId,
    written: 'override' in change ? change.override : null,
  }
}

/** What a run on overrides answers. */
type OverrideRunReport = LedgerRunReport & OverrideOutcome

/** How far a change got. Once it is stored, no error may say that it is not. */
interface Progress {
  stored: OverridePlan | Committed | null
  outcome: OverrideOutcome | null
  refusal: OverrideError | null
}

/**
 * Writes a change of overrides and folds its trades, under the account's lease. The request is
 * checked twice: at once, so that a mistake is refused without waiting, and under the lease, when
 * no sync can change the trades. Other marked underlyings are left to the next sync. Under an
 * Idempotency-Key the transaction of the change records it with the key; a repetition of a
 * committed change only folds what is left, and answers from the record. `has_more` of the outcome:
 * the change is stored, and a later sync finishes the fold.
 *
 * @throws OverrideError when the change is refused; SyncError `sync_in_progress` when a sync does
 * not end. Then this call wrote nothing. LedgerError when the change is stored and its trades
 * cannot be computed.
 */
export async function changeOverrides(
  ctx: OverrideContext,
  planWith: (read: Read) => Promise<OverridePlan>,
): Promise<OverrideOutcome> {
  const budget = startBudget(ctx.budget)
  const readNow = readWith({ db: ctx.db, budget })
  if (ctx.keyed?.effect)
    return await finish(ctx, committed.parse(ctx.keyed.effect), readNow, budget)
  const asked = await planWith(readNow)
  if (asked.statements.length === 0) return await outcomeOf(readNow, asked, UNCHANGED)
  const { accountId, label } = asked
  const progress: Progress = { stored: null, outcome: null, refusal: null }
  const work = (session: Session) => change(session, ctx, planWith, progress)
  return await carryOut(ctx, { accountId, label, work, progress, readNow, budget }).catch(
    async (error: unknown) => {
      // The trades were erased with their account: the plan now says that they are not found.
      if (error instanceof SyncError && error.code === 'account_not_found') await planWith(readNow)
      throw error
    },
  )
}

/** One run that makes a change, or finishes one. */
interface ChangeRun {
  accountId: string
  label: string
  work: (session: Session) => Promise<OverrideRunReport>
  progress: Progress
  readNow: Read
  budget: Budget
}

/**
 * Does the work under the lease. Once the change is stored, only a failure of its own trades is an
 * error.
 */
async function carryOut(
  ctx: OverrideContext,
  { accountId, label, work, progress, readNow, budget }: ChangeRun,
): Promise<OverrideOutcome> {
  const keyed = ctx.keyed?.request
  const request = { accountId, label, scope: 'overrides', trigger: 'api', keyed } as const
  try {
    const { failures, ...outcome } = await runOnLedger(ctx, request, work, budget)
    if (progress.refusal !== null) throw progress.refusal
    if (failures.underlyings.length > 0) throw new LedgerError(failures, { changeKept: true })
    return outcome
  } catch (error) {
    const { stored, outcome } = progress
    // The change is done; only the end of its run could not be stored.
    if (outcome !== null && isUnanswered(error)) return outcome
    // Another run has the ledger by now, or the database gave up: a later run works out what is
    // marked.
    if (stored === null || !(error instanceof SyncError || sqlState(error) !== null)) throw error
    return await outcomeOf(readNow, stored, { ...UNCHANGED, has_more: true })
  }
}

async function change(
  session: Session,
  { actor, keyed }: OverrideContext,
  planWith: (read: Read) => Promise<OverridePlan>,
  progress: Progress,
): Promise<OverrideRunReport> {
  const plan = await planWith(readWith(session)).catch((error: unknown) => {
    if (!(error instanceof OverrideError)) throw error
    progress.refusal = error
    return null
  })
  if (plan === null) return { ...UNCHANGED, trade_ids: [], override_id: null, written: null }
  if (plan.statements.length > 0) {
    const record = keyed ? [keepEffect(keyed.request, effectOf(plan))] : []
    await fencedTrip(session, actAs(actor), ...plan.statements, markFacts(plan), ...record)
    progress.stored = plan
  }
  return await foldChange(session, plan, progress)
}

/** Folds what a committed change has left. */
async function finish(
  ctx: OverrideContext,
  committedChange: Committed,
  readNow: Read,
  budget: Budget,
): Promise<OverrideOutcome> {
  const { accountId, label } = committedChange
  const progress: Progress = { stored: null, outcome: null, refusal: null }
  const work = async (session: Session) => {
    progress.stored = committedChange
    return await foldChange(session, committedChange, progress)
  }
  return await carryOut(ctx, { accountId, label, work, progress, readNow, budget })
}

/** Folds the trades of a stored change. */
async function foldChange(
  session: Session,
  stored: OverridePlan | Committed,
  progress: Progress,
): Promise<OverrideRunReport> {
  const { underlying } = stored
  const isRepetition = 'override' in stored
  const part = { of: 'underlying', underlying, isRepetition } as const
  const { left, failures, ...report } = await foldPart(session, part)
  // Its own trades are worked out; what else follows of them is for a later sync.
  const isLeft = left.failing || left.suspects || failures.parts.length > 0
  const has_more = report.has_more || isLeft
  const outcome = await outcomeOf(readWith(session), stored, { ...report, has_more })
  if (failures.underlyings.length === 0) progress.outcome = outcome
  return { ...outcome, failures }
}

/** The record of a plan as a jsonb, with the override as the statements before have written it. */
function effectOf({ statements: _, ...plan }: OverridePlan): SQL {
  const override = plan.overrideId === null ? sql`null` : selectSnapshot(plan.overrideId)
  return sql`${JSON.stringify(plan)}::jsonb || jsonb_build_object('override', (${override}))`
}
