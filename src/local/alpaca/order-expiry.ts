import { addDays } from '../../time/calendar'
import { isTradingDay, nextTradingDay, session } from '../../time/exchange-calendar'
import { MINUTE, type Micros } from '../../time/micros'
import { newYorkDate } from '../../time/new-york'
import { optionTerms } from './instrument'

/** Options on these underlyings trade until 16:15 New York (src/alpaca/README.md 1.3). */
const LATE_CLOSE = ['SPY', 'QQQ', 'IWM']

/**
 * When an unfilled order expires: at the close of its session, a GTC order after 90 days
 * (src/alpaca/README.md 1.3).
 */
export function expiresAt(placed: Micros, timeInForce: string, symbols: readonly string[]): Micros {
  const today = newYorkDate(placed)
  if (timeInForce === 'gtc') return session(addDays(today, 90)).close
  const late = symbols.some(closesLate)
  const closing = (date: string): Micros => session(date).close + (late ? 15 * MINUTE : 0)
  const live = isTradingDay(today) && placed < closing(today) ? today : nextTradingDay(today)
  return closing(live)
}

function closesLate(symbol: string): boolean {
  const terms = optionTerms(symbol)
  return terms !== null && LATE_CLOSE.includes(terms.underlying)
}
