import type { AccountName } from '../../db/accounts/stops'
import type { LedgerReport, Regrouped } from '../ledger/report'

/** An error in words that may be stored and logged. */
export interface Failure {
  code: string
  message: string
  /** Of `ledger_failed`: the underlyings whose trades could not be worked out. */
  underlyings?: string[]
}

/** What a retry of the quarantine did. */
export interface RetryReport {
  /** Quarantined rows that were tried. */
  retried: number
  healed: number
  /** Rows that remain quarantined, whether they do not fit or were not reached. */
  quarantined: number
}

/** What became of the rows of one kind. */
export interface RowCounts {
  /** Rows read from Alpaca, refused ones included. */
  seen: number
  inserted: number
  updated: number
  unchanged: number
  /** Payloads that did not fit and are stored whole in the quarantine. */
  quarantined: number
}

/** One kind of row in an account's report. */
export interface ResourceReport extends RowCounts {
  /** Rows read that are stored now: inserted, updated and unchanged ones. */
  count: number
}

/** Totals of a run, as the API answers them. */
export interface SyncReport extends ResourceReport {
  /** The budget was used up: the next run goes on where this one stopped. */
  has_more: boolean
  duration_ms: number
}

/** What a run did for one account. */
export interface AccountReport extends SyncReport {
  account_id: string
  label: string
  orders: ResourceReport
  activities: ResourceReport
  positions: ResourceReport
  /** Its sync is stopped: nothing was read. */
  stopped: boolean
  /** Why it failed; null when it did not. The rows stored before are counted above, and stay. */
  error: Failure | null
  /** What it did to group the ledger by other rules; null when these had not changed. */
  regrouped: Regrouped | null
  /** Of a run on the quarantine alone. */
  quarantine?: RetryReport
}

/** What a run answers. */
export interface SyncOutcome {
  report: SyncReport
  accounts: AccountReport[]
}

export function noCounts(): RowCounts {
  return { seen: 0, inserted: 0, updated: 0, unchanged: 0, quarantined: 0 }
}

/** Adds counts into the first. */
export function addCounts(into: RowCounts, more: Partial<RowCounts>): void {
  into.seen += more.seen ?? 0
  into.inserted += more.inserted ?? 0
  into.updated += more.updated ?? 0
  into.unchanged += more.unchanged ?? 0
  into.quarantined += more.quarantined ?? 0
}

export function withCount(counts: RowCounts): ResourceReport {
  return { count: counts.inserted + counts.updated + counts.unchanged, ...counts }
}

/** What a run of one account counted. */
export interface AccountCounts {
  accountId: string
  label: string
  hasMore: boolean
  durationMs: number
  error: Failure | null
  regrouped: Regrouped | null
  orders: RowCounts
  activities: RowCounts
  positions: RowCounts
}

/** The report of one account: its kinds of rows, and their sum. */
export function accountReport(counts: AccountCounts): AccountReport {
  const total = noCounts()
  for (const part of [counts.orders, counts.activities, counts.positions]) addCounts(total, part)
  return {
    account_id: counts.accountId,
    label: counts.label,
    ...withCount(total),
    has_more: counts.hasMore,
    duration_ms: counts.durationMs,
    orders: withCount(counts.orders),
    activities: withCount(counts.activities),
    positions: withCount(counts.positions),
    stopped: false,
    error: counts.error,
    regrouped: counts.regrouped,
  }
}

/** The sum of the reports of all accounts. */
export function totalReport(accounts: AccountReport[], durationMs: number): SyncReport {
  const total = noCounts()
  for (const account of accounts) addCounts(total, account)
  return {
    ...withCount(total),
    has_more: accounts.some((account) => account.has_more),
    duration_ms: durationMs,
  }
}

/** `account_id` in the report of an account that Alpaca has not named yet. */
const NOT_YET_KNOWN = ''

/** The report of an account whose run did not begin: the budget ran out, or an error came first. */
export function idleReport(label: string, error: Failure | null = null): AccountReport {
  const none = noCounts()
  const counts = { orders: none, activities: none, positions: none }
  const about = {
    accountId: NOT_YET_KNOWN,
    label,
    hasMore: true,
    durationMs: 0,
    error,
    regrouped: null,
  }
  return accountReport({ ...about, ...counts })
}

/**
 * What a rebuild of one account found. `changed` counts trades, fills, order legs, fees and shares
 * of them that came out otherwise, without what new facts or new rules of grouping had left to be
 * worked out.
 */
export interface AccountRebuild extends LedgerReport {
  account_id: string
  label: string
  /** Why it failed, in all or in part; the rest is counted, and stays. */
  error: Failure | null
  regrouped: Regrouped | null
}

/** What a rebuild found, in all and account by account. */
export interface RebuildOutcome extends LedgerReport {
  duration_ms: number
  accounts: AccountRebuild[]
}

/** The report of an account that was skipped because its sync is stopped. */
export function stoppedReport({ label, accountId }: Pick<AccountName, 'label' | 'accountId'>) {
  return {
    ...idleReport(label),
    account_id: accountId ?? NOT_YET_KNOWN,
    has_more: false,
    stopped: true,
  }
}
