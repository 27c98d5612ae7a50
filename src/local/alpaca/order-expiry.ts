import { addDays } from '../../time/calendar'
import { isTradingDay, nextTradingDay, session } from '../../time/exchange-calendar'
import { MINUTE, type Micros } from '../../time/micros'
import { newYorkDate } from '../../time/new-york'
import { type AssetClass, optionTerms } from './instrument'

/** Options on these trade a quarter of an hour longer (src/alpaca/README.md 1.3). */
const LATE_CLOSE = ['SPY', 'QQQ', 'IWM']

/**
 * When an order ends by itself: the close of its session, or 90 days on for GTC
 * (src/alpaca/README.md 1.3).
 */
export function expiresAt(
  placed: Micros,
  timeInForce: string,
  symbols: readonly { symbol: string; assetClass: AssetClass }[],
): Micros {
  const today = newYorkDate(placed)
  if (timeInForce === 'gtc') return session(addDays(today, 90)).close
  const late = symbols.some(({ symbol }) =>
    LATE_CLOSE.includes(optionTerms(symbol)?.underlying ?? ''),
  )
  const closing = (date: string): Micros => session(date).close + (late ? 15 * MINUTE : 0)
  const live = isTradingDay(today) && placed < closing(today) ? today : nextTradingDay(today)
  return closing(live)
}
