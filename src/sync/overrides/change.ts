import type { SQL } from 'drizzle-orm'
import * as z from 'zod'
import { holdingTrade, selectTradesHolding } from '../../db/sync/override-subjects'
import { type Actor, actAs } from '../../db/write/audit'
import type { Rows } from '../../db/write/batch'
import { type FactsOf, markFacts } from '../../db/write/overrides'
import { startBudget } from '../budget'
import { SyncError } from '../errors'
import type { LedgerReport } from '../ledger/update'
import { type LedgerRunContext, runOnLedger } from '../ledger-run'
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

const UNCHANGED: LedgerReport = { underlyings: 0, changed: 0, has_more: false }

async function outcomeOf(
  read: Read,
  plan: Plan,
  report: LedgerReport = UNCHANGED,
): Promise<OverrideOutcome> {
  const [rows] = await read(selectTradesHolding(plan.accountId, plan.asked))
  const tradeIds = z.array(holdingTrade).parse(rows)
  return {
    ...report,
    trade_ids: tradeIds.map((row) => row.trade_id),
    override_id: plan.overrideId,
  }
}

/**
 * Writes what the user asked and works out its trades again, inside the account's lease. What is asked is looked at twice: at
 * once, so that a mistake waits for nobody, and again when no sync can change the trades any more.
 *
 * @throws OverrideError when it cannot be; SyncError `sync_in_progress` when a sync would not end. Then nothing was written.
 */
export async function changeOverrides(
  ctx: OverrideContext,
  planWith: (read: Read) => Promise<Plan>,
): Promise<OverrideOutcome> {
  const budget = startBudget(ctx.budget)
  const readNow: Read = (...statements) => roundTrip({ db: ctx.db, budget }, ...statements)
  const asked = await planWith(readNow)
  if (asked.statements.length === 0) return await outcomeOf(readNow, asked)
  const { accountId, label } = asked
  let refusal: OverrideError | null = null
  const request = { accountId, label, scope: 'overrides', trigger: 'api' } as const
  const outcome = await runOnLedger(
    ctx,
    request,
    async (run) => {
      const plan = await planWith(run.read).catch((error: unknown) => {
        if (error instanceof OverrideError) refusal = error
        else throw error
        return null
      })
      if (plan === null) return { ...UNCHANGED, trade_ids: [], override_id: null }
      if (plan.statements.length > 0) {
        await run.write(actAs(ctx.actor), ...plan.statements, markFacts(plan))
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
