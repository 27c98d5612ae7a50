import type { Database } from '../../db/connection/client'
import { markForRegrouping } from '../../db/ledger/rebuild'
import { fence, type GroupingRules, type Lease } from '../../db/runs/lease'
import { type SyncProgress, type SyncState, saveProgress } from '../../db/runs/state'
import { readStoredMoment } from '../../db/statements/moment'
import { ENGINE_VERSION } from '../../engine/book/checkpoint'
import type { Budget } from '../budget/budget'
import { SyncError } from '../run/errors'
import type { Log } from '../run/log'
import { roundTrip } from '../run/round-trip'
import type { LedgerReport, Regrouped, ReportedRules } from './report'

/** Where the grouping of an account's ledger stands. */
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

/** What a run must know of the grouping of its ledger. */
export interface GroupingRun {
  /** What it has done of a regrouping that it or an earlier run began; null when none is under way. */
  regrouped: Regrouped | null
  /** Why it must leave the ledger alone; null when it need not. */
  contested: SyncError | null
}

/** What changing the rules needs of a run. */
export interface RegroupingContext {
  db: Database
  budget: Budget
  lease: Lease
  label: string
  now: Date
  log: Log
  groupingWindowSeconds: number
}

/** The rules that a Worker groups with. */
export const rulesOf = (groupingWindowSeconds: number): GroupingRules => ({
  engineVersion: ENGINE_VERSION,
  windowSeconds: groupingWindowSeconds,
})

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** So many times in a row a ledger goes back to the rules just before, at once. Then two Workers contend for it. */
const MOST_RETURNS = 4

/**
 * Compares the rules that a ledger is grouped with to this Worker's. Where they differ, marks all of the ledger to be folded from
 * the beginning, in one transaction with the new rules: no underlying is ever grouped by both. Where nothing differs this costs
 * no round trip. Between two Workers with different rules the ledger changes hands once an hour at the most.
 *
 * @throws BudgetSpent when the round trip does not fit; nothing changed.
 */
export async function takeGrouping(
  ctx: RegroupingContext,
  state: GroupingState,
): Promise<GroupingRun> {
  const wanted = rulesOf(ctx.groupingWindowSeconds)
  if (isGroupedBy(state, wanted)) {
    return { regrouped: state.regrouping ? regroupingOf(state) : null, contested: null }
  }
  const regroupedAt =
    state.regroupedAt === null ? null : Date.parse(readStoredMoment(state.regroupedAt))
  const age = regroupedAt === null ? Infinity : ctx.now.getTime() - regroupedAt
  const isReturn =
    state.formerEngineVersion === wanted.engineVersion &&
    state.formerWindowSeconds === wanted.windowSeconds
  const returns = isReturn && age < DAY ? state.regroupReturns + 1 : 0
  if (returns > MOST_RETURNS && age < HOUR)
    return { regrouped: null, contested: contest(ctx, state, wanted) }
  return { regrouped: await regroup(ctx, state, { wanted, returns }), contested: null }
}

async function regroup(
  ctx: RegroupingContext,
  state: GroupingState,
  { wanted, returns }: { wanted: GroupingRules; returns: number },
): Promise<Regrouped> {
  const { db, budget, lease, label, now, log } = ctx
  const progress = {
    ledgerEngineVersion: wanted.engineVersion,
    ledgerWindowSeconds: wanted.windowSeconds,
    formerEngineVersion: state.ledgerEngineVersion,
    formerWindowSeconds: state.ledgerWindowSeconds,
    regrouping: true,
    regroupedAt: now.toISOString(),
    regroupReturns: returns,
  } satisfies GroupingState
  await roundTrip(
    { db, budget },
    fence(lease),
    ...markForRegrouping(lease.accountId),
    saveProgress(db, lease, progress),
  )
  const regrouped = regroupingOf(progress)
  const { reason, from, to } = regrouped
  const about = { account_id: lease.accountId, label, reason, from, to }
  log({ level: 'info', event: 'ledger_regrouping', ...about })
  return regrouped
}

function contest(
  { lease, label, log }: RegroupingContext,
  state: GroupingState,
  wanted: GroupingRules,
): SyncError {
  const [from, to] = [reported(groupedBy(state)), reported(wanted)]
  log({ level: 'error', event: 'grouping_contested', account_id: lease.accountId, label, from, to })
  return new SyncError(
    'grouping_contested',
    `two Workers group the trades of ${label} by different rules (${inWords(from)}, and ${inWords(to)} here): ` +
      'give both the same version and GROUPING_WINDOW_SECONDS; until then this one leaves the trades alone, an hour at a time',
  )
}

const inWords = ({ engine_version, grouping_window_seconds }: ReportedRules): string =>
  `engine ${engine_version} with a window of ${grouping_window_seconds} s`

type RecordedRules = { [Rule in keyof GroupingRules]: number | null }

const groupedBy = (state: GroupingState): RecordedRules => ({
  engineVersion: state.ledgerEngineVersion,
  windowSeconds: state.ledgerWindowSeconds,
})

const isGroupedBy = (state: GroupingState, { engineVersion, windowSeconds }: GroupingRules) =>
  state.ledgerEngineVersion === engineVersion && state.ledgerWindowSeconds === windowSeconds

const reported = ({ engineVersion, windowSeconds }: RecordedRules): ReportedRules => ({
  engine_version: engineVersion,
  grouping_window_seconds: windowSeconds,
})

/** The regrouping that a state tells of, with nothing of it done. */
export function regroupingOf(state: GroupingState): Regrouped {
  const from = reported({
    engineVersion: state.formerEngineVersion,
    windowSeconds: state.formerWindowSeconds,
  })
  const to = reported(groupedBy(state))
  const reason = from.engine_version === to.engine_version ? 'grouping_window' : 'engine_version'
  return { reason, from, to, underlyings: 0, changed: 0, has_more: true }
}

/** Counts what a fold did into the regrouping that it is part of. */
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

/** What the end of a run writes down once all is regrouped, and logs. */
export function endOfRegrouping(regrouped: Regrouped | null): SyncProgress {
  return regrouped !== null && !regrouped.has_more ? { regrouping: false } : {}
}
