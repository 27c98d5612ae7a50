import type { Activity } from '../../alpaca/activity'
import type { ActivitiesPage } from '../../alpaca/client'
import { mergeActivities } from '../../db/write/activities'
import { heal, quarantine, type Refused } from '../../db/write/quarantine'
import type { SyncProgress } from '../../db/write/sync-state'
import { type AccountRun, write } from '../account-run'
import { type MergeCounts, mergeCountsOf } from '../merge-counts'
import { addCounts } from '../report'
import { writeTolerantly } from '../tolerant'

/** A page's activities, each id once. */
export interface ActivityRows {
  activities: readonly Activity[]
  rejects: readonly Refused[]
}

/** Rows of the page before, by id, as text: pages overlap. */
export type Overlap = ReadonlyMap<string, string>

/**
 * Leaves each id once: a row that the page before had is dropped, and a different row under a known id is refused (the
 * documentation shows such pairs, reference 3.4), because keeping either alone would lose the other.
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

/** Writes a page of activities, what was refused, what healed, and the run's progress: one round trip. */
export async function landActivities(
  run: AccountRun,
  { activities, rejects }: ActivityRows,
  progress: SyncProgress = {},
): Promise<void> {
  const refused: Refused[] = []
  const counts = { inserted: 0, updated: 0 }
  let pending = { rejects, progress }
  const attempt = async (part: readonly Activity[]) => {
    const whole = part.length === activities.length
    const landed = await writeRows(run, part, whole ? pending : { rejects: [], progress: {} })
    counts.inserted += landed.inserted
    counts.updated += landed.updated
    if (whole) pending = { rejects: [], progress: {} }
  }
  await writeTolerantly(activities, attempt, (row, state) => refused.push(refusedRow(row, state)))
  await writeRows(run, [], { ...pending, rejects: [...pending.rejects, ...refused] })
  addCounts(run.activities, {
    ...counts,
    seen: activities.length + rejects.length,
    unchanged: activities.length - refused.length - counts.inserted - counts.updated,
    quarantined: rejects.length + refused.length,
  })
}

async function writeRows(
  run: AccountRun,
  activities: readonly Activity[],
  { rejects, progress }: { rejects: readonly Refused[]; progress: SyncProgress },
): Promise<MergeCounts> {
  const { id } = run.account
  const now = run.ctx.now()
  const ids = activities.map((activity) => activity.id)
  const some = activities.length > 0
  const [first] = await write(
    run,
    [
      ...(some ? [mergeActivities(id, activities), heal(id, 'activity', { ids }, now)] : []),
      ...(rejects.length > 0 ? [quarantine(id, rejects, now)] : []),
    ],
    progress,
  )
  return some ? mergeCountsOf(first) : { inserted: 0, updated: 0 }
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
