import * as z from 'zod'
import { DISABLED_REASONS } from '../../db/schema/webhooks'
import { field, shared, word } from '../lists/fields'

const counts = {
  count: field.count('Rows read from Alpaca that are now stored.'),
  seen: field.count('Rows read from Alpaca, quarantined ones included.'),
  inserted: field.count('Rows stored for the first time.'),
  updated: field.count('Stored rows that changed.'),
  unchanged: field.count('Stored rows that did not change.'),
  quarantined: field.count('Payloads that did not fit and were quarantined.'),
}

const progress = {
  has_more: field.flag(
    'Whether the budget was used up. If true, call again: the next run continues here.',
  ),
  duration_ms: shared.durationMs(),
}

/** The error of an account. */
export const accountFailure = z.object({
  code: field.text('Code of the error.'),
  message: field.text('What is wrong, and what to do about it.'),
  underlyings: field
    .list(z.string(), 'With `ledger_failed`: underlyings whose trades cannot be computed.')
    .optional(),
})

/** The stored keys of an account. */
export const storedKeysSchema = z
  .object({
    error: accountFailure
      .nullable()
      .meta({ description: 'Why the keys cannot be read. null if they can.' }),
  })
  .meta({ id: 'StoredKeys', description: 'Whether the stored keys of an account can be read.' })

const rules = z
  .object({
    engine_version: field.count('Version of the grouping rules. null if unknown.').nullable(),
    grouping_window_seconds: field.count('GROUPING_WINDOW_SECONDS. null if unknown.').nullable(),
  })
  .meta({ id: 'GroupingRules', description: 'What the grouping depends on.' })

const ruleChange = {
  reason: field.word(['engine_version', 'grouping_window'], 'Which of the rules changed.'),
  from: rules.meta({ description: 'The previous rules.' }),
  to: rules.meta({ description: 'The rules of this Worker.' }),
}

/** What a run did to group the trades of an account again by changed rules. */
export const regrouped = z
  .object({
    ...ruleChange,
    underlyings: field.count('Underlyings that this run grouped again.'),
    changed: field.count('Trades, fills and order legs that changed.'),
    has_more: field.flag('Whether further runs continue it.'),
  })
  .meta({ id: 'Regrouped', description: 'Trades were grouped again because the rules changed.' })

const retryCounts = z.object({
  retried: field.count('Quarantined payloads that were tried again.'),
  healed: field.count('Quarantined payloads that fit now.'),
  quarantined: field.count('Payloads that still do not fit.'),
})

export const accountReportSchema = z
  .object({
    account_id: field.text("Alpaca's id of the account. Empty before the first sync."),
    label: shared.label(),
    ...counts,
    ...progress,
    orders: z.object(counts).meta({ description: 'Counts of orders.' }),
    activities: z.object(counts).meta({ description: 'Counts of activities.' }),
    positions: z.object(counts).meta({ description: 'Counts of positions.' }),
    stopped: field.flag('Whether the account is stopped. If so, it was skipped.'),
    error: accountFailure.nullable().meta({
      description:
        'Why the run of the account failed. Rows stored before that are counted and kept. null if it succeeded.',
    }),
    regrouped: regrouped.nullable().meta({
      description:
        'Set while all trades are grouped again because GROUPING_WINDOW_SECONDS or the version of the rules changed.',
    }),
    quarantine: retryCounts
      .optional()
      .meta({ description: 'Only of a retry of the quarantine: its counts.' }),
  })
  .meta({ id: 'AccountSyncReport', description: 'What a run did for one account.' })

export const syncReportSchema = z
  .object({
    status: field.success(),
    ...counts,
    ...progress,
    accounts: field.list(accountReportSchema, 'The report of each account.'),
  })
  .meta({ id: 'SyncReport', description: 'What a run did, in total and for each account.' })

const reading = z
  .object({
    complete: field.flag('Whether the whole history was read once.'),
    done: field.count('Rows that the first read of the history has stored.'),
    remaining: field
      .count(
        'Estimated rows that are left, assuming the same number of rows per day as in the part read so far. null if unknown.',
      )
      .nullable(),
    share: field
      .decimal('Share of the time span that is read, 0 to 1. null if its length is unknown.')
      .nullable(),
    read_through: field.time('Everything up to this time is read.').nullable(),
  })
  .meta({ id: 'SyncWalk', description: 'Progress of the first read of one kind of row.' })

const backfillSchema = z
  .object({
    orders: reading.meta({ description: 'Progress of orders.' }),
    activities: reading.meta({ description: 'Progress of activities.' }),
    rows_per_second: field.decimal('Rate of the current run, or of the last one.').nullable(),
    eta_seconds: field
      .count('Seconds left at that rate, without pauses between runs. 0 if complete.')
      .nullable(),
  })
  .meta({ id: 'Backfill', description: "Progress of the first read of an account's history." })

