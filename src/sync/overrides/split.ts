import { insertOverrideRow } from '../../db/overrides/store'
import {
  changeOverrides,
  type OverrideContext,
  type OverrideOutcome,
  type OverridePlan,
  type Read,
} from './change'
import { OverrideError } from './errors'
import { readSubjects, refuseConflicts } from './subjects'

const PARAM = 'order_ids'

/**
 * Splits some of the orders that opened a trade off, into one of their own.
 *
 * @throws OverrideError `trade_not_found`, `invalid_parameter`, `override_conflict`; SyncError as
 * `changeOverrides`
 */
export const splitTrade = (
  ctx: OverrideContext,
  tradeId: string,
  orderIds: readonly string[],
): Promise<OverrideOutcome> => changeOverrides(ctx, (read) => plan(ctx, read, tradeId, orderIds))

async function plan(
  { db }: OverrideContext,
  read: Read,
  tradeId: string,
  orderIds: readonly string[],
): Promise<OverridePlan> {
  const { trades, facts, overrides } = await readSubjects(read, [tradeId], 'trade_id')
  const [{ account_id: accountId, label, underlying }] = trades
  const opening = facts.filter((fact) => fact.opened_by === 'order').map(({ fact }) => fact)
  const split = opening.filter((id) => orderIds.includes(id))
  if (split.length < new Set(orderIds).size)
    throw new OverrideError(
      'invalid_parameter',
      PARAM,
      'order_ids must be of filled orders that opened this trade.',
    )
  if (split.length === opening.length)
    throw new OverrideError(
      'invalid_parameter',
      PARAM,
      'order_ids must leave the trade at least one of the orders that opened it.',
    )
  refuseConflicts(split, overrides, PARAM)
  const id = crypto.randomUUID()
  const statements = [
    insertOverrideRow(db, { id, accountId, underlying, kind: 'split', facts: split }),
  ]
  const asked = facts.map(({ fact }) => fact)
  return { accountId, label, underlying, facts: asked, asked, statements, overrideId: id }
}
