import type { Activity } from '../../alpaca/activity'
import type { ActivitiesPage } from '../../alpaca/client'
import type { SyncProgress } from '../../db/runs/state'
import { compareMoments, earliestOf, latestOf } from '../../time/moment'
import { SyncError } from '../run/errors'
import type { SyncRun } from '../run/sync-run'
import { listedPage } from './listed'
import { type Overlap, onceEach, stampOf, storeActivities } from './store'

/**
 * The pages of all activities created after a moment, oldest first. Stored activities of the range
 * that no page has are noted as missing, so no other filter may be applied.
 */
export interface ActivityPages {
  from: string
  until?: string
  /** The page token to go on with. */
  token: string | null
  /**
   * Newest creation among the activities that earlier runs of this reading have stored; null when
   * not known.
   */
  readTo?: string | null
  /**
   * The progress to store with a page: reading continues with `token`; null after the last page.
   */
  progress: (token: string | null, read: ReadSoFar) => SyncProgress
}

/** How far the pages were read. */
export interface ReadSoFar {
  /** Newest creation, over all runs of this reading. */
  readTo: string | null
  /** Newest activity that this run has read, as `newestIn` defines it. */
  newest: string | null
}

/**
 * Reads and stores every page. Pages overlap by the rows that share the last one's timestamp,
 * because such rows were seen to get lost at page boundaries (src/alpaca/README.md 3.2).
 *
 * @throws SyncError `alpaca_unavailable` when Alpaca repeats its pages: each must lead further than
 * those before.
 */
export async function readActivityPages(run: SyncRun, walk: ActivityPages): Promise<void> {
  const tokens = new Set<string>()
  let { token, readTo = null } = walk
  let newest: string | null = null
  let overlap: Overlap = new Map()
  for (;;) {
    if (token !== null) tokens.add(token)
    const page = await run.client.activitiesPage({
      after: walk.from,
      ...(walk.until === undefined ? {} : { until: walk.until }),
      ...(token === null ? {} : { pageToken: token }),
    })
    const rows = onceEach(page, overlap)
    // The first reading of all history finds nothing stored that it could lack.
    const query = { from: walk.from, until: walk.until, token }
    const listed = run.state.activitiesBackfilled ? listedPage(page, query, run.now()) : null
    const created = latestOf(...page.activities.map(createdAt))
    const next = page.full ? nextToken(page, { token, tokens, created, readTo }) : null
    readTo = latestOf(readTo, created)
    newest = latestOf(newest, newestIn(page))
    const read = { readTo, newest }
    const progress = {
      whole: walk.progress(next, read),
      upTo: (id: string) => walk.progress(id, read),
    }
    await storeActivities(run, { ...rows, listed }, progress)
    if (next === null) return
    token = next
    overlap = rows.texts
  }
}

/**
 * The newest activity of a page: the earlier of its creation and its date. Every later activity is
 * also created later, so that one dated ahead hides none that follows with an earlier date. A row
 * without a time of creation or execution limits nothing; null when no row has one.
 */
const newestIn = ({ activities }: ActivitiesPage): string | null =>
  latestOf(
    ...activities.map((activity) => {
      const created = createdAt(activity)
      return created === null ? null : earliestOf(created, activity.effectiveAt)
    }),
  )

/** When an activity was created: of a fill, when it was executed. */
const createdAt = ({ createdAt: created, transactionTime }: Activity): string | null =>
  created ?? transactionTime

/** What a full page was asked for with, and what is known of the pages before. */
interface PageRead {
  token: string | null
  /** All that this run has asked with. */
  tokens: ReadonlySet<string>
  /** Newest creation on the page. */
  created: string | null
  /** Newest creation on the pages before. */
  readTo: string | null
}

/**
 * The token of the page after a full one: the row before those that share the last one's timestamp,
 * or the last one where that leads no further.
 */
function nextToken(page: ActivitiesPage, { token, tokens, created, readTo }: PageRead): string {
  const { lastId, activities } = page
  if (lastId === null) throw cannotRead('a full page has no ids')
  if (token !== null && endsBefore(lastId, token) && !isLater(created, readTo))
    throw cannotRead('Alpaca returned an earlier page again, or the newest activities first')
  const stamp = stampOf(lastId)
  // A page that holds the very row that it was to follow leads further only behind it.
  const behind = activities.findIndex(({ id }) => id === token) + 1
  const before = activities.slice(behind).findLast(({ id }) => stampOf(id) !== stamp)
  const next = [before?.id, lastId].find((id) => id !== undefined && !tokens.has(id))
  if (next === undefined) throw cannotRead('Alpaca returned the same page again')
  return next
}

// Alpaca sorts by id, whose timestamp is of fixed length (src/alpaca/README.md 3.2). Should it sort
// rows of one timestamp otherwise, it is by creation.
const TIMED = /^\d{17}::/

const endsBefore = (lastId: string, token: string): boolean =>
  TIMED.test(lastId) && TIMED.test(token) && lastId < token

const isLater = (created: string | null, readTo: string | null): boolean =>
  created === null || readTo === null || compareMoments(created, readTo) > 0

const cannotRead = (why: string): SyncError =>
  new SyncError('alpaca_unavailable', `activities cannot be read: ${why}`)
