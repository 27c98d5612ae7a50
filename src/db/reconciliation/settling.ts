import { nextTradingDay, previousTradingDay } from '../../time/exchange-calendar'

// Activities of an expiry are dated the next business day and created hours later
// (src/alpaca/README.md 3.3, 3.4). Weekends and holidays are no time in which one is late.

/** The last day on which a difference that began on a day may still pass by itself. */
export const settlesBy = (date: string): string => nextTradingDay(nextTradingDay(date))

/**
 * The first day whose differences may still pass by themselves.
 *
 * @param today the exchange's day, YYYY-MM-DD.
 */
export const settlingSince = (today: string): string =>
  previousTradingDay(previousTradingDay(today))
