import type { SyncState } from '../../db/runs/state'
import { readStoredMoment } from '../../db/statements/moment'

/** How far the first reading of one kind of row got. */
export interface Reading {
  complete: boolean
  /** Rows stored. */
  done: number
  /** RFC 3339: the moment up to which it has read; null before its first page. */
  readThrough: string | null
}

/** An estimate of the progress of a first reading. */
export interface ReadingProgress {
  /** 0 to 1: the part of the account's life that has been read; null when its age is not known. */
  share: number | null
  /** Rows to come at the pace so far; null when not known. */
  remaining: number | null
}

/**
 * Estimates by time what is left, because Alpaca does not return how many rows there are
 * (src/alpaca/README.md 1.1).
 *
 * @param bornAt RFC 3339: when the account was created; null when Alpaca does not say.
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

/** The first readings as stored: orders, then activities. */
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
