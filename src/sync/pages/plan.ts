import type { SyncState } from '../../db/runs/state'
import { readStoredMoment } from '../../db/statements/moment'
import type { SyncRequest } from '../run/context'
import type { SyncRun } from '../run/sync-run'

const DAY = 86_400_000

/** RFC 3339: before Alpaca opened to the public (2018), so that no account has anything older. */
export const HISTORY_START = '2015-01-01T00:00:00Z'

/**
 * How far a walk starts before the newest row that the last complete walk knew of. Orders: what changes later is read
 * again because it was not terminal. Activities: they are created days after the day they are dated (src/alpaca/README.md 3.3).
 */
const LOOK_BACK_DAYS = { orders: 1, activities: 7 }

/** The kinds of rows that are read in walks. */
export type PagedKind = keyof typeof LOOK_BACK_DAYS

/** Where a kind of row stands: the walk under way, and what the last complete one has read. */
interface ReadingState {
  stage: string
  walkFrom: string | null
  walkStartedAt: string | null
  backfilled: boolean
  syncedThrough: string | null
}

/** The walk that a run must do: one under way, or a new one. */
export interface ReadingPlan {
  /** RFC 3339, on Alpaca's clock; the walk reads what came after it. */
  from: string
  /** Whether the walk reads the whole history. */
  isWhole: boolean
  /** On the Worker's clock: shown, and never used to decide what is read. */
  startedAt: string
  resumed: boolean
}

/** Whether a request asks for rows to be read again that the last walks have read. */
export const asksAgain = ({ full, since, rereadDays }: SyncRequest): boolean =>
  full === true || since !== undefined || rereadDays !== undefined

/**
 * Where a walk must start (RFC 3339): at the beginning of history for the first one and for a full re-read, else the
 * look-back before the newest row that Alpaca had told of when the last complete walk began, or at the request's `since`
 * if that is earlier. Only moments that Alpaca told take part: with the Worker's clock, an account whose rows lie days
 * ahead of it or behind it would lose rows.
 */
export function startOf({ request, state }: SyncRun, fact: PagedKind): string {
  const { backfilled, syncedThrough } = readingState(state, fact)
  if (request.full || !backfilled || syncedThrough === null) return HISTORY_START
  const days = Math.max(LOOK_BACK_DAYS[fact], request.rereadDays ?? 0)
  const back = Date.parse(readStoredMoment(syncedThrough)) - days * DAY
  const since = request.since === undefined ? back : Date.parse(request.since)
  const start = Math.max(Date.parse(HISTORY_START), Math.min(back, since))
  return new Date(start).toISOString()
}

/** Whether the last walk, or the one under way, began early enough for the run's request. */
export function reachesBack(run: SyncRun, fact: PagedKind): boolean {
  if (!asksAgain(run.request)) return true
  const { walkFrom } = readingState(run.state, fact)
  return walkFrom !== null && at(walkFrom) <= Date.parse(startOf(run, fact))
}

/** Plans the walk of a run. A walk under way that starts early enough is continued. */
export function planReading(run: SyncRun, fact: PagedKind): ReadingPlan {
  const { stage, walkFrom, walkStartedAt } = readingState(run.state, fact)
  const from = startOf(run, fact)
  if (stage !== 'idle' && walkFrom !== null && at(walkFrom) <= Date.parse(from)) {
    // A walk that has read its pages serves a request to read them again only within the chain of runs that read them.
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

function readingState(state: SyncState, fact: PagedKind): ReadingState {
  if (fact === 'orders') {
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
