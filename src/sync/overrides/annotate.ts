import {
  type AnnotationPatch,
  insertOverrideRow,
  updateAnnotations,
} from '../../db/overrides/store'
import {
  changeOverrides,
  type OverrideContext,
  type OverrideOutcome,
  type OverridePlan,
  type Read,
} from './change'
import { OverrideError } from './errors'
import { readSubjects, type Subjects } from './subjects'

/**
 * Renames, tags or annotates a trade; null takes back what was said. It is said of the order that
 * opened the trade first, and goes where that goes.
 *
 * @throws OverrideError `trade_not_found`, or `invalid_parameter` for a trade of which no order is
 * known; SyncError as `changeOverrides`
 */
export const annotateTrade = (
  ctx: OverrideContext,
  tradeId: string,
  patch: AnnotationPatch,
): Promise<OverrideOutcome> => changeOverrides(ctx, (read) => plan(ctx, read, tradeId, patch))

async function plan(
  { db }: OverrideContext,
  read: Read,
  tradeId: string,
  patch: AnnotationPatch,
): Promise<OverridePlan> {
  const subjects = await readSubjects(read, [tradeId], 'trade_id')
  refuseOrderless(subjects)
  const [{ account_id: accountId, label, underlying }] = subjects.trades
  const asked = subjects.facts.map(({ fact }) => fact)
  const whole = { accountId, label, underlying, asked }
  // A merged trade can have several: what is said of it now is said in all of them, so that it is
  // what shows.
  const known = subjects.overrides.filter(
    ({ kind, facts: [of] }) => kind === 'annotate' && of !== undefined && asked.includes(of),
  )
  const ids = known.map(({ id }) => id)
  if (ids.length > 0) {
    const facts = known.flatMap((override) => override.facts)
    const statements = updateAnnotations(db, ids, patch)
    return { ...whole, facts, statements, overrideId: ids[0] ?? null }
  }
  const facts = asked.slice(0, 1)
  if (saysNothing(patch)) return { ...whole, facts, statements: [], overrideId: null }
  const id = crypto.randomUUID()
  const override = { id, accountId, underlying, kind: 'annotate', facts, ...patch }
  return { ...whole, facts, statements: [insertOverrideRow(db, override)], overrideId: id }
}

/** An annotation is stored with an order: a trade without orders cannot have one. */
function refuseOrderless({ facts }: Subjects): void {
  if (facts.length > 0) return
  throw new OverrideError(
    'invalid_parameter',
    'trade_id',
    'trade_id must be of a trade that some order is known of.',
  )
}

const saysNothing = (patch: AnnotationPatch): boolean =>
  Object.values(patch).every((value) => value === null || value === undefined)
