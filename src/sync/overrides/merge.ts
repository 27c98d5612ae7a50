import { insertOverrideRow } from '../../db/overrides/store'
import {
  changeOverrides,
  type OverrideContext,
  type OverrideOutcome,
  type OverridePlan,
  type Read,
} from './change'
import { OverrideError } from './errors'
import { readSubjects, refuseConflicts, type Subjects } from './subjects'

const PARAM = 'trade_ids'

/**
 * Makes some trades of one account and underlying one.
 *
 * @throws OverrideError `trade_not_found`, `invalid_parameter`, `override_conflict`; SyncError as
 * `changeOverrides`
 */
export const mergeTrades = (
  ctx: OverrideContext,
  tradeIds: readonly string[],
): Promise<OverrideOutcome> => changeOverrides(ctx, (read) => plan(ctx, read, tradeIds))

async function plan(
  { db }: OverrideContext,
  read: Read,
  tradeIds: readonly string[],
): Promise<OverridePlan> {
  const subjects = await readSubjects(read, tradeIds, PARAM)
  refuseStrangers(subjects)
  const facts = subjects.facts.map(({ fact }) => fact)
  refuseConflicts(facts, subjects.overrides, PARAM)
  const [{ account_id: accountId, label, underlying }] = subjects.trades
  const id = crypto.randomUUID()
  const statements = [insertOverrideRow(db, { id, accountId, underlying, kind: 'merge', facts })]
  return { accountId, label, underlying, facts, asked: facts, statements, overrideId: id }
}

/**
 * Refuses trades that cannot be one: of different accounts or underlyings, or that no filled order
 * opened.
 */
function refuseStrangers({ trades, facts }: Subjects): void {
  const [first] = trades
  const alike = trades.every(
    (trade) => trade.account_id === first.account_id && trade.underlying === first.underlying,
  )
  if (!alike)
    throw new OverrideError(
      'invalid_parameter',
      PARAM,
      'trade_ids must be of one account and one underlying.',
    )
  const opened = new Set(
    facts.filter((fact) => fact.opened_by === 'order').map((fact) => fact.trade_id),
  )
  if (trades.some((trade) => !opened.has(trade.trade_id)))
    throw new OverrideError(
      'invalid_parameter',
      PARAM,
      'trade_ids must be of trades that filled orders opened: not by an assignment, and not before the history begins.',
    )
}
