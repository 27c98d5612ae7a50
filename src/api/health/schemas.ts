import * as z from 'zod'
import { field, shared, word } from '../lists/fields'

const accountHealth = z
  .object({
    label: shared.label(),
    account_id: shared.accountId().nullable(),
    ok: field.flag('Whether the account is healthy.').meta({ examples: [true] }),
    stopped: field.flag('Whether the account is stopped. A stopped account is not checked.'),
    last_success_at: field.time('End of the last sync that read everything.').nullable(),
    age_seconds: field.count('Seconds since last_success_at.').nullable(),
    overdue: field.flag(
      'Whether two hourly syncs in a row did not succeed. During the first read of the history, a run that made progress counts as a success.',
    ),
    proof: word.proofState.nullable().meta({
      description:
        'Whether the ledger agrees with the broker. settling: every difference has a cause that passes by itself. null before the first comparison.',
    }),
    reconciled_at: field.time('When a sync last compared the ledger with the broker.').nullable(),
    ledger_failed: field
      .list(
        z.string().nullable(),
        'Underlyings whose trades cannot be computed. null stands for the fees of the account. `GET /sync` has the reasons.',
      )
      .meta({ examples: [[]] }),
  })
  .meta({ id: 'AccountHealth', description: 'Health of one account.' })

const databaseHealth = z.object({
  ok: field
    .flag('Whether the database answers and has every migration.')
    .meta({ examples: [true] }),
  latency_ms: field
    .count('Milliseconds of one round trip. null if the database did not answer.')
    .nullable(),
  migrated: field
    .flag('Whether the database has every migration of this version. null if unknown.')
    .nullable()
    .meta({ examples: [true] }),
})

export const checksSchema = z
  .object({
    database: databaseHealth.meta({ description: 'The database.' }),
    accounts: field.list(accountHealth, 'Accounts whose keys are set, by label.'),
  })
  .meta({ id: 'HealthChecks', description: 'Results of a deep health check.' })

/** Results of a deep health check. */
export type Checks = z.infer<typeof checksSchema>

/** Health of one account. */
export type AccountHealth = Checks['accounts'][number]

export const healthSchema = z
  .object({
    status: field.success(),
    service: z.literal('legbook').meta({ description: 'Always `legbook`.' }),
    checks: checksSchema.optional().meta({ description: 'Only with deep=1.' }),
  })
  .meta({ id: 'Health', description: 'The Worker is alive; with deep=1, healthy.' })
