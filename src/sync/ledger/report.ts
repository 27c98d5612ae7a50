import type { LedgerFailures } from './error'

/**
 * What a fold of the ledger did. To fold is to compute trades from the facts of an underlying since
 * its last checkpoint.
 */
export interface LedgerReport {
  /** Underlyings whose trades were computed again. */
  underlyings: number
  /** Trades, fills and order legs that differ from the stored ones. */
  changed: number
  has_more: boolean
}

/** The same, with the failures and the marks that are left for the end of the run. */
export interface FoldReport extends LedgerReport {
  failures: LedgerFailures
  left: LeftMarks
}

/** Marks that a run folds after all others, because their last fold did not end well. */
export interface LeftMarks {
  /** It stopped with an error. */
  failing: boolean
  /** The run died, and it may be tried again by now. */
  suspects: boolean
}

/** Rules of grouping in a report; null where they were not recorded. */
export interface ReportedRules {
  engine_version: number | null
  grouping_window_seconds: number | null
}

/** What a run did to group a ledger by other rules. */
export interface Regrouped extends LedgerReport {
  /** What changed of the rules; the engine, where both did. */
  reason: 'engine_version' | 'grouping_window'
  from: ReportedRules
  to: ReportedRules
}
