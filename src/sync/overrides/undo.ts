import * as z from 'zod'
import { deleteOverrideRow } from '../../db/overrides/store'
import { type StoredOverride, selectOverride, storedOverride } from '../../db/overrides/subjects'
import {
  changeOverrides,
  type OverrideContext,
  type OverrideOutcome,
  type OverridePlan,
  type Read,
} from './change'
import { OverrideError } from './errors'

/**
 * Takes an override back: its orders are grouped again as if nothing had been said.
 *
 * @throws OverrideError `override_not_found`; SyncError as `changeOverrides`
 */
export const undoOverride = (ctx: OverrideContext, id: string): Promise<OverrideOutcome> =>
  changeOverrides(ctx, (read) => plan(ctx, read, id))

async function plan({ db }: OverrideContext, read: Read, id: string): Promise<OverridePlan> {
  const { account_id: accountId, label, underlying, facts } = await readOverride(read, id)
  const statements = [deleteOverrideRow(db, id)]
  return { accountId, label, underlying, facts, asked: facts, statements, overrideId: id }
}

async function readOverride(read: Read, id: string): Promise<StoredOverride> {
  const [rows] = await read(selectOverride(id))
  const [override] = z.array(storedOverride).parse(rows)
  if (!override) throw new OverrideError('override_not_found', 'id', 'No override has this id.')
  return override
}
