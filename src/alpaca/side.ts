import { optionalWord } from './field'

/** What an execution does to the position. A sale of `sell_short` opens a short position. */
export type FillSide = 'buy' | 'sell' | 'sell_short'

/**
 * Alpaca's words for a side (src/alpaca/README.md 3.2). `buy_minus` and `sell_plus` say at which
 * tick the order may execute, `sell_short_exempt` that the order is exempt from the uptick rule.
 * Words that name no side of the account's own (`undisclosed`, `cross`) are not listed.
 */
const SIDES: Readonly<Record<string, FillSide>> = {
  buy: 'buy',
  buy_minus: 'buy',
  sell: 'sell',
  sell_plus: 'sell',
  sell_short: 'sell_short',
  sell_short_exempt: 'sell_short',
}

/** The side of an order or a fill, or null. An unknown word is refused with the reason. */
export const optionalSide = (reason: string) => optionalWord(SIDES, reason)
