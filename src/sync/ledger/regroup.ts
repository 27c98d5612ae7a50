import { markForRegrouping } from '../../db/ledger/rebuild'
import type { GroupingRules } from '../../db/runs/lease'
import { saveProgress } from '../../db/runs/state'
import { readStoredMoment } from '../../db/statements/moment'
import { SyncError } from '../run/errors'
import { fencedTrip } from '../run/round-trip'
import type { Session } from '../run/session'
import {
  type GroupingState,
  groupedBy,
  isGroupedBy,
  regroupingOf,
  reportedRules,
  rulesOf,
} from './grouping'
import type { Regrouped, ReportedRules } from './report'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/**
 * How often in a row a ledger returns at once to the rules just before. After that two Workers
 * contend for it.
 */
const MOST_RETURNS = 4

/**
 * Compares the rules that a ledger is grouped by with this Worker's, once in a run. Where they
 * differ, marks the whole ledger to be folded from the beginning, in one transaction with the new
 * rules: no underlying is ever grouped by both. Where they are equal this costs no round trip.
 * Between two Workers with different rules the ledger changes hands at most once an hour.
 *
 * @throws SyncError `grouping_contested` when another Worker has the ledger for now. BudgetSpent
 * when the round trip does not fit; then nothing changed.
 */
export async function takeGrouping(session: Session): Promise<void> {
  const { grouping } = session
  if (grouping.isTaken) return
  const { state } = grouping
  const wanted = rulesOf(session.groupingWindowSeconds)
  if (isGroupedBy(state, wanted)) grouping.regrouped = state.regrouping ? regroupingOf(state) : null
  else grouping.regrouped = await changeRules(session, wanted)
  grouping.isTaken = true
}

async function changeRules(session: Session, wanted: GroupingRules): Promise<Regrouped> {
  const { state } = session.grouping
  const now = session.now()
  const age =
    state.regroupedAt === null
      ? Infinity
      : now.getTime() - Date.parse(readStoredMoment(state.regroupedAt))
  const isReturn =
    state.formerEngineVersion === wanted.engineVersion &&
    state.formerWindowSeconds === wanted.windowSeconds
  const returns = isReturn && age < DAY ? state.regroupReturns + 1 : 0
  if (returns > MOST_RETURNS && age < HOUR) throw contested(session, wanted)
  return await regroup(session, {
    ledgerEngineVersion: wanted.engineVersion,
    ledgerWindowSeconds: wanted.windowSeconds,
    formerEngineVersion: state.ledgerEngineVersion,
    formerWindowSeconds: state.ledgerWindowSeconds,
    regrouping: true,
    regroupedAt: now.toISOString(),
    regroupReturns: returns,
  })
}

async function regroup(session: Session, changed: GroupingState): Promise<Regrouped> {
  const { db, lease, label, log } = session
  await fencedTrip(session, ...markForRegrouping(lease.accountId), saveProgress(db, lease, changed))
  const regrouped = regroupingOf(changed)
  const { reason, from, to } = regrouped
  const about = { account_id: lease.accountId, label, reason, from, to }
  log({ level: 'info', event: 'ledger_regrouping', ...about })
  return regrouped
}

function contested({ lease, label, log, grouping }: Session, wanted: GroupingRules): SyncError {
  const [from, to] = [reportedRules(groupedBy(grouping.state)), reportedRules(wanted)]
  log({ level: 'error', event: 'grouping_contested', account_id: lease.accountId, label, from, to })
  return new SyncError(
    'grouping_contested',
    `two Workers group the trades of ${label} by different rules (${inWords(from)}, and ${inWords(to)} here): ` +
      'give both the same version and GROUPING_WINDOW_SECONDS; until then this one leaves the trades alone, an hour at a time',
  )
}

const inWords = ({ engine_version, grouping_window_seconds }: ReportedRules): string =>
  `engine ${engine_version} with a window of ${grouping_window_seconds} s`
