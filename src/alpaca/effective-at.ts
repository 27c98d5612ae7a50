import { newYorkEndOfDay, newYorkMidnight } from '../time/new-york'
import { endsOption, meaningOf } from './activity-types'

/** The fields that decide when an activity takes effect. */
export interface ActivityTimes {
  activityType: string
  date: string | null
  transactionTime: string | null
  createdAt: string | null
  /** Expiry of the option that the activity names; null for other activities. */
  expiryDate: string | null
}

/**
 * When an activity changes the position or the cash (src/engine/README.md 1), by New York's clock.
 * A fill: its transaction time. The end of an option that is dated on or after its expiry: the last
 * microsecond of the expiry day, after all its fills. A coin fee: when it was posted, because its
 * date can be that of the execution or of the posting; without that, the end of its date. Another
 * dated row: the start of its date. Null for an activity without any time.
 */
export function effectiveAt({
  activityType,
  date,
  transactionTime,
  createdAt,
  expiryDate,
}: ActivityTimes): string | null {
  if (activityType === 'FILL' && transactionTime !== null) return transactionTime
  if (date === null) return transactionTime ?? createdAt
  if (meaningOf(activityType).position === 'coin_fee') return createdAt ?? newYorkEndOfDay(date)
  if (expiryDate !== null && date >= expiryDate && endsOption(meaningOf(activityType))) {
    return newYorkEndOfDay(expiryDate)
  }
  return newYorkMidnight(date)
}