const ledgerFailure = z
  .object({
    underlying: field
      .text('Underlying whose trades cannot be computed. null stands for the fees of the account.')
      .nullable(),
    since: field.time('When it first failed.'),
    reason: field.text('Why it failed.'),
    deaths: field.count('Runs that ended without an error while they computed it.'),
    next_try_at: field.time('When it is tried again. null: by the next run.').nullable(),
  })
  .meta({ id: 'LedgerFailure', description: 'An underlying whose trades cannot be computed.' })

const doubtedPositions = z.object({
  since: field.time("When Alpaca's list was first not believed."),
  missing: field.list(z.string(), 'Symbols that the list lacks.'),
})

const lastError = z.object({
  code: field.text('Code of the error.').nullable(),
  message: field.text('What was wrong.').nullable(),
  at: field.time('When the run failed.'),
})

const failingRuns = z.object({
  since: field.time('When the first of these runs failed.'),
  runs: field.count('Number of failed runs in a row.'),
})

const rateLimit = z.object({
  limit: field.count('Requests per minute. null if unknown.').nullable(),
  remaining: field.count('Requests left. null if unknown.').nullable(),
  reset_at: field.time('When the limit is reset.').nullable(),
})

export const accountStatusSchema = z
  .object({
    label: shared.label(),
    account_id: field.text("Alpaca's id of the account. null before the first sync.").nullable(),
    configured: field.flag('Whether the keys of the account are set. If not, it is not synced.'),
    stored_keys: storedKeysSchema.optional().meta({
      description:
        'Only of an account whose keys were stored by PUT /accounts/{label}, and are not in the settings.',
    }),
    stopped: field.flag(
      'Whether the account is stopped. Syncs skip it until POST /accounts/{label}/resume.',
    ),
    stopped_at: field
      .time('When the account was stopped. null if it is not.')
      .nullable()
      .meta({ examples: [null] }),
    running: field.flag('Whether a run of the account is under way.'),
    last_success_at: field.time('End of the last sync that read everything.').nullable(),
    lag_seconds: field.decimal('Seconds since last_success_at.').nullable(),
    last_full_at: field.time('End of the last full re-read.').nullable(),
    backfill: backfillSchema.meta({ description: "Progress of the history's first read." }),
    positions_synced_at: field.time('When positions were last read.').nullable(),
    positions_doubted: doubtedPositions.nullable().meta({
      description:
        "Set while Alpaca's list of positions is not believed, because symbols are missing whose value the account still shows. Their positions stay open.",
    }),
    last_error: lastError
      .nullable()
      .meta({ description: 'Error of the last run that failed, however long ago.' }),
    failing: failingRuns
      .nullable()
      .meta({ description: 'Set while the last run failed: since when, and how often in a row.' }),
    ledger_failed: field.list(
      ledgerFailure,
      'Underlyings whose trades cannot be computed. Their trades stay as they were, and later runs try again.',
    ),
    regrouping: z
      .object({ ...ruleChange, since: field.time('When regrouping began.') })
      .nullable()
      .meta({ description: 'Set while all trades are grouped again because the rules changed.' }),
    quarantined: field.count('Quarantined payloads that do not fit yet.'),
    rate_limit: rateLimit.meta({ description: "Alpaca's rate limit, as of its last response." }),
    balanced: field
      .flag('Whether the ledger agrees with the broker. null before the first comparison.')
      .nullable(),
    state: word.proofState.nullable().meta({
      description:
        'Whether the ledger agreed with the broker then: balanced, settling (every difference has a cause that passes by itself) or differs. null before the first comparison.',
    }),
    live: word.liveState.nullable().meta({
      description:
        "State of the account's connection to Alpaca's stream of order updates. null if the feed did not answer.",
    }),
    reconciled_at: field.time('When a sync last compared the ledger with the broker.').nullable(),
    last_seq: z.int().min(0).meta({
      format: 'int64',
      maximum: 999_999_999_999_999,
      description: 'The last `seq` of the events of the account. 0 before its first event.',
    }),
  })
  .meta({ id: 'AccountSyncStatus', description: 'Sync status of one account.' })

const failingWebhook = z
  .object({
    id: field.uuid('Id of the webhook.'),
    account_id: field.text("Alpaca's id of its account. null: all accounts.").nullable(),
    active: field.flag('Whether it is still tried. If not, legbook has switched it off.'),
    failing_since: field.time('The first failure since the last success.').nullable(),
    disabled_at: field.time('When legbook switched it off. null while it is tried.').nullable(),
    disabled_reason: field
      .word(DISABLED_REASONS, 'gone: it answered 410. failing: no success for 5 days.')
      .nullable(),
  })
  .meta({ id: 'FailingWebhook', description: 'A webhook whose receiver fails.' })

export const syncStatusSchema = z.object({
  status: field.success(),
  accounts: field.list(accountStatusSchema, 'Accounts by label.'),
  webhooks: field.list(
    failingWebhook,
    'Webhooks whose receivers fail, and those that legbook switched off.',
  ),
})
