import { readStoredMoment } from '../db/moment'
import type { AccountRun } from './account-run'

const DAY = 86_400_000
// An account without a date of birth: Alpaca opened to the public in 2018.
const BEFORE_ALPACA = '2015-01-01T00:00:00Z'

/** Where a kind of row stands: whether its history was read once, up to when, and the walk under way. */
export interface WalkState {
  stage: string
  walkFrom: string | null
  walkStartedAt: string | null
  backfilled: boolean
  syncedThrough: string | null
}

/** The walk that a run must do: one under way, or a new one. */
export interface WalkPlan {
  /** RFC 3339; the walk reads what came after it. */
  from: string
  startedAt: string
  resumed: boolean
}

/** The moment before which the account has no history, a day to spare. */
export function historyStart(run: Pick<AccountRun, 'account'>): string {
  return new Date(Date.parse(run.account.createdAt ?? BEFORE_ALPACA) - DAY).toISOString()
}

/**
 * Decides where a walk begins: at the account's creation for the first one and a full re-read, else `lookBack`
 * milliseconds before the last complete walk began, or at the request's `since` if that is earlier. A walk under
 * way that covers this goes on.
 */
export function planWalk(run: AccountRun, state: WalkState, lookBack: number): WalkPlan {
  const from = earliest(run, state, lookBack)
  if (state.stage !== 'idle' && state.walkFrom !== null && state.walkStartedAt !== null) {
    const under = readStoredMoment(state.walkFrom)
    if (Date.parse(under) <= Date.parse(from) && !isOutdated(run, state)) {
      return { from: under, startedAt: readStoredMoment(state.walkStartedAt), resumed: true }
    }
  }
  return { from, startedAt: run.startedAt.toISOString(), resumed: false }
}

function earliest(run: AccountRun, state: WalkState, lookBack: number): string {
  const start = historyStart(run)
  if (run.request.full || !state.backfilled || state.syncedThrough === null) return start
  const back = Date.parse(readStoredMoment(state.syncedThrough)) - lookBack
  const since = run.request.since === undefined ? back : Date.parse(run.request.since)
  return new Date(Math.max(Date.parse(start), Math.min(back, since))).toISOString()
}

const HOUR = 3_600_000

/** Whether a walk that has read its pages did so too long ago for a request to read them again. */
function isOutdated(run: AccountRun, { stage, walkStartedAt }: WalkState): boolean {
  if (stage !== 'settle' || walkStartedAt === null) return false
  if (!run.request.full && run.request.since === undefined) return false
  return run.startedAt.getTime() - Date.parse(readStoredMoment(walkStartedAt)) > HOUR
}
