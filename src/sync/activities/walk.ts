import type { ActivitiesPage } from '../../alpaca/client'
import type { SyncProgress } from '../../db/write/sync-state'
import type { AccountRun } from '../account-run'
import { SyncError } from '../errors'
import { landActivities, type Overlap, onceEach, stampOf } from './land'

/** A walk over the activities created after a moment, upwards. */
export interface ActivitiesWalk {
  from: string
  until?: string
  /** The page token to go on with. */
  token: string | null
  progress: (token: string | null, walkedTo: string | null) => SyncProgress
}

/**
 * Reads and writes every page of a walk. Pages overlap by the rows that share the last one's timestamp, because such rows
 * were seen to get lost at page boundaries (reference 3.2). A full page that brings nothing new is a failure.
 */
export async function walkActivities(run: AccountRun, walk: ActivitiesWalk): Promise<void> {
  let { token } = walk
  let overlap: Overlap = new Map()
  for (;;) {
    const page = await run.client.activitiesPage({
      after: walk.from,
      ...(walk.until === undefined ? {} : { until: walk.until }),
      ...(token === null ? {} : { pageToken: token }),
    })
    const rows = onceEach(page, overlap)
    const nothingNew = rows.activities.length === 0 && page.activities.length > 0
    const next = page.full ? nextToken(page, token, nothingNew) : null
    await landActivities(run, rows, {
      whole: walk.progress(next, latest(page)),
      upTo: (id) => walk.progress(id, null),
    })
    if (next === null) return
    token = next
    overlap = rows.texts
  }
}

function nextToken(page: ActivitiesPage, token: string | null, nothingNew: boolean): string | null {
  const { lastId } = page
  if (lastId === null) return null
  const stamp = stampOf(lastId)
  const before = page.activities.findLast(({ id }) => stampOf(id) !== stamp)
  if (!nothingNew && before !== undefined && before.id !== token) return before.id
  // More rows share one timestamp than a page holds: no overlap is possible here.
  if (lastId !== token) return lastId
  throw new SyncError(
    'alpaca_unavailable',
    'activities cannot be walked: a full page brought no activity that was not known',
  )
}

function latest({ activities }: ActivitiesPage): string | null {
  const last = activities.at(-1)
  return last ? (last.createdAt ?? last.transactionTime ?? last.effectiveAt) : null
}
