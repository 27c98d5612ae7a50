import * as z from 'zod'
import { field, shared } from '../lists/fields'
import { accountFailure, regrouped } from '../sync/schemas'

const figures = {
  underlyings: field.count('Underlyings whose trades were computed again.'),
  changed: field.count(
    'Trades, fills, order legs, fees and shares of fees that differed and were corrected. 0 on a healthy ledger.',
  ),
  has_more: field.flag(
    'Whether the budget was used up. If true, call again: the next call continues here.',
  ),
}

export const accountRebuild = z
  .object({
    account_id: shared.accountId(),
    label: shared.label(),
    ...figures,
    error: accountFailure.nullable().meta({
      description:
        'Why the rebuild of the account failed in part or in full. The rest is counted and kept. null if it succeeded.',
    }),
    regrouped: regrouped.nullable().meta({
      description: 'What changed because the grouping rules changed. Not counted in `changed`.',
    }),
  })
  .meta({ id: 'AccountRebuild', description: 'The rebuild of one account.' })

export const rebuildSchema = z
  .object({
    status: field.success(),
    ...figures,
    duration_ms: shared.durationMs(),
    accounts: field.list(accountRebuild, 'The rebuild of each account.'),
  })
  .meta({ id: 'Rebuild', description: 'What a rebuild corrected.' })
