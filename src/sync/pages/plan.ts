import type { SyncState } from '../../db/runs/state'
import { readStoredMoment } from '../../db/statements/moment'
import type { SyncRequest } from '../run/context'
import type { SyncRun } from '../run/sync-run'

const DAY = 86_400_000

/** RFC 3339: before Alpaca opened to the public (2018), so that no account has anything older. */
export const HISTORY_START = '2015-01-01T00:00:00Z'

/**
 * How far before the newest known row a reading starts. Orders: later changes are rechecked because
 * the order was not terminal. Activities: they are created days after the day of their date
 * (src/alpaca/README.md 3.3).
 */
const LOOK_BACK_DAYS = { orders: 1, activities: 7 }

/** The kinds of rows that come in pages. */
export type PagedKind = keyof typeof LOOK_BACK_DAYS

/** The stored state of one kind of row: the reading under way, and the last complete one. */
interface ReadingState {
  stage: string
  walkFrom: string | null
  walkStartedAt: string | null
  backfilled: boolean
  syncedThrough: string | null
}

/** The reading of pages that a run does: the one under way, or a new one. */
export interface ReadingPlan {
  /** RFC 3339, on Alpaca's clock: rows after it are read. */
  from: string
  /** Whether the whole history is read. */
  isWhole: boolean
  /** On the Worker's clock: for display, never to decide what is read. */
  startedAt: string
  resumed: boolean
}

/** Whether a request asks to read rows again that were read before. */
export const asksAgain = ({ full, since, rereadDays }: SyncRequest): boolean =>
  full === true || since !== undefined || rereadDays !== undefined

/**
 * RFC 3339: where a reading must start. At the beginning of history for the first one and for a
 * full re-read. Otherwise the look-back before the newest row that Alpaca had returned when the
 * last complete reading began, or `since` of the request if that is earlier. Only Alpaca's moments
 * count: with the Worker's clock, an account whose rows are dated days ahead or behind would lose
 * rows.
 */
export function startOf({ request, state }: SyncRun, kind: PagedKind): string {
  const { backfilled, syncedThrough } = readingState(state, kind)
  if (request.full || !backfilled || syncedThrough === null) return HISTORY_START
  const days = Math.max(LOOK_BACK_DAYS[kind], request.rereadDays ?? 0)
  const back = Date.parse(readStoredMoment(syncedThrough)) - days * DAY
  const since = request.since === undefined ? back : Date.parse(request.since)
  const start = Math.max(Date.parse(HISTORY_START), Math.min(back, since))
  return new Date(start).toISOString()
}

/** Whether the last reading, or the one under way, began early enough for the request. */
export function reachesBack(run: SyncRun, kind: PagedKind): boolean {
  if (!asksAgain(run.request)) return true
  const { walkFrom } = readingState(run.state, kind)
  return walkFrom !== null && at(walkFrom) <= Date.parse(startOf(run, kind))
}

/** Plans the reading of a run. Continues one under way that starts early enough. */
export function planReading(run: SyncRun, kind: PagedKind): ReadingPlan {
  const { stage, walkFrom, walkStartedAt } = readingState(run.state, kind)
  const from = startOf(run, kind)
  if (stage !== 'idle' && walkFrom !== null && at(walkFrom) <= Date.parse(from)) {
    // After its pages, a reading serves a request to read them again only within the series of runs
    // that read them.
    if (stage === 'walk' || !asksAgain(run.request) || run.continuesSeries) {
      const startedAt =
        walkStartedAt === null ? run.startedAt.toISOString() : readStoredMoment(walkStartedAt)
      return planned(readStoredMoment(walkFrom), startedAt, true)
    }
  }
  return planned(from, run.startedAt.toISOString(), false)
}

const planned = (from: string, startedAt: string, resumed: boolean): ReadingPlan => ({
  from,
  isWhole: Date.parse(from) <= Date.parse(HISTORY_START),
  startedAt,
  resumed,
})

const at = (stored: string): number => Date.parse(readStoredMoment(stored))

function readingState(state: SyncState, kind: PagedKind): ReadingState {
  if (kind === 'orders') {
    return {
      stage: state.ordersStage,
      walkFrom: state.ordersWalkFrom,
      walkStartedAt: state.ordersWalkStartedAt,
      backfilled: state.ordersBackfilled,
      syncedThrough: state.ordersSyncedThrough,
    }
  }
  return {
    stage: state.activitiesStage,
    walkFrom: state.activitiesWalkFrom,
    walkStartedAt: state.activitiesWalkStartedAt,
    backfilled: state.activitiesBackfilled,
    syncedThrough: state.activitiesSyncedThrough,
  }
}
