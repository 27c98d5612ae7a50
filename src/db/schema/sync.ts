import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { accountId, isOneOfWords, momentColumn, rowTimes } from './columns'

/**
 * Whether the ledger agrees with the broker. `settling`: the cause of every difference passes by
 * itself.
 */
export const PROOF_STATES = ['balanced', 'settling', 'differs'] as const

/**
 * The state of an account's sync: its lease, its two walks, and the end of its last runs. A walk
 * reads pages upwards from `walk_from`; the next run continues at `cursor`. Re-reads and missing
 * orders are its second stage, and `synced_through` moves when that is done. `walk_from`,
 * `walk_mark`, `walked_to` and `synced_through` are moments on Alpaca's clock, so that a wrong
 * clock of the Worker cannot make a walk skip rows.
 */
export const syncState = pgTable(
  'sync_state',
  {
    accountId: text('account_id').primaryKey(),
    leaseToken: bigint('lease_token', { mode: 'number' }).notNull().default(0),
    leaseHolder: uuid('lease_holder'),
    leaseExpiresAt: momentColumn('lease_expires_at'),
    leaseRequest: uuid('lease_request'),
    ordersStage: text('orders_stage').notNull().default('idle'),
    ordersWalkFrom: momentColumn('orders_walk_from'),
    ordersWalkStartedAt: momentColumn('orders_walk_started_at'),
    ordersCursor: text('orders_cursor'),
    ordersWalkedTo: momentColumn('orders_walked_to'),
    ordersWalkMark: momentColumn('orders_walk_mark'),
    ordersCatchUp: text('orders_catch_up'),
    ordersBackfilled: boolean('orders_backfilled').notNull().default(false),
    ordersBackfillRows: integer('orders_backfill_rows').notNull().default(0),
    ordersSyncedThrough: momentColumn('orders_synced_through'),
    activitiesStage: text('activities_stage').notNull().default('idle'),
    activitiesWalkFrom: momentColumn('activities_walk_from'),
    activitiesWalkStartedAt: momentColumn('activities_walk_started_at'),
    activitiesCursor: text('activities_cursor'),
    activitiesWalkedTo: momentColumn('activities_walked_to'),
    activitiesWalkMark: momentColumn('activities_walk_mark'),
    activitiesBackfilled: boolean('activities_backfilled').notNull().default(false),
    activitiesBackfillRows: integer('activities_backfill_rows').notNull().default(0),
    activitiesSyncedThrough: momentColumn('activities_synced_through'),
    positionsSyncedAt: momentColumn('positions_synced_at'),
    resumeAt: text('resume_at'),
    resumeSince: momentColumn('resume_since'),
    resumeDone: text('resume_done').array().notNull().default([]),
    runRows: integer('run_rows').notNull().default(0),
    runMilliseconds: integer('run_milliseconds').notNull().default(0),
    lastSuccessAt: momentColumn('last_success_at'),
    lastFullAt: momentColumn('last_full_at'),
    lastErrorAt: momentColumn('last_error_at'),
    lastErrorCode: text('last_error_code'),
    lastError: text('last_error'),
    failingSince: momentColumn('failing_since'),
    failingRuns: integer('failing_runs').notNull().default(0),
    rateLimitLimit: integer('rate_limit_limit'),
    rateLimitRemaining: integer('rate_limit_remaining'),
    rateLimitResetAt: momentColumn('rate_limit_reset_at'),
    balanced: boolean('balanced'),
    proofState: text('proof_state', { enum: PROOF_STATES }),
    unbalancedSince: momentColumn('unbalanced_since'),
    reconciledAt: momentColumn('reconciled_at'),
    ledgerEngineVersion: integer('ledger_engine_version'),
    ledgerWindowSeconds: integer('ledger_window_seconds'),
    formerEngineVersion: integer('former_engine_version'),
    formerWindowSeconds: integer('former_window_seconds'),
    regrouping: boolean('regrouping').notNull().default(false),
    regroupedAt: momentColumn('regrouped_at'),
    regroupReturns: integer('regroup_returns').notNull().default(0),
    ...rowTimes(),
  },
  (t) => [
    check('sync_state_proof_state_check', isOneOfWords(t.proofState, PROOF_STATES)),
    check('sync_state_orders_stage_check', isOneOfWords(t.ordersStage, ['idle', 'walk', 'settle'])),
    check(
      'sync_state_resume_at_check',
      isOneOfWords(t.resumeAt, ['orders', 'activities', 'positions', 'ledger']),
    ),
    check(
      'sync_state_activities_stage_check',
      isOneOfWords(t.activitiesStage, ['idle', 'walk', 'settle']),
    ),
  ],
)

