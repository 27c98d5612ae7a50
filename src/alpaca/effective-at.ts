import { isTradingDay } from '../time/exchange-calendar'
import { newYorkClock, newYorkEndOfDay, newYorkMidnight } from '../time/new-york'
import { type ActivityMeaning, endsOption } from './activity-types'

/** The fields that decide when an activity takes effect. */
export interface ActivityTimes {
  meaning: ActivityMeaning
  date: string | null
  transactionTime: string | null
  createdAt: string | null
  /** Expiry of the option that the activity names; null for other activities. */
  expiryDate: string | null
}

/**
 * When an activity changes the position or the cash (src/engine/README.md 1), by New York's clock.
 * A fill: its transaction time. An exercise that was created within market hours of its date, up to
 * the expiry day: when it was created, because the broker processes it at once. The end of an
 * option that is dated on or after its expiry: the last microsecond of the expiry day, after all
 * its fills. A coin fee: when it was posted, because its date can be that of the execution or of
 * the posting; without that, the end of its date. Another dated row: the start of its date. Null
 * for an activity without any time.
 */
export function effectiveAt({
  meaning,
  date,
  transactionTime,
  createdAt,
  expiryDate,
}: ActivityTimes): string | null {
  if (meaning.position === 'fill' && transactionTime !== null) return transactionTime
  if (date === null) return transactionTime ?? createdAt
  if (meaning.position === 'coin_fee') return createdAt ?? newYorkEndOfDay(date)
  if (expiryDate !== null && endsOption(meaning)) {
    const isInTime = meaning.position === 'exercise' && date <= expiryDate
    if (isInTime && createdAt !== null && isInSession(createdAt, date)) return createdAt
    if (date >= expiryDate) return newYorkEndOfDay(expiryDate)
  }
  return newYorkMidnight(date)
}

/** Whether a UTC moment lies within market hours of a day, both bells included. */
function isInSession(moment: string, date: string): boolean {
  const [day, time = ''] = newYorkClock(moment).split(' ')
  return day === date && isTradingDay(date) && time >= '09:30:00' && time <= '16:00:00'
}
