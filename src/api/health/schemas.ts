import * as z from 'zod'
import { field } from '../lists/fields'
import { wordParam } from '../lists/parameters'

export const healthQuery = z.strictObject({
  deep: wordParam(['1']).optional().meta({
    description: '1: checks the database and the sync of every account. Needs a token.',
  }),
})

/** How the ledger agrees with the broker; `settling` passes by itself. */
export const PROOFS = ['balanced', 'settling', 'differs'] as const

const accountHealth = z
  .object({
    label: field.text(),
    account_id: field.text().nullable(),
    ok: field.flag().meta({ examples: [true] }),
    stopped: field.flag().meta({ description: 'Its sync is stopped: it is not judged.' }),
    last_success_at: field
      .time()
      .nullable()
      .meta({ description: 'When a sync last read all there was.' }),
    age_seconds: field.count().nullable().meta({ description: 'Since then.' }),
    overdue: field.flag().meta({
      description:
        'Two hourly syncs in a row brought nothing. While the first reading goes on, each run that gets further counts.',
    }),
    proof: field.word(PROOFS).nullable().meta({
      description:
        'Whether the ledger agrees with the broker; settling: each difference waits for an activity that Alpaca has not posted yet; null before the first comparison.',
    }),
    reconciled_at: field.time().nullable(),
    ledger_failed: z.array(z.string().nullable()).meta({
      description:
        'Underlyings whose trades cannot be worked out; null: the fees of the account. The status of the sync has the reasons.',
      examples: [[]],
    }),
  })
  .meta({ id: 'AccountHealth' })

export const checksSchema = z
  .object({
    database: z.object({
      ok: field.flag().meta({ examples: [true] }),
      latency_ms: field
        .count()
        .nullable()
        .meta({ description: 'How long one round trip took; null when none came back.' }),
      migrated: field
        .flag()
        .nullable()
        .meta({
          description: 'Whether it has every migration of this version; null when that is unknown.',
          examples: [true],
        }),
    }),
    accounts: z
      .array(accountHealth)
      .meta({ description: 'Accounts whose keys are configured, by label.' }),
  })
  .meta({ id: 'HealthChecks' })

/** What a deep health check found. */
export type Checks = z.infer<typeof checksSchema>

/** One account of it. */
export type AccountHealth = Checks['accounts'][number]

export const healthSchema = z
  .object({
    status: z.literal('success'),
    service: z.literal('legbook'),
    checks: checksSchema.optional().meta({ description: 'With deep=1 alone.' }),
  })
  .meta({ id: 'Health' })
