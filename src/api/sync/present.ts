import type * as z from 'zod'
import type { StoredKeys } from '../../db/accounts/keys'
import type {
  AccountStateRow,
  EarlyFailureRow,
  FailingWebhookRow,
  LedgerFailureRow,
  StopRow,
  SyncStatusRows,
} from '../../db/runs/status'
import { regroupingOf } from '../../sync/ledger/grouping'
import { waitsUntil } from '../../sync/ledger/suspects'
import { type Reading, readingProgress, readingsOf } from '../../sync/run/backfill'
import { jsonTime } from '../http/json-values'
import type { accountStatusSchema, syncStatusSchema } from './schemas'

/** Sync status of an account, without the state of its feed and the check of its keys. */
export type AccountStatus = Omit<z.infer<typeof accountStatusSchema>, 'live' | 'stored_keys'>
type LedgerFailure = AccountStatus['ledger_failed'][number]

/**
 * Sync status of every stored or configured account, by label.
 *
 * @param configured labels whose keys are in the settings
 */
export function presentSyncStatus(
  rows: SyncStatusRows,
  configured: string[],
  now: Date,
): AccountStatus[] {
  const synced = new Set(rows.accounts.map(({ label }) => label))
  const failures = new Map(rows.earlyFailures.map((failure) => [failure.label, failure]))
  const unfolded = Map.groupBy(rows.ledgerFailures, ({ account_id }) => account_id)
  const stoppedAt = (label: string, accountId: string | null) =>
    jsonTime(stopOf(rows.stops, label, accountId)?.stoppedAt ?? null)
  const known = rows.accounts.map((row) => ({
    ...presentAccount(row, configured.includes(row.label) || row.sealedKeys !== null, now),
    ...presentStop(stoppedAt(row.label, row.accountId)),
    ledger_failed: (unfolded.get(row.accountId) ?? []).map(presentLedgerFailure),
  }))
  const never = configured.filter((label) => !synced.has(label))
  return [
    ...known,
    ...never.map((label) => ({
      ...presentNeverSynced(label, failures.get(label), now),
      ...presentStop(stoppedAt(label, null)),
    })),
  ].sort((a, b) => (a.label < b.label ? -1 : 1))
}

/** A webhook whose receiver fails, without its address, which can contain a token. */
export const presentFailingWebhook = (
  row: FailingWebhookRow,
): z.infer<typeof syncStatusSchema>['webhooks'][number] => ({
  id: row.id,
  account_id: row.accountId,
  active: row.active,
  failing_since: jsonTime(row.failingSince),
  disabled_at: jsonTime(row.disabledAt),
  disabled_reason: row.disabledReason,
})
/**
 * The stored keys that the syncs of an account use. Null if the account has none, or if the
 * settings have keys of it.
 */
export function storedKeysOf(
  { accounts }: SyncStatusRows,
  configured: readonly string[],
  accountId: string | null,
): StoredKeys | null {
  const row = accounts.find((one) => one.accountId === accountId)
  if (!row || configured.includes(row.label)) return null
  const { label, keysHost: baseUrl, sealedKeys } = row
  return baseUrl === null || sealedKeys === null
    ? null
    : { accountId: row.accountId, label, baseUrl, sealedKeys }
}

function presentLedgerFailure({ mark, failure, since }: LedgerFailureRow): LedgerFailure {
  return {
    underlying: mark.underlying === '' ? null : mark.underlying,
    since: jsonTime(since),
    reason: failure ?? 'each run that computed it ended without an error',
    deaths: mark.deaths,
    next_try_at: waitsUntil(mark)?.toISOString() ?? null,
  }
}

function presentRegrouping(state: AccountStateRow['state']): AccountStatus['regrouping'] {
  if (!state?.regrouping || state.regroupedAt === null) return null
  const { reason, from, to } = regroupingOf(state)
  return { reason, since: jsonTime(state.regroupedAt), from, to }
}

/** The stop of an account, by its id or by its label. */
const stopOf = (stops: readonly StopRow[], label: string, accountId: string | null) =>
  stops.find(
    (stop) =>
      (accountId !== null && stop.alpacaAccountId === accountId) ||
      (stop.skipsLabel && stop.label === label),
  )

const presentStop = (stoppedAt: string | null) => ({
  stopped: stoppedAt !== null,
  stopped_at: stoppedAt,
})

type Unstopped = Omit<AccountStatus, 'stopped' | 'stopped_at'>

