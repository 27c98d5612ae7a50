import type * as z from 'zod'
import { withinSignal } from '../../alpaca/within-signal'
import type { Database } from '../../db/connection/client'
import { databaseFailure } from '../../db/connection/failure'
import { isMigrated, keepsMigrations } from '../../db/health/migrations'
import {
  type DifferenceCause,
  type Reconciliation,
  readReconciliation,
} from '../../db/reconciliation/read'
import { readSyncStatus, type SyncStatusRows } from '../../db/runs/status'
import { OVERDUE_SECONDS } from '../../sync/run/schedule'
import { newYorkDate } from '../../time/new-york'
import type { Dependencies } from '../http/context'
import { jsonTime } from '../http/json-values'
import { presentSyncStatus } from '../sync/present'
import type { accountStatusSchema } from '../sync/schemas'
import type { AccountHealth, Checks } from './schemas'

/** A monitoring service waits no longer than some seconds, and a database that sleeps wakes within these. */
const TIMEOUT_MS = 10_000

/** What is wrong, in sentences; none when all is well. */
export interface HealthReport {
  checks: Checks
  problems: string[]
}

/** Checks the database, its migrations, and the sync and the proof of every configured account. */
export async function checkHealth(deps: Dependencies): Promise<HealthReport> {
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  const begun = Date.now()
  let latency: number | null = null
  try {
    const kept = await withinSignal(signal, keepsMigrations(deps.db))
    latency = Date.now() - begun
    const work = Promise.all([kept ? isMigrated(deps.db) : null, readAccounts(deps)])
    const [migrated, accounts] = await withinSignal(signal, work)
    const database = { ok: migrated !== false, latency_ms: latency, migrated }
    const problems = [...(database.ok ? [] : [NOT_MIGRATED]), ...accounts.flatMap(problemsOf)]
    return { checks: { database, accounts }, problems }
  } catch (error) {
    const problem = signal.aborted ? NO_ANSWER : databaseFailure(error)?.message
    if (problem === undefined) throw error
    const database = { ok: false, latency_ms: latency, migrated: latency === null ? null : false }
    return { checks: { database, accounts: [] }, problems: [problem] }
  }
}

const NOT_MIGRATED = 'The database lacks migrations of this version: run npm run db:migrate.'
const NO_ANSWER = 'The database did not answer in time.'

type AccountStatus = z.infer<typeof accountStatusSchema>

async function readAccounts({ db, settings, now }: Dependencies): Promise<AccountHealth[]> {
  const labels = settings.accounts.map(({ label }) => label)
  const rows = await readSyncStatus(db)
  const statuses = presentSyncStatus(rows, labels, now()).filter(({ configured }) => configured)
  return await Promise.all(
    statuses.map(async (status) => {
      const proof = await proofOf(db, status, now())
      const overdue = isOverdue(status, lastWriteOf(rows, status.label), now())
      const { label, account_id, stopped, last_success_at, lag_seconds, reconciled_at } = status
      const ledger_failed = status.ledger_failed.map(({ underlying }) => underlying)
      const ok = stopped || (!overdue && proof !== 'differs' && ledger_failed.length === 0)
      const age = { last_success_at, age_seconds: lag_seconds }
      const found = { overdue, proof, reconciled_at, ledger_failed }
      return { label, account_id, ok, stopped, ...age, ...found }
    }),
  )
}

/** When a run last wrote how far it came; null for an account that was never synced. */
function lastWriteOf({ accounts }: SyncStatusRows, label: string): string | null {
  return jsonTime(accounts.find((row) => row.label === label)?.state?.updatedAt ?? null)
}

function isOverdue(
  { backfill, failing, last_success_at }: AccountStatus,
  lastWrite: string | null,
  now: Date,
): boolean {
  const isOld = (moment: string | null) =>
    moment === null || now.getTime() - Date.parse(moment) > OVERDUE_SECONDS * 1000
  const isRead = backfill.orders.complete && backfill.activities.complete
  if (isRead) return isOld(last_success_at)
  return isOld(lastWrite) || (failing !== null && isOld(failing.since))
}

/** How the ledger agrees now, where the last sync found that it does not: a difference may pass by itself. */
async function proofOf(
  db: Database,
  { account_id, balanced }: AccountStatus,
  now: Date,
): Promise<AccountHealth['proof']> {
  if (balanced === null || account_id === null) return null
  if (balanced) return 'balanced'
  const found = await readReconciliation(db, account_id, newYorkDate(now.getTime() * 1000))
  if (found === null) return null
  if (found.balanced) return 'balanced'
  return causesOf(found).every((cause) => cause === 'activity not yet posted')
    ? 'settling'
    : 'differs'
}

function causesOf({ symbols, cash }: Reconciliation): DifferenceCause[] {
  return [...symbols, cash].flatMap(({ cause }) => (cause === null ? [] : [cause]))
}

function problemsOf(account: AccountHealth): string[] {
  const { label, ok, age_seconds, overdue, proof, ledger_failed } = account
  if (ok) return []
  const since =
    age_seconds === null ? 'was never complete' : `was ${Math.floor(age_seconds / 60)} minutes ago`
  return [
    ...(overdue ? [`The sync of ${label} is overdue: the last success ${since}.`] : []),
    ...(proof === 'differs' ? [`The ledger of ${label} differs from the broker.`] : []),
    ...unfolded(label, ledger_failed),
  ]
}

const MOST_NAMES = 10

function unfolded(label: string, failed: readonly (string | null)[]): string[] {
  const underlyings = failed.filter((underlying) => underlying !== null)
  const names = underlyings.slice(0, MOST_NAMES).join(', ')
  const more = underlyings.length > MOST_NAMES ? ' and others' : ''
  return [
    ...(names === '' ? [] : [`The trades of ${names}${more} in ${label} cannot be worked out.`]),
    ...(failed.includes(null) ? [`The fees of ${label} cannot be shared out.`] : []),
  ]
}
