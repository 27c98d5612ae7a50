import { type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import { holdingTrade, selectTradesHolding } from '../../db/sync/override-subjects'
import { type Actor, actAs } from '../../db/write/audit'
import type { Rows } from '../../db/write/batch'
import { type KeyedWrite, keepEffect } from '../../db/write/idempotency'
import {
  type FactsOf,
  markFacts,
  type OverrideSnapshot,
  overrideSnapshot,
  selectSnapshot,
} from '../../db/write/overrides'
import { type Budget, startBudget } from '../budget'
import { SyncError } from '../errors'
import type { LedgerReport } from '../ledger/update'
import { type LedgerRunContext, runOnLedger } from '../ledger-run'
import { roundTrip } from '../round-trip'
import { OverrideError } from './errors'

/** What a change of overrides works with, and who asks for it. */
export interface OverrideContext extends LedgerRunContext {
  actor: Actor
  /** The request, when it came with an Idempotency-Key. */
  keyed?: KeyedWrite | undefined
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

/** What a change has committed: all that its answer is made from. Stored with the key of its request. */
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

/** What came of it. `has_more`: the budget ended before the trades were worked out again; the next sync does it. */
export interface OverrideOutcome extends LedgerReport {
  trade_ids: string[]
  override_id: string | null
  /** The override as an earlier attempt of the same request wrote it: later changes of it are no part of the answer. */
  written: OverrideSnapshot | null
}

const UNCHANGED: LedgerReport = { underlyings: 0, changed: 0, has_more: false }

async function outcomeOf(
  read: Read,
  { accountId, asked, overrideId }: Plan | Committed,
  report: LedgerReport,
  written: OverrideSnapshot | null = null,
): Promise<OverrideOutcome> {
  const [rows] = await read(selectTradesHolding(accountId, asked))
  const tradeIds = z.array(holdingTrade).parse(rows)
  return {
    ...report,
    trade_ids: tradeIds.map((row) => row.trade_id),
    override_id: overrideId,
    written,
  }
}

/**
 * Writes what the user asked and works out its trades again, inside the account's lease. What is asked is checked twice: at
 * once, so that a mistake waits for nobody, and again when no sync can change the trades any more. Under an
 * Idempotency-Key the change is recorded with the key in the transaction that writes it; a repetition whose change is
 * committed only works out what is left, and answers from the record.
 *
 * @throws OverrideError when it cannot be; SyncError `sync_in_progress` when a sync would not end. Then nothing was written
 * by this call.
 */
export async function changeOverrides(
  ctx: OverrideContext,
  planWith: (read: Read) => Promise<Plan>,
): Promise<OverrideOutcome> {
  const budget = startBudget(ctx.budget)
  if (ctx.keyed?.effect) return await finish(ctx, committed.parse(ctx.keyed.effect), budget)
  const readNow: Read = (...statements) => roundTrip({ db: ctx.db, budget }, ...statements)
  const asked = await planWith(readNow)
  if (asked.statements.length === 0) return await outcomeOf(readNow, asked, UNCHANGED)
  const { accountId, label } = asked
  let refusal: OverrideError | null = null
  const outcome = await runOnLedger(
    ctx,
    requestOf(ctx, accountId, label),
    async (run) => {
      const plan = await planWith(run.read).catch((error: unknown) => {
        if (error instanceof OverrideError) refusal = error
        else throw error
        return null
      })
      if (plan === null) return { ...UNCHANGED, trade_ids: [], override_id: null, written: null }
      if (plan.statements.length > 0) {
        const record = ctx.keyed ? [keepEffect(ctx.keyed.request, effectOf(plan))] : []
        await run.write(actAs(ctx.actor), ...plan.statements, markFacts(plan), ...record)
      }
      return await outcomeOf(run.read, plan, await run.fold())
    },
    budget,
  ).catch(async (error: unknown) => {
    // The trades were erased with their account: the plan now says that they are not found.
    if (error instanceof SyncError && error.code === 'account_not_found') await planWith(readNow)
    throw error
  })
  if (refusal !== null) throw refusal
  return outcome
}

/** Works out what a committed change has left to be worked out. */
const finish = (ctx: OverrideContext, change: Committed, budget: Budget) =>
  runOnLedger(
    ctx,
    requestOf(ctx, change.accountId, change.label),
    async (run) => await outcomeOf(run.read, change, await run.fold(), change.override),
    budget,
  )

const requestOf = ({ keyed }: OverrideContext, accountId: string, label: string) =>
  ({ accountId, label, scope: 'overrides', trigger: 'api', keyed: keyed?.request }) as const

/** The record of a plan as a jsonb, with the override as the statements before have written it. */
function effectOf({ statements: _, ...plan }: Plan): SQL {
  const override = plan.overrideId === null ? sql`null` : selectSnapshot(plan.overrideId)
  return sql`${JSON.stringify(plan)}::jsonb || jsonb_build_object('override', (${override}))`
}
