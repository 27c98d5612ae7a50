import * as z from 'zod'
import { field } from '../lists/fields'
import { accountParam, momentParam } from '../lists/parameters'

export const syncBody = z
  .strictObject(
    {
      account: accountParam.optional(),
      since: momentParam.optional().meta({ description: 'Reads again what is newer than this.' }),
    },
    { error: (issue) => (issue.code === 'invalid_type' ? 'must be an object' : undefined) },
  )
  .meta({ id: 'SyncRequest' })

const counts = {
  count: field
    .count()
    .meta({ description: 'Rows read from Alpaca that now stand in the database.' }),
  seen: field.count().meta({ description: 'Rows read from Alpaca, refused ones included.' }),
  inserted: field.count(),
  updated: field.count(),
  unchanged: field.count(),
  quarantined: field.count().meta({ description: 'Payloads that did not fit, put aside whole.' }),
}

const progress = {
  has_more: field
    .flag()
    .meta({ description: 'The budget was used up: the next run goes on from here.' }),
  duration_ms: field.count(),
}

/** Why an account failed. */
export const accountFailure = z.object({
  code: field.text(),
  message: field.text(),
  underlyings: z
    .array(z.string())
    .optional()
    .meta({ description: 'Of `ledger_failed`: whose trades could not be worked out.' }),
})

const rules = z
  .object({
    engine_version: field.count().nullable(),
    grouping_window_seconds: field.count().nullable(),
  })
  .meta({ id: 'GroupingRules' })

const REGROUP_REASONS = ['engine_version', 'grouping_window']

/** What a run did to group a ledger by other rules. */
export const regrouped = z
  .object({
    reason: field.word(REGROUP_REASONS),
    from: rules.meta({ description: 'null where the rules of before are not known.' }),
    to: rules,
    underlyings: field.count().meta({ description: 'Whose trades this run worked out again.' }),
    changed: field
      .count()
      .meta({ description: 'Trades, fills and order legs that changed by it.' }),
    has_more: field.flag().meta({ description: 'Further runs go on with it.' }),
  })
  .meta({ id: 'Regrouped' })

export const accountReport = z
  .object({
    account_id: field.text(),
    label: field.text(),
    ...counts,
    ...progress,
    orders: z.object(counts),
    activities: z.object(counts),
    positions: z.object(counts),
    stopped: field
      .flag()
      .meta({ description: 'Its sync is stopped: it was skipped, and nothing was read.' }),
    error: accountFailure
      .nullable()
      .meta({ description: 'Why it failed; what had landed by then is counted, and stays.' }),
    regrouped: regrouped.nullable().meta({
      description:
        'Set while all trades are grouped again because GROUPING_WINDOW_SECONDS or the version of the rules changed.',
    }),
    quarantine: z
      .object({ retried: field.count(), healed: field.count(), quarantined: field.count() })
      .optional()
      .meta({ description: 'Of a retry of the quarantine.' }),
  })
  .meta({ id: 'AccountSyncReport' })

export const syncReportSchema = z
  .object({
    status: z.literal('success'),
    ...counts,
    ...progress,
    accounts: z.array(accountReport),
  })
  .meta({ id: 'SyncReport' })

const walk = z
  .object({
    complete: field.flag().meta({ description: 'All of the history has been read once.' }),
    done: field.count().meta({ description: 'Rows that the first reading has brought.' }),
    remaining: field.count().nullable().meta({
      description:
        'Rows to come, estimated by time: as many as the part that is not read yet would bring at the pace of the part that is. null while that cannot be said.',
    }),
    share: field
      .decimal()
      .nullable()
      .meta({ description: 'That part which is read, 0 to 1; null when Alpaca tells no age.' }),
    read_through: field.time().nullable().meta({ description: 'How far the reading has come.' }),
  })
  .meta({ id: 'SyncWalk' })

const backfillSchema = z
  .object({
    orders: walk,
    activities: walk,
    rows_per_second: field
      .decimal()
      .nullable()
      .meta({ description: 'Of the run under way, or of the last one.' }),
    eta_seconds: field.count().nullable().meta({
      description: 'What remains at that rate, without the pauses between runs; 0 when complete.',
    }),
  })
  .meta({ id: 'Backfill' })

/** Which account to tell of. */
export const syncStatusQuery = z.strictObject({ account: accountParam.optional() })

const ledgerFailure = z
  .object({
    underlying: field
      .text()
      .nullable()
      .meta({ description: 'null: the fees of the account are not shared out.' }),
    since: field.time(),
    reason: field.text(),
    deaths: field
      .count()
      .meta({ description: 'Runs that ended without a word while they worked it out.' }),
    next_try_at: field
      .time()
      .nullable()
      .meta({ description: 'When it is tried again; null: by the next run.' }),
  })
  .meta({ id: 'LedgerFailure' })

export const accountStatusSchema = z
  .object({
    label: field.text(),
    account_id: field.text().nullable().meta({ description: 'null before the first sync.' }),
    configured: field
      .flag()
      .meta({ description: 'Whether its keys are set; else its history alone is here.' }),
    stopped: field.flag().meta({
      description: 'Whether syncs skip it until POST /accounts/{label}/resume.',
    }),
    stopped_at: field
      .time()
      .nullable()
      .meta({ examples: [null] }),
    running: field.flag(),
    last_success_at: field
      .time()
      .nullable()
      .meta({ description: 'When all there was had been read.' }),
    lag_seconds: field.decimal().nullable().meta({ description: 'Since then.' }),
    last_full_at: field.time().nullable(),
    backfill: backfillSchema,
    positions_synced_at: field.time().nullable(),
    positions_doubted: z
      .object({ since: field.time(), missing: z.array(field.text()) })
      .nullable()
      .meta({
        description:
          'Symbols missing on the last list of positions, which the account is still worth: they stay open until that is settled. null while lists are believed.',
      }),
    last_error: z
      .object({ code: field.text().nullable(), message: field.text().nullable(), at: field.time() })
      .nullable()
      .meta({ description: 'Of the last run that failed, however long ago.' }),
    failing: z.object({ since: field.time(), runs: field.count() }).nullable().meta({
      description:
        'Since when, and how often, one run after the other failed; null when the last did not.',
    }),
    ledger_failed: z.array(ledgerFailure).meta({
      description:
        'Underlyings whose trades could not be worked out and stand as they did before, and why. They are tried again by themselves.',
    }),
    regrouping: z
      .object({ reason: field.word(REGROUP_REASONS), since: field.time(), from: rules, to: rules })
      .nullable()
      .meta({ description: 'Set while the trades are grouped again by other rules.' }),
    quarantined: field.count().meta({ description: 'Payloads put aside that still do not fit.' }),
    rate_limit: z
      .object({
        limit: field.count().nullable(),
        remaining: field.count().nullable(),
        reset_at: field.time().nullable(),
      })
      .meta({ description: "Alpaca's, as its last answer told it." }),
    balanced: field
      .flag()
      .nullable()
      .meta({ description: 'Whether the ledger agrees with the broker.' }),
    reconciled_at: field.time().nullable(),
  })
  .meta({ id: 'AccountSyncStatus' })

export const syncStatusSchema = z.object({
  status: z.literal('success'),
  accounts: z.array(accountStatusSchema),
})
