import type { GroupingRules } from '../../db/runs/lease'
import type { SyncProgress, SyncState } from '../../db/runs/state'
import { ENGINE_VERSION } from '../../engine/book/checkpoint'
import type { LedgerReport, Regrouped, ReportedRules } from './report'

/** The stored rules by which an account's ledger is grouped, and those before them. */
export type GroupingState = Pick<
  SyncState,
  | 'ledgerEngineVersion'
  | 'ledgerWindowSeconds'
  | 'formerEngineVersion'
  | 'formerWindowSeconds'
  | 'regrouping'
  | 'regroupedAt'
  | 'regroupReturns'
>

/** The grouping of the ledger within one run. */
export interface LedgerGrouping {
  /** As stored when the run took its lease. */
  readonly state: GroupingState
  /** Whether `takeGrouping` has compared the stored rules with this Worker's. */
  isTaken: boolean
  /**
   * What this run did of a regrouping that it or an earlier run began; null when none is under way.
   */
  regrouped: Regrouped | null
}

type RecordedRules = { [Rule in keyof GroupingRules]: number | null }

/** The rules by which this Worker groups. */
export const rulesOf = (groupingWindowSeconds: number): GroupingRules => ({
  engineVersion: ENGINE_VERSION,
  windowSeconds: groupingWindowSeconds,
})

/** The stored rules by which a ledger is grouped. */
export const groupedBy = (state: GroupingState): RecordedRules => ({
  engineVersion: state.ledgerEngineVersion,
  windowSeconds: state.ledgerWindowSeconds,
})

/** Whether a ledger is grouped by these rules. */
export const isGroupedBy = (
  state: GroupingState,
  { engineVersion, windowSeconds }: GroupingRules,
) => state.ledgerEngineVersion === engineVersion && state.ledgerWindowSeconds === windowSeconds

/** Rules in the form of a report. */
export const reportedRules = ({ engineVersion, windowSeconds }: RecordedRules): ReportedRules => ({
  engine_version: engineVersion,
  grouping_window_seconds: windowSeconds,
})

/** The regrouping that a state records, with nothing of it done. */
export function regroupingOf(state: GroupingState): Regrouped {
  const from = reportedRules({
    engineVersion: state.formerEngineVersion,
    windowSeconds: state.formerWindowSeconds,
  })
  const to = reportedRules(groupedBy(state))
  const reason = from.engine_version === to.engine_version ? 'grouping_window' : 'engine_version'
  return { reason, from, to, underlyings: 0, changed: 0, has_more: true }
}

/** Adds the counts of a fold to the regrouping that it is part of. */
export function addToRegrouped(
  regrouped: Regrouped | null,
  { underlyings, changed, has_more }: LedgerReport,
): Regrouped | null {
  if (regrouped === null) return null
  return {
    ...regrouped,
    underlyings: regrouped.underlyings + underlyings,
    changed: regrouped.changed + changed,
    has_more,
  }
}

/**
 * The progress that the end of a run stores: once all is regrouped, that no regrouping is under
 * way.
 */
export function endOfRegrouping(regrouped: Regrouped | null): SyncProgress {
  return regrouped !== null && !regrouped.has_more ? { regrouping: false } : {}
}
