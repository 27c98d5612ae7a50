import type { SyncState } from '../../db/runs/state'
import { readStoredMoment } from '../../db/statements/moment'

/** How far the first reading of one kind of row has come. */
export interface Reading {
  complete: boolean
  /** Rows that it has brought. */
  done: number
  /** RFC 3339: up to where it has read; null before its first page. */
  readThrough: string | null
}

/** What that comes to. */
export interface ReadingProgress {
  /** 0 to 1: the part of the account's life that has been read; null when nothing tells how old the account is. */
  share: number | null
  /** Rows to come, if they come as evenly as those before did; null when that cannot be said. */
  remaining: number | null
}

/**
 * Estimates what is left by time, because Alpaca does not tell how many rows there are (src/alpaca/README.md 1.1).
 *
 * @param bornAt RFC 3339: when the account was made; null when Alpaca does not say.
 */
export function readingProgress(
  { complete, done, readThrough }: Reading,
  bornAt: string | null,
  now: Date,
): ReadingProgress {
  if (complete) return { share: 1, remaining: 0 }
  if (bornAt === null) return { share: null, remaining: null }
  const age = now.getTime() - Date.parse(bornAt)
  const read = readThrough === null ? 0 : Date.parse(readThrough) - Date.parse(bornAt)
  const share = age <= 0 ? 0 : Math.min(1, Math.max(0, read / age))
  return { share, remaining: share === 0 ? null : Math.round((done * (1 - share)) / share) }
}

/** Both readings as the database tells of them: orders, then activities. */
export function readingsOf(state: SyncState): [Reading, Reading] {
  const moment = (...stored: (string | null)[]) => {
    const known = stored.find((text) => text !== null)
    return known ? readStoredMoment(known) : null
  }
  return [
    {
      complete: state.ordersBackfilled,
      done: state.ordersBackfillRows,
      readThrough: moment(state.ordersWalkedTo, state.ordersSyncedThrough),
    },
    {
      complete: state.activitiesBackfilled,
      done: state.activitiesBackfillRows,
      readThrough: moment(state.activitiesWalkedTo, state.activitiesSyncedThrough),
    },
  ]
}
