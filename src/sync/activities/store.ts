import type { Activity } from '../../alpaca/activity'
import type { ActivitiesPage } from '../../alpaca/client'
import { supersedeCorrected } from '../../db/activities/corrections'
import {
  type ListedChanges,
  type ListedPage,
  listedChanges,
  noteListed,
} from '../../db/activities/listed'
import { mergeActivities } from '../../db/activities/store'
import { heal } from '../../db/quarantine/heal'
import { quarantine, type Refused } from '../../db/quarantine/store'
import type { SyncProgress } from '../../db/runs/state'
import { BudgetSpent } from '../budget/budget'
import { addCounts } from '../run/report'
import { defer, type SyncRun, write } from '../run/sync-run'
import { type MergeCounts, mergeCountsOf } from '../store/merge-counts'
import { writeTolerantly } from '../store/tolerant'

/** A page's activities, each id once. */
export interface ActivityRows {
  activities: readonly Activity[]
  rejects: readonly Refused[]
  /** The range in which the page is complete. Absent or null: stored rows are not compared with it. */
  listed?: ListedPage | null
}

/** Rows of the page before, by id, as text: pages overlap. */
export type Overlap = ReadonlyMap<string, string>

/**
 * Leaves each id once: a row that the page before had is dropped, and a different row under a known
 * id is refused (the documentation shows such pairs, src/alpaca/README.md 3.4), because keeping
 * either alone would lose the other.
 */
export function onceEach(
  page: ActivitiesPage,
  overlap: Overlap,
): ActivityRows & { texts: Overlap } {
  const texts = new Map<string, string>()
  const activities: Activity[] = []
  const rejects: Refused[] = [...page.rejects]
  for (const activity of page.activities) {
    const text = JSON.stringify(activity.raw)
    const known = texts.get(activity.id) ?? overlap.get(activity.id)
    if (known === undefined) activities.push(activity)
    else if (known !== text) rejects.push(secondUnderId(activity))
    texts.set(activity.id, known ?? text)
  }
  return { activities, rejects, texts }
}

/**
 * The progress to store with a whole page, or with its rows up to one whose id the next page can
 * follow.
 */
export interface PageProgress {
  whole: SyncProgress
  upTo: (id: string) => SyncProgress
}

/**
 * Stores a page of activities and the progress of the run in one round trip, with the rejects and
 * what the page heals in the quarantine.
 *
 * @throws BudgetSpent when the budget ends before all rows are found that the database refuses; the
 * rows before are stored.
 */
export async function storeActivities(
  run: SyncRun,
  { activities, rejects, listed = null }: ActivityRows,
  { whole: progress, upTo }: PageProgress,
): Promise<void> {
  run.budget.handle(activities.length)
  const refused: Refused[] = []
  let tried = 0
  const counts = { inserted: 0, updated: 0 }
  let pending: Beside = { rejects, progress, listed }
  const attempt = async (part: readonly Activity[]) => {
    const whole = part.length === activities.length
    const stored = await writeRows(run, part, whole ? pending : NOTHING_BESIDE)
    counts.inserted += stored.inserted
    counts.updated += stored.updated
    if (whole) pending = NOTHING_BESIDE
    tried += part.length
  }
  const refuse = (row: Activity, state: string) => {
    refused.push(refusedRow(row, state))
    tried += 1
  }
  const affords = () => run.budget.affords(1)
  await writeTolerantly(activities, { attempt, refuse, affords, putOff: () => undefined })
  const isWhole = tried === activities.length
  const saved = isWhole ? pending.progress : progressOf(activities.slice(0, tried), upTo)
  const left = { ...pending, rejects: [...pending.rejects, ...refused], progress: saved }
  await writeRows(run, [], isWhole ? left : { ...left, listed: null })
  if (!run.state.activitiesBackfilled && counts.inserted > 0) {
    defer(run, { activitiesBackfillRows: run.state.activitiesBackfillRows + counts.inserted })
  }
  addCounts(run.activities, {
    ...counts,
    seen: tried + rejects.length,
    unchanged: tried - refused.length - counts.inserted - counts.updated,
    quarantined: rejects.length + refused.length,
  })
  if (!isWhole) throw new BudgetSpent('the budget ended among rows that the database refused')
}

/** Goes on before the rows that share the last one's timestamp, as between pages. */
function progressOf(tried: readonly Activity[], upTo: PageProgress['upTo']): SyncProgress {
  const last = tried.at(-1)
  if (last === undefined) return {}
  const before = tried.findLast(({ id }) => stampOf(id) !== stampOf(last.id))
  return upTo((before ?? last).id)
}

/** The part of an activity's id that is its time, in New York (src/alpaca/README.md 3.2). */
export const stampOf = (id: string): string | undefined => id.split('::')[0]

/** What is written beside activities, in the same transaction. */
interface Beside {
  rejects: readonly Refused[]
  progress: SyncProgress
  listed: ListedPage | null
}

const NOTHING_BESIDE: Beside = { rejects: [], progress: {}, listed: null }

async function writeRows(
  run: SyncRun,
  activities: readonly Activity[],
  { rejects, progress, listed }: Beside,
): Promise<MergeCounts> {
  const { id } = run.account
  const { runId } = run
  const now = run.now()
  const ids = activities.map((activity) => activity.id)
  const some = activities.length > 0
  const noted = listed === null ? [] : [noteListed(id, listed, { runId, now })]
  const results = await write(
    run,
    [
      ...noted,
      ...(some ? [mergeActivities(id, activities, runId), heal(id, 'activity', { ids }, now)] : []),
      ...(rejects.length > 0 ? [quarantine(id, rejects, now)] : []),
      ...(some || listed !== null ? [supersedeCorrected(id)] : []),
    ],
    progress,
  )
  if (noted.length > 0) logChanges(run, listedChanges.parse(results[0]?.[0]))
  return some ? mergeCountsOf(results[noted.length]) : { inserted: 0, updated: 0 }
}

/** The ids of activities hold a time and a UUID, and name nobody. */
function logChanges({ account, log }: SyncRun, { vanished, returned }: ListedChanges): void {
  const about = { account_id: account.id }
  if (vanished.length > 0)
    log({ level: 'warn', event: 'activities_vanished', ...about, activity_ids: vanished })
  if (returned.length > 0)
    log({ level: 'info', event: 'activities_returned', ...about, activity_ids: returned })
}

function secondUnderId({ id, raw }: Activity): Refused {
  return {
    source: 'activity',
    id,
    reason: 'id: another activity has it',
    payload: raw,
    again: true,
  }
}

function refusedRow({ id, raw }: Activity, state: string): Refused {
  return {
    source: 'activity',
    id,
    reason: `the database refused it (SQLSTATE ${state})`,
    payload: raw,
  }
}
