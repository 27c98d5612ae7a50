import * as z from 'zod'
import { field } from '../fields'
import { accountParam } from '../parameters'

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

export const rebuildSchema = z
  .object({
    status: z.literal('success'),
    ...figures,
    duration_ms: field.count(),
    accounts: z.array(z.object({ account_id: field.text(), label: field.text(), ...figures })),
  })
  .meta({ id: 'Rebuild' })
