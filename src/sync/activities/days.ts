import type { SyncRun } from '../run/sync-run'
import { type ActivityPages, readActivityPages } from './pages'

const DAY = 86_400_000
// Activities are created up to some days after the day in their id (src/alpaca/README.md 3.3).
const CREATED_WITHIN = 5 * DAY

/** The days, YYYY-MM-DD, in the ids of activities, each once and in order. */
export function daysOf(ids: readonly string[]): string[] {
  const days = ids.flatMap((id) => {
    const match = /^(\d{4})(\d\d)(\d\d)\d{9}::/.exec(id)
    const day = match ? `${match[1]}-${match[2]}-${match[3]}` : ''
    return Number.isNaN(Date.parse(day)) ? [] : day
  })
  return [...new Set(days)].sort()
}

/** Reads again the activities that have a day in their ids. */
export async function readDay(
  run: SyncRun,
  day: string,
  place: Pick<ActivityPages, 'token' | 'progress'>,
): Promise<void> {
  const from = new Date(Date.parse(day) - DAY).toISOString()
  const until = new Date(Date.parse(day) + CREATED_WITHIN).toISOString()
  await readActivityPages(run, { from, until, ...place })
}
