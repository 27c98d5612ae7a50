import { type AnnotationPatch, insertOverride, updateAnnotations } from '../../db/write/overrides'
import type { LedgerRunContext } from '../ledger-run'
import { changeOverrides, type OverrideOutcome, type Plan, type Read } from './change'
import { readSubjects } from './subjects'

/**
 * Renames, tags or annotates a trade; null takes back what was said. It is said of the order that opened the trade first, and
 * goes where that goes.
 *
 * @throws OverrideError `trade_not_found`; SyncError as `changeOverrides`
 */
export const annotateTrade = (
  ctx: LedgerRunContext,
  tradeId: string,
  patch: AnnotationPatch,
): Promise<OverrideOutcome> => changeOverrides(ctx, (read) => plan(ctx, read, tradeId, patch))

async function plan(
  { db }: LedgerRunContext,
  read: Read,
  tradeId: string,
  patch: AnnotationPatch,
): Promise<Plan> {
  const { trades, facts, overrides } = await readSubjects(read, [tradeId], 'trade_id')
  const [{ account_id: accountId, label, underlying }] = trades
  const ids = facts.map(({ fact }) => fact)
  // A merged trade can have several: what is said of it now is said in all of them, so that it is what shows.
  const known = overrides.filter(
    ({ kind, facts: [of] }) => kind === 'annotate' && of !== undefined && ids.includes(of),
  )
  const whole = { accountId, label, underlying, asked: ids }
  if (known.length > 0) {
    const statements = updateAnnotations(
      db,
      known.map(({ id }) => id),
      patch,
    )
    const touched = known.flatMap((override) => override.facts)
    return { ...whole, statements, facts: touched, overrideId: known[0]?.id ?? null }
  }
  const [first] = ids
  const saysNothing = Object.values(patch).every((value) => value === null || value === undefined)
  if (first === undefined || saysNothing)
    return { ...whole, statements: [], facts: [], overrideId: null }
  const override = {
    id: crypto.randomUUID(),
    accountId,
    underlying,
    kind: 'annotate',
    facts: [first],
  }
  const statements = [insertOverride(db, { ...override, ...patch })]
  return { ...whole, statements, facts: [first], overrideId: override.id }
}
