import type { Query } from './request'

/** The largest page of activities. */
export const MOST_ACTIVITIES = 100

/**
 * Selects activities. `after` and `until` filter by `created_at`, not by `date`
 * (src/alpaca/README.md 3.1).
 */
export interface ActivitiesQuery {
  after?: string | undefined
  until?: string | undefined
  /** Default `asc`. */
  direction?: 'asc' | 'desc' | undefined
  /** The id of the last row of the previous page. */
  pageToken?: string | undefined
  /** 1 to 100, default 100. */
  pageSize?: number | undefined
  types?: string[] | undefined
}

/** The parameters of `GET /v2/account/activities`. */
export function activitiesParameters(query: ActivitiesQuery): Query {
  const { after, until, direction = 'asc', pageSize = MOST_ACTIVITIES, pageToken, types } = query
  return {
    direction,
    page_size: pageSize,
    page_token: pageToken,
    after,
    until,
    activity_types: types?.join(','),
  }
}
