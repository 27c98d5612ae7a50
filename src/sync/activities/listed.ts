import type { ActivitiesPage } from '../../alpaca/client'
import type { ListedPage } from '../../db/activities/listed'
import { stampOf } from './store'

const MINUTE = 60_000
const DAY = 1440 * MINUTE

/** Alpaca shows a new row in one response and not in the next, for a while. */
const SETTLING_TIME = 10 * MINUTE

/** A row that takes part in a shorter reading was created at most so long before its end. */
const MARGIN_OF_END = DAY

/** Alpaca may stop listing what is older: how long it keeps rows is not known. */
const KEPT_FOR = 366 * DAY

/** How a page was asked for. */
interface PageQuery {
  from: string
  until?: string | undefined
  token: string | null
}

const TIMED = /^\d{17}::/

const isTimed = (id: string): boolean => TIMED.test(id)

const stamp = (id: string): string => stampOf(id) ?? ''

const areAscending = (ids: readonly string[]): boolean =>
  ids.every((id, i) => i === 0 || stamp(ids[i - 1] ?? '') <= stamp(id))

/**
 * What a page can tell of rows that are stored and that it lacks: the range in which it is
 * complete. Null where it can tell nothing: a row has no id, or one of several pages is not sorted
 * by id.
 *
 * - A page that begins after a token and ends before another is complete between the timestamps of
 *   both, exclusive: the rows of one timestamp can be on two pages.
 * - The newest rows are left out, and the end of a range that has one: Alpaca shows rows late.
 * - In a range that began long ago, only rows behind the first one that is listed take part.
 */
export function listedPage(
  { activities, rejects, full, lastId }: ActivitiesPage,
  { from, until, token }: PageQuery,
  now: Date,
): ListedPage | null {
  const rejected = rejects.flatMap(({ id }) => id ?? [])
  if (rejected.length < rejects.length) return null
  const known = activities.map(({ id }) => id)
  const ids = [...known, ...rejected]
  const isPart = full || token !== null
  if (isPart) {
    const ends = [token, full ? lastId : null].filter((id) => id !== null)
    if (![...ids, ...ends].every(isTimed) || !areAscending(known)) return null
    if (token !== null && ids.some((id) => stamp(id) < stamp(token))) return null
  }
  const isOld = Date.parse(from) < now.getTime() - KEPT_FOR
  const first = ids.filter(isTimed).map(stamp).toSorted()[0]
  if (token === null && isOld && first === undefined) return null
  const newest = now.getTime() - SETTLING_TIME
  const end = until === undefined ? newest : Math.min(newest, Date.parse(until) - MARGIN_OF_END)
  return {
    ids,
    from,
    until: new Date(end).toISOString(),
    after: token === null ? (isOld ? (first ?? null) : null) : stamp(token),
    before: full && lastId !== null ? stamp(lastId) : null,
  }
}
