import { newYorkEndOfDay, newYorkMidnight } from '../time/new-york'
import { endsOption, meaningOf } from './activity-types'

/** What decides when an activity takes effect. */
export interface ActivityTimes {
  activityType: string
  date: string | null
  transactionTime: string | null
  createdAt: string | null
  /** Of the option that the activity is about, else null. */
  expiryDate: string | null
}

/**
 * When an activity changes the position or the cash (design 5.1): a fill at its transaction time;
 * an option's end dated on or after its expiry in the last microsecond of the expiry day, after all
 * its fills; any other dated row at the start of its date; both on New York's clock. Null when the
 * activity has no time at all.
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
  if (expiryDate !== null && date >= expiryDate && endsOption(meaningOf(activityType))) {
    return newYorkEndOfDay(expiryDate)
  }
  return newYorkMidnight(date)
}
