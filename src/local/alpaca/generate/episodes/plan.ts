import { addDays } from '../../../../time/calendar'
import { isTradingDay, nextTradingDay } from '../../../../time/exchange-calendar'
import type { Desk } from '../desk'
import { coinPairs, stablecoins } from './coins'
import * as actions from './corporate-actions'
import * as money from './money'
import * as options from './options'
import { Script } from './script'
import * as shares from './shares'
import { acats, journals } from './transfers'

/** Which episodes an account has: none, all but corporate actions, or all. */
export type Episodes = 'none' | 'no corporate actions' | 'all'

/** An episode and the days from its first trading day to the end of the history. */
type Planned = readonly [daysBefore: number, episode: (script: Script) => void]

const TRADING: readonly Planned[] = [
  [530, shares.shortBracket],
  [515, options.twoPuts],
  [500, acats],
  [480, options.rolls],
  [455, shares.foreignDividends],
  [430, options.wheelOf670],
  [405, options.covers],
  [390, shares.stoppedBracket],
  [380, money.bankAndBills],
  [355, options.adjustedContracts],
  [335, coinPairs],
  [320, shares.shortDividend],
  [300, options.indexOptions],
  [285, money.nonRetailFees],
  [270, shares.replacedOrder],
  [255, money.monthOfInterest],
  [240, options.middayExercise],
  [220, journals],
  [205, shares.bustAndCorrection],
  [180, options.dayOfRoundTrips],
  [160, shares.substitutePayment],
  [140, stablecoins],
  [100, money.monthOfInterest],
  [60, options.indexOptions],
  [30, options.dayOfRoundTrips],
]

const CORPORATE_ACTIONS: readonly Planned[] = [
  [470, actions.names],
  [420, actions.mergers],
  [365, actions.spinOffs],
  [310, actions.splits],
  [230, actions.unitsAndCapital],
  [150, actions.tender],
]

/**
 * Plans the rare events of an account's history: each kind of event at least once, on symbols that
 * no other story trades.
 * @param today the day on which the history ends.
 */
export function planEpisodes(desk: Desk, today: string, which: Episodes): void {
  if (which === 'none') return
  const planned = which === 'all' ? [...TRADING, ...CORPORATE_ACTIONS] : TRADING
  for (const [daysBefore, episode] of planned) {
    const date = addDays(today, -daysBefore)
    episode(new Script(desk, isTradingDay(date) ? date : nextTradingDay(date)))
  }
}
