import { dayAfterEpoch, dayNumber, daysSinceEpoch } from '../../time/calendar'

export type Term = 'short' | 'long'

/**
 * The term of property that was held from a date to a date, both YYYY-MM-DD. The holding period
 * begins on the day after the acquisition; it is long from one year later on (26 U.S.C. 1222; IRS
 * Pub. 550, Holding Period). Where that year has no February 29, it is long from March 1 on
 * (Rev. Rul. 66-7).
 *
 * @example termOf('2023-02-28', '2024-02-29') // 'short'
 */
export function termOf(acquired: string, sold: string): Term {
  const { year, month, day } = dayAfterEpoch(dayNumber(acquired) + 1)
  // A February 29 that the next year lacks is counted on into March 1.
  return dayNumber(sold) >= daysSinceEpoch(year + 1, month, day) ? 'long' : 'short'
}