function presentAccount(
  row: AccountStateRow,
  configured: boolean,
  now: Date,
): Omit<Unstopped, 'ledger_failed'> {
  const { state } = row
  const lastSuccessAt = jsonTime(state?.lastSuccessAt ?? null)
  return {
    label: row.label,
    account_id: row.accountId,
    configured,
    running: row.running,
    last_success_at: lastSuccessAt,
    lag_seconds: lastSuccessAt === null ? null : secondsSince(lastSuccessAt, now),
    last_full_at: jsonTime(state?.lastFullAt ?? null),
    backfill: presentBackfill(row, now),
    positions_synced_at: jsonTime(state?.positionsSyncedAt ?? null),
    positions_doubted: row.doubtedSince
      ? { since: jsonTime(row.doubtedSince), missing: row.doubtedMissing ?? [] }
      : null,
    last_error: state?.lastErrorAt
      ? { code: state.lastErrorCode, message: state.lastError, at: jsonTime(state.lastErrorAt) }
      : null,
    failing: presentFailing(row),
    regrouping: presentRegrouping(state),
    quarantined: row.quarantined,
    rate_limit: {
      limit: state?.rateLimitLimit ?? null,
      remaining: state?.rateLimitRemaining ?? null,
      reset_at: jsonTime(state?.rateLimitResetAt ?? null),
    },
    balanced: state?.balanced ?? null,
    state: state?.proofState ?? null,
    reconciled_at: jsonTime(state?.reconciledAt ?? null),
    last_seq: row.lastSeq,
  }
}

/** A configured account that never reached Alpaca. Only its last error is known. */
function presentNeverSynced(
  label: string,
  failure: EarlyFailureRow | undefined,
  now: Date,
): Unstopped {
  return {
    label,
    account_id: null,
    configured: true,
    running: false,
    last_success_at: null,
    lag_seconds: null,
    last_full_at: null,
    backfill: presentBackfill(null, now),
    positions_synced_at: null,
    positions_doubted: null,
    last_error: failure
      ? { code: failure.code, message: failure.message, at: jsonTime(failure.at) }
      : null,
    failing: failure ? presentFailing(failure) : null,
    ledger_failed: [],
    regrouping: null,
    quarantined: 0,
    rate_limit: { limit: null, remaining: null, reset_at: null },
    balanced: null,
    state: null,
    reconciled_at: null,
    last_seq: 0,
  }
}

type Failing = Pick<AccountStateRow, 'failedRuns' | 'failingSince'>

const presentFailing = ({ failedRuns, failingSince }: Failing) =>
  failingSince === null ? null : { since: jsonTime(failingSince), runs: failedRuns }

function secondsSince(moment: string, now: Date): number {
  return Math.max(0, Math.round((now.getTime() - Date.parse(moment)) / 1000))
}

const UNREAD: Reading = { complete: false, done: 0, readThrough: null }

/**
 * Progress of the first read of an account's history.
 *
 * @param row null for an account that was never synced
 */
function presentBackfill(
  row: Pick<AccountStateRow, 'state' | 'bornAt'> | null,
  now: Date,
): AccountStatus['backfill'] {
  const state = row?.state ?? null
  const [orders, activities] = state === null ? [UNREAD, UNREAD] : readingsOf(state)
  const bornAt = jsonTime(row?.bornAt ?? null)
  const parts = {
    orders: presentReading(orders, bornAt, now),
    activities: presentReading(activities, bornAt, now),
  }
  const rate = state === null ? null : rateOf(state.runRows, state.runMilliseconds)
  return { ...parts, rows_per_second: rate, eta_seconds: etaOf(Object.values(parts), rate) }
}

function presentReading(reading: Reading, bornAt: string | null, now: Date) {
  const { share, remaining } = readingProgress(reading, bornAt, now)
  return {
    complete: reading.complete,
    done: reading.done,
    remaining,
    share: share === null ? null : Math.round(share * 1000) / 1000,
    read_through: reading.readThrough,
  }
}

function rateOf(rows: number, milliseconds: number): number | null {
  return rows === 0 || milliseconds === 0 ? null : Math.round((rows * 10_000) / milliseconds) / 10
}

function etaOf(parts: { remaining: number | null }[], rate: number | null): number | null {
  const rows = parts.reduce<number | null>(
    (sum, { remaining }) => (sum === null || remaining === null ? null : sum + remaining),
    0,
  )
  if (rows === 0) return 0
  return rows === null || rate === null ? null : Math.ceil(rows / rate)
}
