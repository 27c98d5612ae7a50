import * as z from 'zod'
import { field } from '../lists/fields'
import { accountParam } from '../lists/parameters'
import { accountFailure, regrouped } from '../sync/schemas'

export const rebuildBody = z
  .strictObject(
    { account: accountParam.optional() },
    { error: (issue) => (issue.code === 'invalid_type' ? 'must be an object' : undefined) },
  )
  .meta({ id: 'RebuildRequest' })

const figures = {
  underlyings: field.count().meta({ description: 'Whose trades were worked out again.' }),
  changed: field.count().meta({
    description:
      'Trades, fills, order legs, fees and shares of them that came out otherwise than they stood: 0 on a healthy ledger.',
  }),
  has_more: field
    .flag()
    .meta({ description: 'The budget was used up: call again, and it goes on.' }),
}

export const accountRebuild = z
  .object({
    account_id: field.text(),
    label: field.text(),
    ...figures,
    error: accountFailure
      .nullable()
      .meta({ description: 'Why it failed, in all or in part; the rest is counted, and stays.' }),
    regrouped: regrouped.nullable().meta({
      description: 'What other rules of grouping changed; not counted in `changed`.',
    }),
  })
  .meta({ id: 'AccountRebuild' })

export const rebuildSchema = z
  .object({
    status: z.literal('success'),
    ...figures,
    duration_ms: field.count(),
    accounts: z.array(accountRebuild),
  })
  .meta({ id: 'Rebuild' })
