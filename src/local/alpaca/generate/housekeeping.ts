import { isTradingDay, nextTradingDay, session } from '../../../time/exchange-calendar'
import { MINUTE, type Micros, micros, rfc3339, SECOND } from '../../../time/micros'
import { newYorkTime } from '../../../time/new-york'
import { optionTerms } from '../instrument'
import type { Desk } from './desk'
import { ALL } from './underlyings'

/**
 * Plans what happens on every trading day without the trader: orders expire, contracts expire, fees
 * are charged.
 */
export function keepHouse(desk: Desk, firstDay: string): void {
  const day = isTradingDay(firstDay) ? firstDay : nextTradingDay(firstDay)
  desk.plan(session(day).close, () => atTheClose(desk))
  desk.plan(session(day).close + 15 * MINUTE, () => desk.broker.expireOrders(desk.at))
  desk.plan(newYorkTime(day, '16:31:00'), () => {
    desk.broker.postDailyFees(day)
    keepHouse(desk, nextTradingDay(day))
  })
}

function atTheClose(desk: Desk): void {
  desk.broker.expireOrders(desk.at)
  for (const { symbol, qty } of desk.broker.holdings()) {
    if (optionTerms(symbol)?.expiryDate === desk.today) settle(desk, symbol, qty.startsWith('-'))
  }
}

/**
 * A contract in the money by a cent is exercised or assigned, any other expires worthless
 * (src/alpaca/README.md 3.4).
 */
function settle(desk: Desk, symbol: string, short: boolean): void {
  const at = desk.at
  if (!desk.market.isInTheMoney(symbol, desk.now)) desk.broker.expireOption(symbol, { at })
  else if (short) desk.broker.assign(symbol, { at })
  else desk.broker.exercise(symbol, { at })
}

/** Plans quarterly dividends on the shares held. */
export function payDividends(desk: Desk, from: string): void {
  const day = nextQuarterDay(from)
  desk.plan(newYorkTime(day, '08:12:04') + 650_275, () => {
    for (const { symbol, dividend } of ALL) {
      if (dividend !== undefined) desk.broker.dividend(symbol, { at: desk.at, perShare: dividend })
    }
    payDividends(desk, day)
  })
}

function nextQuarterDay(after: string): string {
  const year = Number(after.slice(0, 4))
  const days = [year, year + 1].flatMap((y) => ['03', '06', '09', '12'].map((m) => `${y}-${m}-15`))
  const quarter = days.find((day) => day > after)
  if (quarter === undefined) throw new RangeError(`no quarter follows ${after}`)
  return isTradingDay(quarter) ? quarter : nextTradingDay(quarter)
}

/** Plans deposits. */
export function addMoney(desk: Desk, moments: readonly Micros[], amount: string): void {
  for (const at of moments) desk.plan(at, () => desk.broker.deposit({ at: desk.at, amount }))
}

/** The moment a number of days before another, at noon New York. */
export function noonBefore(moment: string, days: number): Micros {
  const date = rfc3339(micros(moment) - days * 24 * 3600 * SECOND).slice(0, 10)
  return newYorkTime(date, '12:00:03') + 476_004
}