/** The scopes of runs that read facts from Alpaca. */
export const SYNC_SCOPES = ['all', 'orders', 'positions', 'activities'] as const

/**
 * The scopes of runs: facts, the orders that Alpaca's stream named, the quarantine, the ledger
 * alone (overrides, a rebuild), or erasing the account.
 */
const RUN_SCOPES = [...SYNC_SCOPES, 'targeted', 'quarantine', 'overrides', 'rebuild', 'erase']

/** One run of the sync or of the ledger alone. Failed runs have their error. */
export const syncRuns = pgTable(
  'sync_runs',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    accountId: text('account_id'),
    label: text('label').notNull(),
    trigger: text('trigger').notNull(),
    scope: text('scope').notNull(),
    status: text('status').notNull(),
    startedAt: momentColumn('started_at').notNull(),
    finishedAt: momentColumn('finished_at'),
    report: jsonb('report'),
    errorCode: text('error_code'),
    errorMessage: text('error_message'),
    ...rowTimes(),
  },
  (t) => [
    check('sync_runs_trigger_check', isOneOfWords(t.trigger, ['cron', 'api', 'live'])),
    check('sync_runs_scope_check', isOneOfWords(t.scope, RUN_SCOPES)),
    check(
      'sync_runs_status_check',
      isOneOfWords(t.status, ['running', 'success', 'partial', 'failed']),
    ),
    // The newest and oldest runs of an account by the database's clock, for pruning and for the
    // last rebuild.
    index('sync_runs_account_created_idx').on(t.accountId, t.createdAt),
    // Whether a run is the last of its kind, which is never pruned: one probe per run.
    index('sync_runs_kind_idx').on(t.accountId, t.scope, t.trigger, t.status, t.createdAt),
    // The unfinished runs that a new lease marks as failed.
    index('sync_runs_running_idx').on(t.accountId).where(sql`${t.status} = 'running'`),
  ],
)

/** The jobs that the queue carries: a sync of what is new, the nightly re-read, a rebuild. */
export const QUEUE_JOBS = ['tick', 'reread', 'rebuild'] as const

/**
 * Messages that wait in the queue. The sender marks an account's job, and sends no second message
 * for it while the mark is fresh; the run that a message starts deletes the mark. `account_id` is
 * the label of an account that was never synced.
 */
export const syncQueue = pgTable(
  'sync_queue',
  {
    accountId: accountId(),
    job: text('job', { enum: QUEUE_JOBS }).notNull(),
    queuedAt: momentColumn('queued_at').notNull().defaultNow(),
    ...rowTimes(),
  },
  (t) => [
    primaryKey({ name: 'sync_queue_pkey', columns: [t.accountId, t.job] }),
    check('sync_queue_job_check', isOneOfWords(t.job, QUEUE_JOBS)),
  ],
)

/** A complete payload that did not match its schema, with the reason. */
export const syncQuarantine = pgTable(
  'sync_quarantine',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    accountId: accountId(),
    source: text('source').notNull(),
    payloadKey: text('payload_key').notNull(),
    reason: text('reason').notNull(),
    payload: jsonb('payload').notNull(),
    seenAt: momentColumn('seen_at').notNull(),
    triedAt: momentColumn('tried_at'),
    parserVersion: integer('parser_version').notNull().default(0),
    healedAt: momentColumn('healed_at'),
    ...rowTimes(),
  },
  (t) => [
    check(
      'sync_quarantine_source_check',
      isOneOfWords(t.source, ['order', 'activity', 'position', 'account', 'contract']),
    ),
    uniqueIndex('sync_quarantine_payload_key').on(t.accountId, t.source, t.payloadKey),
    // The list's sort order.
    index('sync_quarantine_listed_idx').on(sql`${t.createdAt} desc`, sql`${t.id} desc`),
    index('sync_quarantine_unhealed_idx')
      .on(t.accountId, t.source)
      .where(sql`${t.healedAt} is null`),
    // The pruned rows: payloads that healed long ago.
    index('sync_quarantine_healed_idx').on(t.healedAt).where(sql`${t.healedAt} is not null`),
  ],
)
