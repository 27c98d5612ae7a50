import type { Reconciliation } from '../../db/reconciliation/proof'
import type { SyncStatusRows } from '../../db/runs/status'
import { OVERDUE_SECONDS } from '../../sync/run/schedule'
import { jsonTime } from '../http/json-values'
import type { AccountStatus } from '../sync/present'
import type { AccountHealth, Checks } from './schemas'

const NOT_MIGRATED = 'The database lacks migrations of this version: run npm run db:migrate.'

/** At most this many underlyings are named in a problem. */
const MOST_NAMES = 10

/**
 * Health of one account.
 *
 * @param lastWrite time of the last write of any run; null for an account that was never synced
 * @param differences a comparison made now; null if none was needed
 */
export function presentHealth(
  status: AccountStatus,
  lastWrite: string | null,
  differences: Reconciliation | null,
  now: Date,
): AccountHealth {
  const { label, account_id, stopped, last_success_at, lag_seconds, reconciled_at } = status
  const overdue = isOverdue(status, lastWrite, now)
  const proof = status.balanced ? 'balanced' : (differences?.state ?? null)
  const ledger_failed = status.ledger_failed.map(({ underlying }) => underlying)
  const ok = stopped || (!overdue && proof !== 'differs' && ledger_failed.length === 0)
  const age = { last_success_at, age_seconds: lag_seconds }
  return { label, account_id, ok, stopped, ...age, overdue, proof, reconciled_at, ledger_failed }
}

/** When any run of the account last wrote; null for an account that was never synced. */
export function lastWriteOf({ accounts }: SyncStatusRows, label: string): string | null {
  return jsonTime(accounts.find((row) => row.label === label)?.state?.updatedAt ?? null)
}

/** Sentences that say what is wrong; none if the Worker is healthy. */
export const problemsOf = ({ database, accounts }: Checks): string[] => [
  ...(database.ok ? [] : [NOT_MIGRATED]),
  ...accounts.flatMap(problemsOfAccount),
]

/** While the history is read for the first time, any progress counts; later, only a success. */
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

function problemsOfAccount(account: AccountHealth): string[] {
  const { label, ok, age_seconds, overdue, proof, ledger_failed } = account
  if (ok) return []
  const success =
    age_seconds === null
      ? 'it never succeeded'
      : `it last succeeded ${Math.floor(age_seconds / 60)} minutes ago`
  return [
    ...(overdue ? [`The sync of ${label} is overdue: ${success}.`] : []),
    ...(proof === 'differs' ? [`The ledger of ${label} differs from the broker.`] : []),
    ...ledgerProblems(label, ledger_failed),
  ]
}

function ledgerProblems(label: string, failed: readonly (string | null)[]): string[] {
  const underlyings = failed.filter((underlying) => underlying !== null)
  const names = underlyings.slice(0, MOST_NAMES).join(', ')
  const more = underlyings.length > MOST_NAMES ? ' and others' : ''
  return [
    ...(names === '' ? [] : [`The trades of ${names}${more} in ${label} cannot be computed.`]),
    ...(failed.includes(null) ? [`The fees of ${label} cannot be shared out.`] : []),
  ]
}
