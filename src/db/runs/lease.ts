import { type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import { lastSeqOf } from '../events/last-seq'
import { HELD_SECONDS, type KeyedRequest, renewKey } from '../idempotency/keys'
import { syncRuns, syncState } from '../schema'
import { isOneOfWords } from '../schema/columns'
import { SYNC_SCOPES } from '../schema/sync'

/** The holder of an account's lease. Tokens rise with each lease and are never reused. */
export interface Lease {
  accountId: string
  token: number
  /** The request that started the run, when it has an Idempotency-Key. */
  keyed?: KeyedRequest | undefined
}

/** The row of `takeLease`. */
export const leaseRow = z.object({
  lease_token: z.number(),
  /** The last event of the account before the run. */
  last_seq: z.number(),
  /** Whether the run before ended without recording its end. */
  follows_dead_run: z.boolean(),
})

/** How long a lease lasts without a write; each write renews it. */
export const LEASE_SECONDS = 120

/** The SQLSTATE of a write when a newer run holds the lease. */
export const LEASE_LOST = 'LB001'

/** The rules that a ledger is grouped with. */
export interface GroupingRules {
  /** `ENGINE_VERSION` of the engine. */
  engineVersion: number
  /** The setting GROUPING_WINDOW_SECONDS. */
  windowSeconds: number
}

/** A run that requests the lease. */
export interface LeaseRequest {
  accountId: string
  runId: string
  label: string
  trigger: string
  scope: string
  now: Date
  /** The rules for the ledger of a new account. */
  grouping: GroupingRules
  keyed?: KeyedRequest | undefined
}

/**
 * Takes the lease in one atomic statement, if no run holds it or its holder is overdue by the
 * database's clock, and inserts the run. Returns one `leaseRow`, or none when another run holds the
 * lease. A run whose lease is taken over is marked as failed, with the code
 * `abandoned`.
 */
export function takeLease(request: LeaseRequest): SQL {
  const { accountId, runId, label, trigger, scope, now, grouping, keyed } = request
  const abandoned = sql`from ${syncRuns} d where d.account_id = excluded.account_id
    and d.status = 'running'
    and ${isOneOfWords(sql`d.scope`, SYNC_SCOPES)}`
  return sql`with lease as (
      insert into ${syncState} as s (account_id, lease_token, lease_holder, lease_expires_at,
        lease_request,
        ledger_engine_version, ledger_window_seconds)
      values (${accountId}, 1, ${runId}::uuid, now() + make_interval(secs => ${LEASE_SECONDS}::int),
        ${keyed?.holder ?? null}::uuid, ${grouping.engineVersion}::int,
        ${grouping.windowSeconds}::int)
      on conflict (account_id) do update set lease_token = s.lease_token + 1,
        lease_holder = excluded.lease_holder,
        lease_expires_at = excluded.lease_expires_at, lease_request = excluded.lease_request,
        failing_runs = s.failing_runs + (select count(*)::int ${abandoned}),
        failing_since = coalesce(s.failing_since, (select min(d.started_at) ${abandoned}))
      where s.lease_holder is null or s.lease_expires_at < now()
      returning s.lease_token
    ),
    abandoned as (
      update ${syncRuns} set status = 'failed', error_code = 'abandoned',
        finished_at = ${now.toISOString()}::timestamptz,
        error_message = 'the run stopped without recording its end, and its lease was taken over'
      where account_id = ${accountId} and status = 'running' and exists (select from lease)
      returning id
    ),
    run as (
      insert into ${syncRuns} (id, account_id, label, trigger, scope, status, started_at)
      select ${runId}::uuid, ${accountId}, ${label}, ${trigger}, ${scope}, 'running',
        ${now.toISOString()}::timestamptz
      from lease
    )
    select lease_token::float8 as lease_token, ${lastSeqOf(accountId)} as last_seq,
      exists (select from abandoned) as follows_dead_run
    from lease`
}

/**
 * Selects `seconds`: whole seconds, 1 to `LEASE_SECONDS`, until an account's lease ends by the
 * database's clock. No row when no run holds it. It is separate from `takeLease`, because a
 * statement that waited for the other run still sees the lease as it was before.
 */
export function secondsHeld(accountId: string): SQL {
  const left = sql`ceil(extract(epoch from lease_expires_at - clock_timestamp()))`
  return sql`select least(greatest(${left}, 1), ${LEASE_SECONDS}::int)::int as seconds
    from ${syncState} where account_id = ${accountId} and lease_holder is not null`
}

/**
 * The first statement of every batch of writes: locks and renews the lease, and the Idempotency-Key
 * of its request. Raises `LEASE_LOST` when the lease is gone.
 */
export function fence({ accountId, token, keyed }: Lease): SQL {
  const assertion = sql`select assert_sync_lease(${accountId}::text, ${token}::bigint,
    ${LEASE_SECONDS}::int)`
  return keyed === undefined
    ? assertion
    : sql`with renewed as (${renewKey(keyed, HELD_SECONDS)}) ${assertion}`
}
